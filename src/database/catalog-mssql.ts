import { type BothCatalogs, type CatalogColumn, type CatalogIndex, type KeyUse, SAMPLE } from './catalog.ts';
import { type Ask, named, text } from './catalog-mssql-ask.ts';
import { type Chaining, databasesBeneath } from './catalog-mssql-beneath.ts';
import { readColumns } from './catalog-mssql-columns.ts';
import { readIndexes } from './catalog-mssql-indexes.ts';
import { type Rights, readRights } from './catalog-mssql-rights.ts';
import { type MssqlAddress, parseMssqlUrl } from './mssql-address.ts';
import { Pool } from './mssql-pool.ts';
import type { SisKind } from './sis-contract.ts';

const LONGEST_MS = 10 * 60_000;
const ON_ROWS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const DAY = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';

export interface Server {
  login: string;
  /** What the login is called inside the database. */
  user: string;
  defaultSchema: string;
  collation: string;
  readsCommittedSnapshot: boolean;
  /** Owns the database, or administers the server: not one of our logins. */
  administers: boolean;
}

/** The catalog of a SQL Server database: our tables and views in `ssp`, whatever the login's default schema is. */
export class MssqlCatalog implements BothCatalogs {
  readonly kind = 'mssql';
  readonly #at: MssqlAddress;
  readonly #pool: Pool;
  // The server takes its time for a question about its catalog: all tables are asked for at once, and once.
  #columns: Promise<Map<string, CatalogColumn[]>> | undefined;
  #indexes: Promise<Map<string, CatalogIndex[]>> | undefined;

  /** `readOnly` asks for a readable secondary, as the service does with DATABASE_READ_URL. */
  constructor(url: string, { readOnly = false } = {}) {
    this.#at = parseMssqlUrl(url);
    this.#pool = new Pool(this.#at, { max: 1, requestMs: LONGEST_MS, readOnly });
  }

  async describe(): Promise<string> {
    const [row] = await this.#ask<{ version: string }>(
      "select cast(serverproperty('ProductVersion') as varchar(40)) as version",
    );
    const { server, port, database, user } = this.#at;
    return `SQL Server ${row?.version} at ${server}:${port}, database ${database}, login ${user}`;
  }

  async columns(table: string): Promise<CatalogColumn[] | undefined> {
    this.#columns ??= readColumns(this.#ask);
    return (await this.#columns).get(table.toLowerCase());
  }

  async isEmpty(table: string): Promise<boolean> {
    return (await this.#ask(`select top 1 1 as there from ssp.${named(table)}`)).length === 0;
  }

  async oddValues(table: string, column: string, kind: SisKind): Promise<number> {
    // Other kinds are kept by the column's type.
    if (kind !== 'day') return 0;
    const first = `select top ${SAMPLE} ${named(column)} as x from ssp.${named(table)}`;
    const [row] = await this.#ask<{ n: number }>(
      `select count(*) as n from (${first}) s where s.x not like ${text(DAY)}`,
    );
    return row?.n ?? 0;
  }

  async indexes(table: string): Promise<CatalogIndex[] | undefined> {
    this.#indexes ??= readIndexes(this.#ask);
    return (await this.#indexes).get(table.toLowerCase());
  }

  async now(): Promise<Date> {
    return (await this.#ask<{ now: Date }>('select sysutcdatetime() as now'))[0]?.now ?? new Date(Number.NaN);
  }

  async migrations(): Promise<string[] | undefined> {
    if (!(await this.columns('u_ssp_migration'))) return undefined;
    const rows = await this.#ask<{ name: string }>('select name from ssp.u_ssp_migration order by name');
    return rows.map(({ name }) => name);
  }

  async keyUse(table: string): Promise<KeyUse[]> {
    return this.#ask<KeyUse>(
      `select key_id, count(*) as count from ssp.${named(table)} group by key_id order by key_id`,
    );
  }

  async server(): Promise<Server> {
    const [row] = await this.#ask<Omit<Server, 'administers'> & { administers: number }>(
      `select suser_sname() as login, user_name() as [user], schema_name() as defaultSchema, d.collation_name as collation,
        d.is_read_committed_snapshot_on as readsCommittedSnapshot,
        case when is_srvrolemember('sysadmin') = 1 or has_perms_by_name(db_name(), 'DATABASE', 'CONTROL') = 1 then 1 else 0 end as administers
      from sys.databases d where d.name = db_name()`,
    );
    if (!row) throw new Error('The server does not show the database to this login.');
    return { ...row, administers: Boolean(row.administers) };
  }

  /** The tables and views in `ssp` in which the login may change something. */
  async writable(): Promise<string[]> {
    const may = (right: string) => `has_perms_by_name('ssp.' + quotename(o.name), 'OBJECT', '${right}') = 1`;
    const rows = await this.#ask<{ name: string }>(
      `select o.name as name from sys.objects o
      where o.schema_id = schema_id('ssp') and o.type in ('U', 'V')
        and (${may('INSERT')} or ${may('UPDATE')} or ${may('DELETE')})
      order by o.name`,
    );
    return rows.map(({ name }) => name);
  }

  /** Which of the four rights on rows the login has on each of these tables in `ssp`; none on one that it is not shown. */
  async rightsOn(tables: readonly string[]): Promise<Map<string, string[]>> {
    if (tables.length === 0) return new Map();
    const may = (right: string) => `has_perms_by_name('ssp.' + t.name, 'OBJECT', '${right}') as [${right}]`;
    const rows = await this.#ask<{ name: string } & Record<string, number | string | null>>(
      `select t.name as name, ${ON_ROWS.map(may).join(', ')}
      from (values ${tables.map((one) => `(${text(one)})`).join(', ')}) t (name)`,
    );
    return new Map(rows.map((row) => [row.name, ON_ROWS.filter((right) => row[right] === 1)]));
  }

  /** This database first, then each other one that our views look into, as far as the login is shown them. */
  async chaining(): Promise<Chaining[]> {
    const others = (await databasesBeneath(this.#ask)).map(text);
    const rows = await this.#ask<{ name: string; isOn: number; owner: Buffer | null; here: number }>(
      `select d.name as name, d.is_db_chaining_on as isOn, d.owner_sid as owner,
        case when d.name = db_name() then 1 else 0 end as here
      from sys.databases d where d.name in (${['db_name()', ...others].join()})`,
    );
    return rows
      .map(({ name, isOn, owner, here }) => ({
        name,
        owner: owner?.toString('hex') ?? '',
        isOn: Boolean(isOn),
        isHere: Boolean(here),
      }))
      .sort((a, b) => Number(b.isHere) - Number(a.isHere));
  }

  rights(): Promise<Rights> {
    return readRights(this.#ask);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  readonly #ask: Ask = async <T>(statement: string) =>
    (await (await this.#pool.request()).query<T>(statement)).recordset as T[];
}

import type Sql from 'mssql';
import type { MssqlAddress } from '../../database/mssql-address.ts';
import { CONNECT_MS, driver } from '../../database/mssql-pool.ts';
import { generateHistory } from './history.ts';
import { estimateRows, type LoadOptions } from './load-sqlite.ts';
import { type DistrictPlan, planDistrict } from './plan.ts';
import { COLUMNS, type TableName, type TableRow, valuesOf } from './rows.ts';
import { generateSis } from './sis.ts';

const ROWS_IN_BULK = 20_000;
const BULK_MS = 10 * 60_000;

/**
 * Makes up a district on SQL Server, by bulk insert. The tables have to be there and empty: those of the SIS in `dbo`,
 * our own in `ssp`. The login has to be able to write them all. Gives the number of rows; throws when one got lost.
 */
export async function loadDistrictMssql(
  at: MssqlAddress,
  { onProgress, ...options }: LoadOptions,
  schemaOf: (table: TableName) => string = (table) => (table.startsWith('u_ssp_') ? 'ssp' : 'dbo'),
): Promise<number> {
  const { ConnectionPool } = driver();
  const { server, port, database, user, password, encrypt, trustServerCertificate } = at;
  const limits = { connectionTimeout: CONNECT_MS, requestTimeout: BULK_MS, pool: { min: 0, max: 1 } };
  const tls = { encrypt, trustServerCertificate };
  const pool = await new ConnectionPool({ server, port, database, user, password, ...limits, options: tls }).connect();
  try {
    return await loadRows(new BulkLoader(pool, schemaOf), planDistrict(options), onProgress);
  } finally {
    await pool.close();
  }
}

async function loadRows(
  loader: BulkLoader,
  plan: DistrictPlan,
  onProgress: LoadOptions['onProgress'],
): Promise<number> {
  const about = estimateRows(plan);
  let done = 0;
  for (const entry of allRows(plan)) {
    done++;
    if (loader.take(entry)) continue;
    await loader.flush();
    onProgress?.(done, Math.max(done, about));
  }
  await loader.flush();
  await loader.prove();
  onProgress?.(done, done);
  return done;
}

function* allRows(plan: DistrictPlan): Generator<TableRow> {
  yield* generateSis(plan);
  yield* generateHistory(plan);
}

/** Gathers rows by table and sends them in the order of the tables, so that a row comes after those it points to. */
class BulkLoader {
  readonly #pool: Sql.ConnectionPool;
  readonly #schemaOf: (table: TableName) => string;
  readonly #waiting = new Map<TableName, TableRow[]>();
  readonly #sent = new Map<TableName, { rows: number; lastId: number }>();
  readonly #types = new Map<TableName, ColumnFacts[]>();

  constructor(pool: Sql.ConnectionPool, schemaOf: (table: TableName) => string) {
    this.#pool = pool;
    this.#schemaOf = schemaOf;
  }

  /** False when it is time to send. */
  take(entry: TableRow): boolean {
    const rows = this.#waiting.get(entry.table) ?? [];
    rows.push(entry);
    this.#waiting.set(entry.table, rows);
    return rows.length < ROWS_IN_BULK;
  }

  async flush(): Promise<void> {
    for (const name of Object.keys(COLUMNS) as TableName[]) {
      const rows = this.#waiting.get(name);
      if (!rows) continue;
      this.#waiting.delete(name);
      await this.#send(name, rows);
    }
  }

  // A server may give rows other ids than those they came with: then nothing that points to them holds.
  async prove(): Promise<void> {
    for (const [name, { rows, lastId }] of this.#sent) {
      const key = COLUMNS[name][0];
      const text = `select count(*) as number, max(${key}) as last from ${this.#schemaOf(name)}.${name}`;
      const { recordset } = await this.#pool.request().query<{ number: number; last: number }>(text);
      const there = recordset[0] as { number: number; last: number };
      if (there.number !== rows || there.last !== lastId)
        throw new Error(`${name} has ${there.number} rows up to ${there.last}, not ${rows} up to ${lastId}.`);
    }
  }

  async #send(name: TableName, rows: TableRow[]): Promise<void> {
    const { Table } = driver();
    const table = new Table(`${this.#schemaOf(name)}.${name}`);
    for (const { column, type, nullable } of await this.#factsOf(name)) table.columns.add(column, type, { nullable });
    let { lastId } = this.#sent.get(name) ?? { lastId: 0 };
    for (const entry of rows) {
      const values = valuesOf(entry);
      lastId = Math.max(lastId, values[0] as number);
      table.rows.add(...values);
    }
    await this.#pool.request().bulk(table, { keepNulls: true });
    this.#sent.set(name, { rows: (this.#sent.get(name)?.rows ?? 0) + rows.length, lastId });
  }

  async #factsOf(name: TableName): Promise<ColumnFacts[]> {
    const known = this.#types.get(name);
    if (known) return known;
    const { recordset } = await this.#pool
      .request()
      .input('schema', driver().NVarChar(128), this.#schemaOf(name))
      .input('name', driver().NVarChar(128), name)
      .query<ServerColumn>(
        `select column_name as name, data_type as type, character_maximum_length as length, is_nullable as nullable
         from information_schema.columns where table_schema = @schema and table_name = @name`,
      );
    const byName = new Map(recordset.map((one) => [one.name.toLowerCase(), one]));
    const facts = COLUMNS[name].map((column) => {
      const one = byName.get(column.toLowerCase());
      if (!one) throw new Error(`${name} has no column ${column}.`);
      return { column, type: typeOf(one), nullable: one.nullable === 'YES' };
    });
    this.#types.set(name, facts);
    return facts;
  }
}

interface ServerColumn {
  name: string;
  type: string;
  length: number | null;
  nullable: 'YES' | 'NO';
}

interface ColumnFacts {
  column: string;
  type: Sql.ISqlType;
  nullable: boolean;
}

function typeOf({ name, type, length }: ServerColumn): Sql.ISqlType {
  const sql = driver();
  const size = length === null || length < 0 ? sql.MAX : length;
  switch (type) {
    case 'int':
      return sql.Int();
    case 'bigint':
      return sql.BigInt();
    case 'bit':
      return sql.Bit();
    case 'date':
      return sql.Date();
    case 'char':
      return sql.Char(size);
    case 'varchar':
      return sql.VarChar(size);
    case 'nvarchar':
      return sql.NVarChar(size);
    default:
      throw new Error(`${name} is of type ${type}, which the loader does not know.`);
  }
}

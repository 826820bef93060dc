import { existsSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { type BothCatalogs, type CatalogColumn, type CatalogIndex, type KeyUse, SAMPLE } from './catalog.ts';
import type { SisKind } from './sis-contract.ts';
import { openReader } from './sqlite.ts';

const DAY = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
const IS_ODD: Record<SisKind, string> = {
  day: `x is not null and x not glob '${DAY}'`,
  whole: "typeof(x) not in ('integer', 'null')",
  text: "typeof(x) not in ('text', 'null')",
};

/** The catalog of one SQLite file, through a connection that cannot write. */
export class SqliteCatalog implements BothCatalogs {
  readonly kind = 'sqlite';
  readonly file: string;
  #connection: BetterSqlite3.Database | undefined;

  constructor(file: string) {
    this.file = file;
  }

  async describe(): Promise<string> {
    const [row] = this.#ask<{ version: string }>('select sqlite_version() as version');
    this.#ask('select count(*) as tables from sqlite_master');
    return `SQLite ${row?.version}, ${this.file}`;
  }

  async columns(table: string): Promise<CatalogColumn[] | undefined> {
    const columns = this.#ask<CatalogColumn>('select name, type from pragma_table_info(?)', table);
    return columns.length === 0 ? undefined : columns;
  }

  async isEmpty(table: string): Promise<boolean> {
    return this.#ask(`select 1 from ${quoted(table)} limit 1`).length === 0;
  }

  async oddValues(table: string, column: string, kind: SisKind): Promise<number> {
    const first = `select ${quoted(column)} as x from ${quoted(table)} limit ${SAMPLE}`;
    return this.#ask<{ n: number }>(`select count(*) as n from (${first}) where ${IS_ODD[kind]}`)[0]?.n ?? 0;
  }

  async indexes(table: string): Promise<CatalogIndex[] | undefined> {
    const isView =
      this.#ask("select 1 from sqlite_master where type = 'view' and lower(name) = lower(?)", table).length > 0;
    if (isView) return undefined;
    const listed = this.#ask<{ name: string; unique: number }>(
      'select name, "unique" from pragma_index_list(?) where partial = 0',
      table,
    );
    const found = listed.map(({ name, unique }) => ({
      columns: this.#ask<{ name: string }>('select name from pragma_index_info(?) order by seqno', name).map(
        (column) => column.name,
      ),
      unique: unique === 1,
    }));
    // A whole-number primary key is the table itself, and stands in no list.
    const key = this.#ask<{ name: string }>('select name from pragma_table_info(?) where pk > 0 order by pk', table);
    return key.length === 1 ? [{ columns: key.map(({ name }) => name), unique: true }, ...found] : found;
  }

  async now(): Promise<Date> {
    const [row] = this.#ask<{ now: string }>("select strftime('%Y-%m-%dT%H:%M:%fZ', 'now') as now");
    return new Date(row?.now ?? Number.NaN);
  }

  async migrations(): Promise<string[] | undefined> {
    if (!(await this.columns('u_ssp_migration'))) return undefined;
    return this.#ask<{ name: string }>('select name from u_ssp_migration order by name').map(({ name }) => name);
  }

  async keyUse(table: string): Promise<KeyUse[]> {
    return this.#ask<KeyUse>(`select key_id, count(*) as count from ${quoted(table)} group by key_id order by key_id`);
  }

  /** `wal` once the service has opened the file. */
  async journalMode(): Promise<string> {
    return this.#ask<{ journal_mode: string }>('select journal_mode from pragma_journal_mode')[0]?.journal_mode ?? '';
  }

  /** What is damaged, in SQLite's words; empty when nothing is. */
  async damage(): Promise<string[]> {
    const said = this.#ask<{ quick_check: string }>('pragma quick_check(20)');
    return said.map((row) => row.quick_check).filter((text) => text !== 'ok');
  }

  async close(): Promise<void> {
    this.#connection?.close();
  }

  #ask<T>(text: string, ...values: string[]): T[] {
    if (!this.#connection && !existsSync(this.file)) throw new Error(`There is no file ${this.file}.`);
    this.#connection ??= openReader(this.file);
    return this.#connection.prepare(text).all(...values) as T[];
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

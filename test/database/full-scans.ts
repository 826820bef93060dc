import BetterSqlite3 from 'better-sqlite3';
import { NYC_STATISTICS } from './nyc-statistics.ts';

// Which tables a statement reads from end to end, as SQLite's planner says: knowing nothing of the sizes, and knowing those of a
// district of 912,064 students.

/** Tables that stay small in the largest district. */
const SMALL = new Set([
  ...['schools', 'terms', 'roledef', 'u_ssp_export', 'u_ssp_scope'],
  // What a district types about itself.
  ...['u_ssp_local_code', 'u_ssp_profile', 'u_ssp_staff_fact', 'u_ssp_import'],
]);

export interface Statement {
  /** For messages. */
  name: string;
  sql: string;
  /** A page in the order of an index is read as far as it goes. */
  paged?: boolean;
}

/** The file with the sizes of a large district in the planner's eyes. */
export function openLarge(file: string): BetterSqlite3.Database {
  const draft = new BetterSqlite3(file);
  // ANALYZE makes the table in which the planner looks.
  draft.exec('analyze; delete from sqlite_stat1');
  const insert = draft.prepare('insert into sqlite_stat1 values (?, ?, ?)');
  for (const row of NYC_STATISTICS) insert.run(...row);
  draft.close();
  return new BetterSqlite3(file);
}

/** The large tables that are read whole, in the planner's words. */
export function fullScans(database: BetterSqlite3.Database, statement: Statement, values: unknown): string[] {
  const tables = tablesOf(statement);
  const steps = database.prepare(`explain query plan ${statement.sql}`).all(values) as { detail: string }[];
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN |AUTOMATIC/.test(detail) && !isPageOf(statement, detail))
    .filter((detail) => {
      const name = /^\w+ (\w+)/.exec(detail)?.[1] ?? '';
      const table = tables.get(name) ?? (/^u_ssp_/.test(name) ? name : undefined);
      return table !== undefined && !SMALL.has(table.toLowerCase());
    });
}

/** Which table an alias stands for. Throws when it stands for two: the planner names the alias alone. */
function tablesOf({ name, sql }: Statement): Map<string, string> {
  const tables = new Map<string, string>();
  for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+(\w+)\s+(\w+)/gi) as Iterable<string[]>) {
    const other = tables.get(alias as string);
    if (other && other.toLowerCase() !== table?.toLowerCase())
      throw new Error(`${name}: ${alias} stands for ${other} and for ${table}`);
    tables.set(alias as string, table as string);
  }
  return tables;
}

/** A page in the order of an index is read as far as it goes, when every row of the table is in it. */
const isPageOf = ({ paged, sql }: Statement, detail: string): boolean =>
  paged === true && !/\bwhere\b/i.test(sql) && / USING (COVERING )?INDEX /.test(detail);

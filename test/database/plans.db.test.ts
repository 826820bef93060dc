import BetterSqlite3 from 'better-sqlite3';
import { sqliteDialect } from '../../src/database/dialect.ts';
import type { NamedQuery } from '../../src/database/header.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { NYC_STATISTICS } from './nyc-statistics.ts';

// What a page waits for never reads a large table from end to end. The planner of SQLite is asked twice: knowing nothing
// of the sizes, and knowing those of a district of 912,064 students.

/** Tables that stay small in the largest district. */
const SMALL = new Set([
  ...['schools', 'terms', 'roledef', 'u_ssp_export', 'u_ssp_scope'],
  // What a district types about itself.
  ...['u_ssp_local_code', 'u_ssp_profile', 'u_ssp_staff_fact', 'u_ssp_import'],
]);

const light = queryLibrary()
  .all()
  .filter(({ weight }) => weight === 'light');

let test: TestDatabase;
let other: TestDatabase;
let plain: BetterSqlite3.Database;
let large: BetterSqlite3.Database;
beforeAll(async () => {
  test = await makeDistrict('sqlite');
  plain = new BetterSqlite3(test.file);
  plain.exec('drop table if exists sqlite_stat1');
  other = await makeDistrict('sqlite');
  const draft = new BetterSqlite3(other.file);
  // ANALYZE makes the table in which the planner looks.
  draft.exec('analyze; delete from sqlite_stat1');
  const insert = draft.prepare('insert into sqlite_stat1 values (?, ?, ?)');
  for (const row of NYC_STATISTICS) insert.run(...row);
  draft.close();
  large = new BetterSqlite3(other.file);
});
afterAll(async () => {
  plain.close();
  large.close();
  await Promise.all([test.close(), other.close()]);
});

/** Which table an alias stands for. Throws when it stands for two: the planner names the alias alone. */
function tablesOf({ name, sql }: NamedQuery): Map<string, string> {
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
const isPageOf = ({ paged, sql }: NamedQuery, detail: string): boolean =>
  paged && !/\bwhere\b/i.test(sql) && / USING (COVERING )?INDEX /.test(detail);

/** The large tables that are read whole, in the planner's words. */
function fullScans(database: BetterSqlite3.Database, query: NamedQuery): string[] {
  const tables = tablesOf(query);
  const text = sqliteDialect.readerText(query);
  const args = Object.fromEntries(query.args.map(({ name }) => [name, null]));
  const steps = database.prepare(`explain query plan ${text}`).all(args) as { detail: string }[];
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN |AUTOMATIC/.test(detail) && !isPageOf(query, detail))
    .filter((detail) => {
      const table = tables.get(/^\w+ (\w+)/.exec(detail)?.[1] ?? '');
      return table !== undefined && !SMALL.has(table.toLowerCase());
    });
}

it.each(light.map((query) => [query.name, query] as const))('%s reads by an index', (_name, query) => {
  expect(fullScans(plain, query)).toEqual([]);
  expect(fullScans(large, query)).toEqual([]);
});

it('would tell a query that reads every student', () => {
  const query = queryLibrary().get('students/by-number');
  const slow = { ...query, sql: query.sql.replace('s.Student_Number = @number', 's.Student_Number + 0 = @number') };
  expect(fullScans(plain, slow)).toHaveLength(1);
});

it('would tell an alias that stands for two tables', () => {
  const query = queryLibrary().get('students/by-number');
  const twice = { ...query, sql: `${query.sql} and exists (select 1 from u_ssp_visit s where s.id = 1)` };
  expect(() => fullScans(plain, twice)).toThrow('students/by-number: s stands for Students and for u_ssp_visit');
});

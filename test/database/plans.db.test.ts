import BetterSqlite3 from 'better-sqlite3';
import { OWN_INDEXES } from '../../src/check/index-needs.ts';
import { sqliteDialect } from '../../src/database/dialect.ts';
import type { NamedQuery } from '../../src/database/header.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { fullScans, openLarge } from './full-scans.ts';
import { NYC_STATISTICS } from './nyc-statistics.ts';

// What a page waits for never reads a large table from end to end.

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
  large = openLarge(other.file);
});
afterAll(async () => {
  plain.close();
  large.close();
  await Promise.all([test.close(), other.close()]);
});

function scansOf(database: BetterSqlite3.Database, query: NamedQuery): string[] {
  const args = Object.fromEntries(query.args.map(({ name }) => [name, null]));
  return fullScans(database, { ...query, sql: sqliteDialect.readerText(query) }, args);
}

it.each(light.map((query) => [query.name, query] as const))('%s reads by an index', (_name, query) => {
  expect(scansOf(plain, query)).toEqual([]);
  expect(scansOf(large, query)).toEqual([]);
});

it('would tell a query that reads every student', () => {
  const query = queryLibrary().get('students/by-number');
  const slow = { ...query, sql: query.sql.replace('s.Student_Number = @number', 's.Student_Number + 0 = @number') };
  expect(scansOf(plain, slow)).toHaveLength(1);
});

it('would tell an alias that stands for two tables', () => {
  const query = queryLibrary().get('students/by-number');
  const twice = { ...query, sql: `${query.sql} and exists (select 1 from u_ssp_visit s where s.id = 1)` };
  expect(() => scansOf(plain, twice)).toThrow('students/by-number: s stands for Students and for u_ssp_visit');
});

describe('the sizes of the large district', () => {
  interface Index {
    tbl: string;
    name: string;
    columns: number;
  }
  let indexes: Index[];
  beforeAll(() => {
    indexes = plain
      .prepare<[], Index>(
        `select m.name as tbl, l.name, (select count(*) from pragma_index_info(l.name)) as columns
        from sqlite_master m join pragma_index_list(m.name) l where m.type = 'table' and m.name like 'u\\_ssp\\_%' escape '\\'`,
      )
      .all();
  });

  it('are there for every index of ours', () => {
    expect(indexes).toHaveLength(OWN_INDEXES.length);
    const told = new Set(NYC_STATISTICS.map(([, index]) => index));
    expect(indexes.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  });

  it('say for each column of an index how many rows are left, ever fewer, and the same of one table everywhere', () => {
    const rowsOf = new Map<string, number>();
    for (const [table, index, sizes] of NYC_STATISTICS) {
      const [rows = 0, ...left] = sizes.split(' ').map(Number);
      expect([table, rowsOf.get(table) ?? rows]).toEqual([table, rows]);
      rowsOf.set(table, rows);
      const found = indexes.find(({ name }) => name === index);
      if (!found) continue;
      expect([index, found.tbl, left.length]).toEqual([index, table, found.columns]);
      expect([index, left]).toEqual([index, left.toSorted((a, b) => b - a)]);
      expect(left.every((one) => one >= 1 && one <= rows)).toBe(true);
    }
  });
});

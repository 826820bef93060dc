import BetterSqlite3 from 'better-sqlite3';
import { type IndexNeed, OWN_INDEXES, queriesThrough, SIS_INDEXES } from '../../src/check/index-needs.ts';
import { serves } from '../../src/check/indexes.ts';
import type { CatalogIndex } from '../../src/database/catalog.ts';
import { type Catalog, openCatalog } from '../../src/database/catalog-open.ts';
import { sqliteDialect } from '../../src/database/dialect.ts';
import type { NamedQuery } from '../../src/database/header.ts';
import { OWN_TABLES } from '../../src/database/migrate.ts';
import { SIS_CONTRACT } from '../../src/database/sis-contract.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';

// The list of needed indexes is held to the migrations, which make ours, and to what SQLite's planner takes.

const ALL = [...OWN_INDEXES, ...SIS_INDEXES];

let test: TestDatabase;
let catalog: Catalog;
beforeAll(async () => {
  test = await makeDistrict();
  catalog = openCatalog(test.url);
}, 180_000);
afterAll(async () => {
  await catalog?.close();
  await test?.close();
});

const shown = (table: string, { columns, unique }: CatalogIndex | IndexNeed) =>
  `${unique ? 'unique ' : ''}${table}(${columns.join(', ')})`;

it('names every index of our own tables, and no other', async () => {
  const made: string[] = [];
  for (const table of OWN_TABLES) {
    const indexes = (await catalog.indexes(table)) ?? [];
    made.push(...indexes.filter(({ columns }) => columns.join() !== 'id').map((index) => shown(table, index)));
  }
  expect(OWN_INDEXES.map((need) => shown(need.table, need)).sort()).toEqual(made.sort());
});

it('says for each what it is for', () => {
  const idle = ALL.filter((need) => !need.also && queriesThrough(need, queryLibrary().all()).length === 0);
  expect(idle).toEqual([]);
});

describe('what the planner takes for a light query', () => {
  let sqlite: TestDatabase;
  let database: BetterSqlite3.Database;
  beforeAll(async () => {
    sqlite = await makeDistrict('sqlite');
    database = new BetterSqlite3(sqlite.file, { readonly: true });
  });
  afterAll(async () => {
    database.close();
    await sqlite.close();
  });

  /** Table and columns of each index that the query looks into. */
  function used(query: NamedQuery): { table: string; index: CatalogIndex }[] {
    const tables = new Map(
      [...query.sql.matchAll(/\b(?:from|join)\s+(\w+)\s+(\w+)/gi)].map(([, table, alias]) => [alias, table as string]),
    );
    const args = Object.fromEntries(query.args.map(({ name }) => [name, null]));
    const steps = database.prepare(`explain query plan ${sqliteDialect.readerText(query)}`).all(args);
    return (steps as { detail: string }[]).flatMap(({ detail }) => {
      const [, alias, name] =
        /^SEARCH (\w+)(?: EXISTS)? USING (?:COVERING )?(?:INDEX (\w+)|INTEGER PRIMARY KEY)/.exec(detail) ?? [];
      const table = tables.get(alias ?? '');
      if (!table) return [];
      return [{ table, index: { columns: columnsOf(table, name), unique: true } }];
    });
  }

  function columnsOf(table: string, index: string | undefined): string[] {
    const rows = index
      ? database.prepare('select name from pragma_index_info(?) order by seqno').all(index)
      : database.prepare('select name from pragma_table_info(?) where pk = 1').all(table);
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  const light = queryLibrary()
    .all()
    .filter(({ weight }) => weight === 'light');

  it.each(light.map((query) => [query.name, query] as const))('%s: is in the list', (name, query) => {
    const missing = used(query).filter(({ table, index }) => {
      // Our own numbers of rows go with their tables.
      if (!(table in SIS_CONTRACT) && index.columns.join() === 'id') return false;
      const need = ALL.find((one) => one.table === table && serves(index, one));
      return !need || !queriesThrough(need, [query]).includes(name);
    });
    expect(missing.map(({ table, index }) => shown(table, index))).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { aboutSet, CODE_SET_NAMES } from '../../src/codes/service.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { withoutTexts } from '../../src/database/header.ts';
import { migrateUp } from '../../src/database/migrate.ts';
import { createSisTables } from '../../src/sandbox/sis-tables.ts';
import { queryLibrary } from '../database.ts';
import { bare, difference, doc, documents, headings, NO_DIFFERENCE, rows, section } from './markdown.ts';

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

const data = doc('docs/data.md');
const tables = new Map<string, Column[]>();

const columnsOf = (db: BetterSqlite3.Database, table: string) => db.pragma(`table_info(${table})`) as Column[];

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  const file = path.join(folder, 'migrated.sqlite');
  const migrated = openDatabase(`sqlite:${file}`, queryLibrary());
  await migrateUp(migrated.knex);
  await migrated.close();
  const db = new BetterSqlite3(file, { readonly: true });
  const names = db.prepare("select name from sqlite_master where type = 'table' and name like 'u\\_ssp%' escape '\\'");
  for (const { name } of names.all() as { name: string }[]) tables.set(name, columnsOf(db, name));
  db.close();
  rmSync(folder, { recursive: true });
});

describe('docs/data.md', () => {
  const described = headings(data, 3);

  it('has every table that the migrations make, and no other', () => {
    expect(difference(tables.keys(), described)).toEqual(NO_DIFFERENCE);
  });

  it.each(described)(
    '%s: every column with its type and whether it may be empty, in their order, and no other',
    (table) => {
      const inDocs = rows(section(data, `### ${table}`)).map((row) => row.slice(0, 3).map(bare).join(' | '));
      const inDatabase = (tables.get(table) ?? []).map(({ name, type, notnull, pk }) =>
        [name, type.toLowerCase(), notnull || pk ? 'no' : 'yes'].join(' | '),
      );
      expect(inDocs).toEqual(inDatabase);
    },
  );

  it('gives a meaning to every column, save for groups that a table above explains', () => {
    const groups = ['sex', 'grade_band', 'race', 'is_el', 'is_swd', 'is_504', 'is_econ'];
    const silent = described.flatMap((table) =>
      rows(section(data, `### ${table}`)).flatMap(([name, , , meaning]) =>
        meaning === '' ? [`${table}.${bare(name)}`] : [],
      ),
    );
    expect(silent).toEqual(groups.map((name) => `u_ssp_referral.${name}`));
  });

  it('has every code set with its title, and no other', () => {
    const inCode = CODE_SET_NAMES.map((name) => `${name} | ${aboutSet(name).title}`);
    const inDocs = rows(section(data, '## Code sets')).map(([name, title]) => `${bare(name)} | ${title}`);
    expect(difference(inCode, inDocs)).toEqual(NO_DIFFERENCE);
  });

  it('has every column of the SIS that a query reads, and no other', () => {
    const inDocs = rows(section(data, '## What is read from the SIS')).map(([name]) => bare(name));
    expect(difference(sisColumnsRead(), inDocs)).toEqual(NO_DIFFERENCE);
  });
});

describe('all documents', () => {
  it.each(documents())('%s names only tables that there are', (file) => {
    const named = [...doc(file).matchAll(/\bu_ssp_[a-z_]*[a-z]/g)].map(([name]) => name);
    // The demo's own marker is no table of the migrations.
    expect(named.filter((name) => !tables.has(name) && name !== 'u_ssp_demo')).toEqual([]);
  });
});

/** `Students.DCID` and so on, from the aliases in the texts of all queries. */
function sisColumnsRead(): Set<string> {
  const sis = new BetterSqlite3(':memory:');
  createSisTables(sis);
  const tables = sis.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
  const known = new Map(tables.map((table) => [table, columnsOf(sis, table).map(({ name }) => name)]));
  sis.close();
  const read = new Set<string>();
  for (const query of queryLibrary().all()) {
    const sql = withoutTexts(query.sql);
    for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+(\w+)\s+(\w+)/gi)) {
      for (const [, column] of sql.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g')))
        if (known.get(table as string)?.includes(column as string)) read.add(`${table}.${column}`);
    }
  }
  return read;
}

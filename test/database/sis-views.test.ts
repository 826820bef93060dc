import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { SIS_CONTRACT } from '../../src/database/sis-contract.ts';
import { COLUMNS } from '../../src/sandbox/district/rows.ts';
import { ROOT } from '../../src/server/root.ts';
import { queryLibrary } from '../database.ts';

// The contract with the SIS: exactly what our queries read, no column less and none more, in src/database/sis-contract.ts and
// in the views of docs/sql/sis-views.sql.

const SIS = Object.entries(COLUMNS).filter(([table]) => !table.startsWith('u_ssp_')) as [string, readonly string[]][];
const script = readFileSync(path.join(ROOT, 'docs', 'sql', 'sis-views.sql'), 'utf8');
const batches = scriptBatches(script, { SIS: 'dbo' });
const VIEW = /^create or alter view ssp\.(\w+) as\nselect ([\s\S]+)\nfrom dbo\.(\w+);$/;

function viewsOf(): Record<string, string[]> {
  const views: Record<string, string[]> = {};
  for (const batch of batches) {
    const [, name, list, from] = VIEW.exec(batch) ?? [];
    if (!name || !list) continue;
    expect(from).toBe(name);
    views[name] = list.split(/, (?![^(]*\))/).map((item) => /(\w+)$/.exec(item)?.[1] as string);
  }
  return views;
}

/** Columns of the SIS by table, as the texts of all queries name them: `s.DCID` where `Students s` is read. */
function usedByQueries(): Record<string, string[]> {
  const used = new Map<string, Set<string>>();
  for (const { sql } of queryLibrary().all()) {
    for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+(\w+)\s+(\w+)/gi)) {
      const known = SIS.find(([name]) => name === table);
      if (!known) continue;
      const columns = used.get(known[0]) ?? new Set();
      used.set(known[0], columns);
      for (const [, column] of sql.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))) {
        if (known[1].includes(column as string)) columns.add(column as string);
      }
    }
  }
  return Object.fromEntries([...used].map(([table, columns]) => [table, [...columns]]));
}

const sorted = (columns: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(columns).map(([table, names]) => [table, [...names].sort()]));

const contract = Object.fromEntries(
  Object.entries(SIS_CONTRACT).map(([table, { columns }]) => [table, Object.keys(columns)]),
);

test('the contract names exactly the columns that the queries use', () => {
  expect(sorted(contract)).toEqual(sorted(usedByQueries()));
});

test('the views hold exactly the columns of the contract, in its order', () => {
  expect(viewsOf()).toEqual(contract);
});

test('every column of a query that is no table’s of ours is one of the SIS', () => {
  for (const { name, sql } of queryLibrary().all()) {
    const tables = [...sql.matchAll(/\b(?:from|join)\s+(\w+)/gi)].map((match) => match[1] as string);
    const named = new Set([...sql.matchAll(/(?:\bwith|,)\s+(\w+)\s+as\s*\(/gi)].map((match) => match[1]));
    for (const table of tables) {
      const isKnown = table.startsWith('u_ssp_') || named.has(table) || SIS.some(([one]) => one === table);
      expect([name, table, isKnown]).toEqual([name, table, true]);
    }
  }
});

test('dates of the SIS become text, and nothing else does', () => {
  const days = Object.values(SIS_CONTRACT).flatMap(({ columns }) =>
    Object.keys(columns).filter((column) => columns[column] === 'day'),
  );
  const converted = [...script.matchAll(/convert\(varchar\(10\), (\w+), 23\) as \1\b/g)].map(([, column]) => column);
  expect(converted).toEqual(days);
});

test('readers and writers may select from each view, and nothing more', () => {
  const grants = batches.filter((batch) => batch.startsWith('grant'));
  const expected = Object.keys(viewsOf()).flatMap((view) =>
    ['ssp_reader', 'ssp_writer'].map((role) => `grant select on ssp.${view} to ${role};`),
  );
  expect(grants.sort()).toEqual(expected.sort());
});

test('the writer needs every view: each is asked for by what a page waits for, and that goes over its login', () => {
  const asked = queryLibrary()
    .all()
    .filter(({ weight }) => weight === 'light')
    .flatMap(({ sql }) => [...sql.matchAll(/\b(?:from|join)\s+(\w+)/gi)].map(([, table]) => table));
  expect(Object.keys(contract).filter((view) => !asked.includes(view))).toEqual([]);
});

test('the migrator may alter no view', () => {
  const denied = batches.filter((batch) => batch.startsWith('deny'));
  expect(denied).toEqual(Object.keys(viewsOf()).map((view) => `deny alter on ssp.${view} to ssp_migrator;`));
});

test('the script makes views, gives and denies, and does nothing else', () => {
  const others = batches.filter((batch) => !VIEW.test(batch) && !/^(grant select|deny alter) on ssp\./.test(batch));
  // Besides it stops where it was started by mistake.
  expect(others).toEqual([expect.stringMatching(/^if schema_id\('ssp'\) is null\s+throw 51000, 'Nothing was made/)]);
});

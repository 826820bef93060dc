import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { COLUMNS } from '../../src/sandbox/district/rows.ts';
import { ROOT } from '../../src/server/root.ts';
import { queryLibrary } from '../database.ts';

// docs/sql/sis-views.sql is the contract with the SIS: exactly what our queries read, no column less and none more.

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

test('the views hold exactly the columns that the queries use', () => {
  expect(sorted(viewsOf())).toEqual(sorted(usedByQueries()));
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

test('dates of the SIS become text', () => {
  for (const [table, columns] of Object.entries(viewsOf())) {
    for (const column of columns.filter((one) => /(Date|Day)$/.test(one))) {
      expect([table, script.includes(`convert(varchar(10), ${column}, 23) as ${column}`)]).toEqual([table, true]);
    }
  }
});

test('readers and writers may select from each view, and nothing more', () => {
  const grants = batches.filter((batch) => batch.startsWith('grant'));
  const expected = Object.keys(viewsOf()).flatMap((view) =>
    ['ssp_reader', 'ssp_writer'].map((role) => `grant select on ssp.${view} to ${role};`),
  );
  expect(grants.sort()).toEqual(expected.sort());
  expect(batches).toHaveLength(grants.length + Object.keys(viewsOf()).length);
});

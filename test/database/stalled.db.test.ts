import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../src/database/connect.ts';
import { QueryLibrary } from '../../src/database/library.ts';
import { openMssql } from '../../src/database/mssql.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';

// A reader who neither reads on nor leaves holds what others need only so long.

const IDLE_MS = 1500;
/** More than there are connections for reports. */
const STALLED = 6;

let test: TestDatabase;
let folder: string;
const open: Database[] = [];
beforeAll(async () => {
  test = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  mkdirSync(path.join(folder, 'reports'));
  const header = '-- query: reports/many\n-- for: trial\n-- args: none\n-- columns: a int, b int\n-- weight: heavy\n';
  const text = `${header}select a.id as a, b.id as b from u_ssp_visit a join u_ssp_visit b on a.id <> b.id`;
  writeFileSync(path.join(folder, 'reports', 'many.sql'), text);
}, 180_000);
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test.close();
});

function opened(patience: { idleMs: number; wholeMs: number }): Database {
  const queries = new QueryLibrary(folder);
  const database = test.file
    ? openSqlite(test.file, queries, patience)
    : openMssql(test.url, queries, undefined, patience);
  open.push(database);
  return database;
}

it('whoever stops reading is told why, and whoever waits gets the connection', async () => {
  const database = opened({ idleMs: IDLE_MS, wholeMs: 60_000 });
  const stalled = Array.from({ length: STALLED }, () => database.csv('reports/many', {})[Symbol.asyncIterator]());
  // The first ones fill all connections; the others come to theirs because the first ones are not waited for any more.
  for (const result of await Promise.all(stalled.map((one) => one.next()))) expect(result.done).toBe(false);
  await new Promise((soon) => setTimeout(soon, 2 * IDLE_MS));
  for (const one of stalled)
    await expect(one.next()).rejects.toThrow('reports/many: the result was not read on for 1.5');
  for (const one of stalled) expect((await one.next()).done).toBe(true);
  const busy = () => database.pools().filter(({ pool, used, waiting }) => pool !== 'writers' && used + waiting > 0);
  for (let tries = 0; busy().length > 0 && tries < 200; tries++) await new Promise((soon) => setTimeout(soon, 50));
  expect(busy()).toEqual([]);
}, 60_000);

it('whoever reads steadily but without end is told so', async () => {
  const database = opened({ idleMs: 60_000, wholeMs: 1000 });
  const read = async () => {
    for await (const _block of database.stream('reports/many', {})) await new Promise((soon) => setTimeout(soon, 100));
  };
  await expect(read()).rejects.toThrow('was not read to its end within 1 seconds');
}, 60_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { parseQuery } from '../../src/database/header.ts';
import { HeavyReader } from '../../src/database/heavy.ts';

// The thread that reads may die: whoever asks next has another one, and that one is not taken for the dead one.

const query = parseQuery(
  'trial/read',
  '-- query: trial/read\n-- for: trial\n-- args: none\n-- columns: id int\n-- weight: heavy\nselect t.id as id from trial t order by t.id',
);

let folder: string;
let file: string;
let heavy: HeavyReader;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  file = path.join(folder, 'trial.sqlite');
  heavy = new HeavyReader(file);
});
afterEach(async () => {
  await heavy.close();
  rmSync(folder, { recursive: true, force: true });
});

function makeTrial(): void {
  const database = new BetterSqlite3(file);
  database.exec('create table trial (id integer); insert into trial values (1), (2)');
  database.close();
}

async function ids(): Promise<number[]> {
  const found: number[] = [];
  for await (const rows of heavy.rows<{ id: number }>(query, query.sql, {})) found.push(...rows.map(({ id }) => id));
  return found;
}

it('a question that comes between a thread’s fault and its end is answered by the next thread', async () => {
  // There is nothing to open: the thread dies as it begins.
  await expect(ids()).rejects.toThrow('trial/read: SQLITE_CANTOPEN');
  makeTrial();
  expect(await ids()).toEqual([1, 2]);
  // It is still the thread that is asked, and closed in the end.
  expect(heavy.use()).toEqual({ used: 0, free: 1, waiting: 0, most: 1 });
  expect(await ids()).toEqual([1, 2]);
});

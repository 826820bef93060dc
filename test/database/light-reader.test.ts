import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../src/database/connect.ts';
import type { NamedQuery } from '../../src/database/header.ts';
import { parseQuery } from '../../src/database/header.ts';
import type { QueryLibrary } from '../../src/database/library.ts';
import { openSqlite } from '../../src/database/sqlite.ts';

// Light queries on SQLite read over the writer's connection, and must not see what nobody has committed.

const read = parseQuery(
  'trial/read',
  '-- query: trial/read\n-- for: trial\n-- args: none\n-- columns: id int\n-- weight: light\nselect t.id as id from trial t order by t.id',
);
// No file of ours could say that: the library would refuse it.
const write: NamedQuery = { ...read, name: 'trial/write', sql: 'delete from trial returning id' };

const passing: NamedQuery = { ...read, name: 'trial/passing', sql: 'select t.id as id from passing t' };

const known = new Map([read, write, passing].map((query) => [query.name, query]));
const queries = { get: (name: string) => known.get(name) } as unknown as QueryLibrary;

let folder: string;
let database: Database;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  database = openSqlite(path.join(folder, 'trial.sqlite'), queries);
  await database.knex.raw('create table trial (id integer)');
  await database.knex('trial').insert({ id: 1 });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const ids = async () => (await database.run<{ id: number }>('trial/read', {})).map(({ id }) => id);

it('what a transaction wrote is seen when it is committed, and not before', async () => {
  expect(await ids()).toEqual([1]);
  await database.transaction(async ({ knex }) => {
    await knex('trial').insert({ id: 2 });
    expect(await ids()).toEqual([1]);
    expect((await knex('trial').select('id')).length).toBe(2);
  });
  expect(await ids()).toEqual([1, 2]);
});

it('reads over the connection that writes, which alone has its passing tables', async () => {
  await database.knex.raw('create temp table passing (id integer)');
  await database.knex('passing').insert({ id: 3 });
  const passing = async () => (await database.run<{ id: number }>('trial/passing', {})).map(({ id }) => id);
  expect(await passing()).toEqual([3]);
  // An error of the driver's own realm: jest would not take it for a thrown one.
  await expect(database.transaction(passing)).rejects.toMatchObject({ message: 'no such table: passing' });
  expect(await passing()).toEqual([3]);
});

it('a table that was made anew after it was read is read as it is now', async () => {
  expect(await ids()).toEqual([1]);
  await database.knex.raw('drop table trial');
  await database.knex.raw('create table trial (other text, id integer)');
  await database.knex('trial').insert({ id: 7 });
  expect(await ids()).toEqual([7]);
});

it('nothing is read any more once it is closed', async () => {
  await database.close();
  await expect(ids()).rejects.toThrow('closed');
});

it('what is rolled back is never seen', async () => {
  const failing = database.transaction(async ({ knex }) => {
    await knex('trial').insert({ id: 2 });
    expect(await ids()).toEqual([1]);
    throw new Error('not today');
  });
  await expect(failing).rejects.toThrow('not today');
  expect(await ids()).toEqual([1]);
});

it.each(['outside', 'inside'])('a text that would write is refused %s of a transaction', async (where) => {
  const asked = () => database.run('trial/write', {});
  const trial = where === 'outside' ? asked() : database.transaction(asked);
  await expect(trial).rejects.toThrow('trial/write would write');
  expect(await ids()).toEqual([1]);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Sql from 'mssql';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { loadDistrictMssql } from '../../src/sandbox/district/load-mssql.ts';
import { ROOT } from '../../src/server/root.ts';
import { TODAY } from '../database.ts';
import { buildMssql, connect, dropDatabase, loginNames, type MssqlParts, newName } from '../mssql.ts';

// docs/sql/remove.sql: set up, filled, taken out. Nothing of ours is left, and everything of the SIS.

const script = readFileSync(path.join(ROOT, 'docs', 'sql', 'remove.sql'), 'utf8');

let parts: MssqlParts;
let pool: Sql.ConnectionPool;
beforeAll(async () => {
  parts = await buildMssql({ name: newName('remove') });
  await loadDistrictMssql(parts.admin, { size: 'small', today: TODAY, seed: 1 });
  pool = await connect(parts.admin);
}, 300_000);
afterAll(async () => {
  await pool?.close();
  await dropDatabase(parts.name);
});

async function remove(sure: string): Promise<void> {
  for (const batch of scriptBatches(script, { SURE: sure, ...loginNames() })) await pool.request().batch(batch);
}

const ask = async <T>(text: string): Promise<T[]> => (await pool.request().query<T>(text)).recordset as T[];
const names = async (text: string) => (await ask<{ name: string }>(text)).map(({ name }) => name).sort();
const inSchema = () =>
  names("select o.name from sys.objects o join sys.schemas s on s.schema_id = o.schema_id where s.name = 'ssp'");
const sisTables = () =>
  names("select t.name from sys.tables t join sys.schemas s on s.schema_id = t.schema_id where s.name = 'dbo'");
const principals = () => {
  const ours = ['ssp_reader', 'ssp_writer', 'ssp_migrator', ...Object.values(loginNames())].map((name) => `'${name}'`);
  return names(`select name from sys.database_principals where name in (${ours.join()})`);
};
const students = async () => (await ask<{ n: number }>('select count(*) as n from dbo.Students'))[0]?.n;

it('names every view of sis-views.sql', () => {
  const views = readFileSync(path.join(ROOT, 'docs', 'sql', 'sis-views.sql'), 'utf8');
  const made = [...views.matchAll(/^create or alter view ssp\.(\w+)/gm)].map(([, name]) => name);
  const dropped = [...script.matchAll(/^drop view if exists ssp\.(\w+);/gm)].map(([, name]) => name);
  expect(dropped.sort()).toEqual(made.sort());
});

it('changes nothing without being sure', async () => {
  const before = await inSchema();
  expect(before.length).toBeGreaterThan(20);
  for (const word of ['', 'no', 'YES please'])
    await expect(remove(word)).rejects.toThrow('Nothing was changed. To take out all of our tables');
  expect(await inSchema()).toEqual(before);
  expect(await principals()).toHaveLength(6);
});

it('leaves what is not ours in the schema, and the schema with it', async () => {
  await pool.request().batch('create table ssp.somebody_elses (x int)');
  await pool.request().batch('create view ssp.another_view as select 1 as x');
  await remove('yes');
  expect(await inSchema()).toEqual(['another_view', 'somebody_elses']);
  // Where rights on a schema cannot be given the migrator owns it, and stays with it.
  const owner = await names("select user_name(principal_id) as name from sys.schemas where name = 'ssp'");
  expect(await principals()).toEqual(owner.filter((name) => name === loginNames().MIGRATOR));
  await pool.request().batch('drop view ssp.another_view');
  await pool.request().batch('drop table ssp.somebody_elses');
});

it('takes out everything of ours, and nothing of the SIS; run again it finds nothing to do', async () => {
  const before = await sisTables();
  await remove('yes');
  await remove('yes');
  expect(await inSchema()).toEqual([]);
  expect(await names("select name from sys.schemas where name = 'ssp'")).toEqual([]);
  expect(await principals()).toEqual([]);
  expect(await sisTables()).toEqual(before);
  expect(before.map((name) => name.toLowerCase())).toEqual(expect.arrayContaining(['students', 'users', 'schools']));
  expect(await students()).toBe(1200);
});

import { scopeFromSis, writeScope } from '../../src/access/scope.ts';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { testClock, testConfig } from '../app.ts';
import { makeDistrict, NOW, queryLibrary, type TestDatabase } from '../database.ts';
import { ruben } from '../people.ts';

// A copy that is behind has not heard yet where somebody may look, or still holds what is taken back by now.

const ASKED = { reader: ruben.reader, now: NOW, from_date: '2026-08-27', to_date: '2026-11-20' };

let primary: TestDatabase;
let copy: TestDatabase;
let database: Database;
beforeAll(async () => {
  [primary, copy] = [await makeDistrict('mssql'), await makeDistrict('mssql')];
  // What is answered tells who was asked.
  await copy.owner('u_ssp_visit').whereNull('voided_at').where('purpose', 'ACA_ATTEND').update({ voided_at: NOW });
  database = openDatabase(primary.url, queryLibrary(), copy.url);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await copy?.close();
  await primary?.close();
});

const counted = async (source: Database) => (await source.run<{ visits: number }>('reports/visits-total', ASKED))[0];

async function signIn(at: TestDatabase): Promise<void> {
  const scope = await scopeFromSis(at.database, ruben.reader, testConfig().roleMap);
  expect(scope.length).toBeGreaterThan(0);
  await writeScope(at.database, ruben.reader, scope, testClock());
}

it('is not asked before it knows where the reader may look', async () => {
  await signIn(primary);
  expect((await counted(primary.database))?.visits).toBeGreaterThan(0);
  expect(await counted(database)).toEqual(await counted(primary.database));
});

it('is asked as soon as it knows', async () => {
  await signIn(copy);
  expect(await counted(copy.database)).not.toEqual(await counted(primary.database));
  expect(await counted(database)).toEqual(await counted(copy.database));
});

it('is not asked while it holds what was taken back', async () => {
  await primary.owner('u_ssp_scope').where({ reader: ruben.reader }).del();
  expect(await counted(database)).toMatchObject({ visits: 0 });
});

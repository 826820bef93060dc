import { MssqlCatalog } from '../../src/database/catalog-mssql.ts';
import { makeEmpty, type TestDatabase } from '../database.ts';
import { WITH_SNAPSHOTS } from '../mssql.ts';

// What the run is about: with --locking, readers wait for writers. A server that keeps the setting on whatever it is told shows nothing
// by such a run, and says so here.

let test: TestDatabase;
beforeAll(async () => {
  test = await makeEmpty();
}, 180_000);
afterAll(() => test.close());

it(`readers ${WITH_SNAPSHOTS ? 'do not wait' : 'wait'} for writers in this run`, async () => {
  const catalog = new MssqlCatalog(test.url);
  const { readsCommittedSnapshot } = await catalog.server();
  await catalog.close();
  expect({ READ_COMMITTED_SNAPSHOT: Boolean(readsCommittedSnapshot) }).toEqual({
    READ_COMMITTED_SNAPSHOT: WITH_SNAPSHOTS,
  });
});

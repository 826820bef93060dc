import { makeEmpty, NOW, type TestDatabase } from '../database.ts';

// Two transactions that wait for each other, on the server itself: it ends one of them, and that one is done anew.

let test: TestDatabase;
beforeAll(async () => {
  test = await makeEmpty();
  await test.owner('u_ssp_rate').insert(['a', 'b'].map((bucket) => ({ bucket, window_start: NOW, hits: 0 })));
}, 180_000);
afterAll(() => test.close());

it('a deadlock is over by itself: both are done, each once', async () => {
  const tries = { ab: 0, ba: 0 };
  const ends: string[] = [];
  let held = 0;
  let both: (() => void) | undefined;
  const met = new Promise<void>((done) => {
    both = done;
  });
  const add = (name: 'ab' | 'ba') =>
    test.database.transaction(async (tx) => {
      tries[name]++;
      tx.onEnd((end) => ends.push(end));
      const [first, second] = [...name] as [string, string];
      await tx.knex('u_ssp_rate').where({ bucket: first }).increment('hits', 1);
      // At the first attempt each waits until the other one holds its row too.
      if (++held === 2) both?.();
      if (tries[name] === 1) await met;
      await tx.knex('u_ssp_rate').where({ bucket: second }).increment('hits', 1);
    });
  await Promise.all([add('ab'), add('ba')]);
  const rows = await test.database.knex('u_ssp_rate').orderBy('bucket').select('bucket', 'hits');
  expect(rows).toEqual([
    { bucket: 'a', hits: 2 },
    { bucket: 'b', hits: 2 },
  ]);
  expect(tries.ab + tries.ba).toBe(3);
  expect(ends.sort()).toEqual(['committed', 'committed', 'rolled back']);
}, 60_000);

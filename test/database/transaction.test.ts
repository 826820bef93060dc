import type { Knex } from 'knex';
import type { TransactionEnd } from '../../src/database/connect.ts';
import { mssqlDialect } from '../../src/database/dialect.ts';
import { again, isSafeToRepeat } from '../../src/database/retry.ts';
import { runTransaction } from '../../src/database/transaction.ts';
import { queryLibrary } from '../database.ts';

// What is done anew hangs on one thing: whether the commit was sent.

const fault = (of: { number?: number; code?: string }) => Object.assign(new Error('from the server'), of);
const PASSING = [{ code: 'ESOCKET' }, { code: 'ECONNRESET' }, { code: 'ECONNCLOSED' }, { number: 40197 }];

/** Fails at the beginning, in the work or at its commit; from the second time on nothing fails. */
async function run(at: 'begin' | 'work' | 'commit', thrown: unknown) {
  const ends: TransactionEnd[] = [];
  let tries = 0;
  const failOnce = (here: typeof at) => {
    if (here === at && tries === 1) throw thrown;
  };
  const knex = {
    transaction: async (work: (trx: unknown) => Promise<unknown>) => {
      tries++;
      failOnce('begin');
      const result = await work({});
      failOnce('commit');
      return result;
    },
  } as unknown as Knex;
  const once = () =>
    runTransaction(knex, queryLibrary(), mssqlDialect, async (tx) => {
      tx.onEnd((end) => ends.push(end));
      failOnce('work');
      return 'done';
    });
  const result = await again(once, isSafeToRepeat).catch((error: unknown) => error);
  return { result, tries, ends };
}

describe.each(PASSING)('%j', (of) => {
  it('before the commit was sent: done anew', async () => {
    expect(await run('begin', fault(of))).toEqual({ result: 'done', tries: 2, ends: ['committed'] });
    expect(await run('work', fault(of))).toEqual({ result: 'done', tries: 2, ends: ['rolled back', 'committed'] });
  });
  it('after it was sent: never', async () => {
    const thrown = fault(of);
    expect(await run('commit', thrown)).toEqual({ result: thrown, tries: 1, ends: ['unknown'] });
  });
});

it.each([1205, 3960])('%i says itself that nothing stays, at the commit too', async (number) => {
  const ends = ['rolled back', 'committed'];
  expect(await run('work', fault({ number }))).toEqual({ result: 'done', tries: 2, ends });
  expect(await run('commit', fault({ number }))).toEqual({ result: 'done', tries: 2, ends });
});

it.each([{ number: 2627 }, { code: 'ETIMEOUT' }, {}])('%j is not done anew, wherever it comes', async (of) => {
  for (const at of ['begin', 'work', 'commit'] as const) {
    const thrown = fault(of);
    expect(await run(at, thrown)).toMatchObject({ result: thrown, tries: 1 });
  }
});

it('what broke the work is told, and not that there was nothing to roll back with', async () => {
  const broke = fault({ code: 'ESOCKET' });
  const wrapped = Object.assign(new Error('no rollback'), { originalError: broke });
  expect(await run('work', wrapped)).toMatchObject({ result: 'done', tries: 2 });
});

import type { Database, Tx } from './connect.ts';
import { isTaken, type UniqueKey } from './faults.ts';

// What has to be done one after the other, over all instances, and has no row of its own to hold: it takes a row that
// bears its name. Two that both make this row are told apart by its unique key, on a database without range locks too.

const TURN: UniqueKey = { index: 'u_ssp_rate_bucket', columns: ['u_ssp_rate.bucket', 'u_ssp_rate.window_start'] };
/** No minute: a row that the next sign-in would not sweep away with the minutes that are over. */
export const FOR_EVER = '9999-12-31T00:00:00.000Z';
// Of what is taken in the midst there is one.
const IN_THE_MIDST = 1;

/**
 * Runs the work in a transaction that nobody else has in hand under one of these names: whoever comes second waits, and
 * reads what the first one wrote. A name is at most 80 ASCII characters.
 */
export async function inTurn<T>(
  database: Database,
  names: readonly string[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  // In one order everywhere: two that want the same names do not wait for each other.
  const inOrder = [...new Set(names)].toSorted();
  const tries = 1 + inOrder.length + IN_THE_MIDST;
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(async (tx) => {
        for (const name of inOrder) await takeTurn(tx, name);
        return work(tx);
      });
    } catch (thrown) {
      // Somebody else made the row first: now there is one to wait for. It stays for ever, so each name costs one try at most.
      if (attempt === tries || !isTaken(thrown, TURN)) throw thrown;
    }
  }
}

/** Runs the work in a transaction that takes its turns in the midst of it, by `takeTurn`. */
export const mayTakeTurns = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTurn(database, [], work);

/**
 * Takes one more turn within a transaction of `inTurn` or `mayTakeTurns`, which may begin once more for it. Only what nobody holds
 * while asking for another name may be taken so: of what is taken in the midst there is one, and it comes last.
 */
export async function takeTurn(tx: Tx, bucket: string): Promise<void> {
  const row = { bucket, window_start: FOR_EVER };
  const taken = await tx.knex('u_ssp_rate').where(row).increment('hits', 1);
  if (taken === 0) await tx.knex('u_ssp_rate').insert({ ...row, hits: 1 });
}

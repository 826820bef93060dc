import type { Database } from '../database/connect.ts';
import { isTaken } from '../database/faults.ts';
import type { Clock } from '../server/clock.ts';

const WINDOW_MS = 60_000;

/** Counts in the database, so that all instances count together. False when there were too many in this minute. */
export async function within(database: Database, bucket: string, most: number, clock: Clock): Promise<boolean> {
  const window_start = new Date(Math.floor(clock.now().getTime() / WINDOW_MS) * WINDOW_MS).toISOString();
  const count = () =>
    database.transaction(async (tx) => {
      const counted = await tx.knex('u_ssp_rate').where({ bucket, window_start }).increment('hits', 1);
      if (counted === 0) {
        await tx.knex('u_ssp_rate').where('window_start', '<', window_start).del();
        await tx.knex('u_ssp_rate').insert({ bucket, window_start, hits: 1 });
        return true;
      }
      const [row] = await tx.knex('u_ssp_rate').where({ bucket, window_start }).select('hits');
      return (row as { hits: number }).hits <= most;
    });
  try {
    return await count();
  } catch (thrown) {
    // Another one opened this minute at the same moment: now there is a row to add to.
    if (isTaken(thrown)) return count();
    throw thrown;
  }
}

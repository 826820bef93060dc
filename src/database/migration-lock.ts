import type { Knex } from 'knex';
import { again, isRolledBackForSure } from './retry.ts';

// One migration at a time, over all processes. The lock is the transaction's own: whoever is killed in the middle leaves
// neither a lock nor half a migration behind.

const LONGEST_WAIT_MS = 10 * 60_000;
const PAUSE_MS = 200;

export const MSSQL_LOCK = `declare @got int;
exec @got = sp_getapplock @Resource = 'u_ssp_migration', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = ${LONGEST_WAIT_MS};
if @got < 0 throw 51000, 'Another migration has not ended within ten minutes.', 1;`;

/** Does the work in one transaction while no other process migrates; waits up to ten minutes for its turn. */
export function inMigration<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return isMssql(knex) ? inMssql(knex, work) : inSqlite(knex, work);
}

export function isMssql(knex: Knex): boolean {
  return (knex.client as { dialect: string }).dialect === 'mssql';
}

function inMssql<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return again(
    () =>
      knex.transaction(async (trx) => {
        await trx.raw(MSSQL_LOCK);
        return work(trx);
      }),
    isRolledBackForSure,
  );
}

// Beginning takes the file's write lock. Tables are changed by making them anew, so keys are checked at the end instead
// (https://www.sqlite.org/lang_altertable.html, 7); the connection is the only one of its pool.
async function inSqlite<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  const end = Date.now() + LONGEST_WAIT_MS;
  await knex.raw('pragma foreign_keys = off');
  try {
    for (;;) {
      try {
        return await knex.transaction(async (trx) => {
          const result = await work(trx);
          const faults = (await trx.raw('pragma foreign_key_check')) as { table: string; parent: string }[];
          const broken = faults.find(({ table }) => table.startsWith('u_ssp_'));
          if (broken) throw new Error(`${broken.table} would point to rows of ${broken.parent} that are not there.`);
          return result;
        });
      } catch (thrown) {
        if ((thrown as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() > end) throw thrown;
        await new Promise((soon) => setTimeout(soon, PAUSE_MS));
      }
    }
  } finally {
    await knex.raw('pragma foreign_keys = on');
  }
}

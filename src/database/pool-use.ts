import type { Knex } from 'knex';
import type { PoolUse } from './connect.ts';

/** The part of knex's pool (tarn) that counts. */
interface KnexPool {
  max: number;
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

/** Who uses the writers' connections. */
export function writersUse(knex: Knex): PoolUse {
  const { pool } = knex.client as { pool?: KnexPool };
  return {
    pool: 'writers',
    used: pool?.numUsed() ?? 0,
    free: pool?.numFree() ?? 0,
    waiting: pool?.numPendingAcquires() ?? 0,
    most: pool?.max ?? 0,
  };
}

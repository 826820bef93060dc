import type { Knex } from 'knex';
import { MIGRATIONS, type Migrations } from './migration-list.ts';
import { inMigration } from './migration-lock.ts';

export { OWN_TABLES } from './migration-list.ts';

export type Direction = 'up' | 'down';

/** Which migrations were run: one row each. Its columns are those that knex's own migrator would make. */
export const STATE_TABLE = 'u_ssp_migration';

/**
 * Brings our own tables up to date; the names of the migrations that were run. Each runs whole or not at all, and
 * alone: a second process waits, and then finds nothing to do.
 */
export async function migrateUp(knex: Knex, migrations = MIGRATIONS): Promise<string[]> {
  return manyTimes(knex, async (trx, done) => {
    const [next] = following(done, 'up', migrations);
    if (next) await step(trx, next, 'up', migrations, await hasState(trx));
    return next;
  });
}

/** Takes the newest migration back; its name, or nothing when there is none. */
export async function migrateDown(knex: Knex, migrations = MIGRATIONS): Promise<string[]> {
  const name = await inMigration(knex, async (trx) => {
    const [next] = following(await migrationsDone(trx), 'down', migrations);
    if (next) await step(trx, next, 'down', migrations, true);
    return next;
  });
  return name ? [name] : [];
}

/** Migrations that have not been run yet. Only reads. */
export async function pendingMigrations(knex: Knex, migrations = MIGRATIONS): Promise<string[]> {
  const done = new Set(await migrationsDone(knex));
  return Object.keys(migrations)
    .sort()
    .filter((name) => !done.has(name));
}

/** Migrations that were run, oldest first. Only reads. */
export async function migrationsDone(knex: Knex): Promise<string[]> {
  if (!(await hasState(knex))) return [];
  const rows = (await knex(STATE_TABLE).orderBy('name').select('name')) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** What is to be done next, the first one first. Throws when the database is ahead of this version. */
export function following(done: readonly string[], direction: Direction, migrations: Migrations): string[] {
  const unknown = done.filter((name) => !migrations[name]);
  if (unknown.length > 0)
    throw new Error(
      `The database was brought up to date by a newer version (${unknown.join(', ')}): take that back with the newer version first.`,
    );
  const names = Object.keys(migrations).sort();
  return direction === 'up' ? names.filter((name) => !done.includes(name)) : done.toReversed().slice(0, 1);
}

/** One migration and the row that says so: all of what one transaction holds. */
export async function step(
  knex: Knex,
  name: string,
  direction: Direction,
  migrations: Migrations,
  isStateThere: boolean,
): Promise<void> {
  if (!isStateThere) await makeState(knex);
  await migrations[name]?.[direction](knex);
  if (direction === 'up') await knex(STATE_TABLE).insert({ name, migration_time: knex.fn.now() });
  else await knex(STATE_TABLE).where({ name }).delete();
}

const hasState = (knex: Knex): Promise<boolean> => knex.schema.hasTable(STATE_TABLE);

function makeState(knex: Knex): Promise<void> {
  return knex.schema.createTable(STATE_TABLE, (t) => {
    t.increments('id', { primaryKey: true });
    t.string('name');
    t.integer('batch');
    t.timestamp('migration_time');
  });
}

type Next = (trx: Knex.Transaction, done: string[]) => Promise<string | undefined>;

// A transaction for each: what was done stays done when a later one fails.
async function manyTimes(knex: Knex, next: Next): Promise<string[]> {
  const ran: string[] = [];
  for (;;) {
    const name = await inMigration(knex, async (trx) => next(trx, await migrationsDone(trx)));
    if (name === undefined) return ran;
    ran.push(name);
  }
}

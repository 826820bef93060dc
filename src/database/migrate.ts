import type { Knex } from 'knex';
import * as first from './migrations/0001-visits-and-referrals.ts';
import * as second from './migrations/0002-export-cells.ts';

interface Migration {
  /** The tables that it makes, those that point to others first. */
  TABLES: readonly string[];
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

const MIGRATIONS: Record<string, Migration> = {
  '0001-visits-and-referrals': first,
  '0002-export-cells': second,
};

/** All our own tables, in an order in which they can be emptied. */
export const OWN_TABLES: readonly string[] = Object.values(MIGRATIONS)
  .reverse()
  .flatMap(({ TABLES }) => TABLES);

const source: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(MIGRATIONS).sort(),
  getMigrationName: (name) => name,
  getMigration: async (name) => MIGRATIONS[name] as (typeof MIGRATIONS)[string],
};

const settings: Knex.MigratorConfig = { migrationSource: source, tableName: 'u_ssp_migration' };

/** Brings our own tables up to date; the names of the migrations that were run. */
export async function migrateUp(knex: Knex): Promise<string[]> {
  const [, done] = (await knex.migrate.latest(settings)) as [number, string[]];
  return done;
}

/** Takes the newest migration back; its name, or nothing when there is none. */
export async function migrateDown(knex: Knex): Promise<string[]> {
  const [, done] = (await knex.migrate.down(settings)) as [number, string[]];
  return done;
}

/** Migrations that have not been run yet. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending] = (await knex.migrate.list(settings)) as [unknown[], { file?: string }[] | string[]];
  return pending.map((one) => (typeof one === 'string' ? one : (one.file ?? String(one))));
}

import type { Knex } from 'knex';
import * as first from './migrations/0001-visits-and-referrals.ts';
import * as second from './migrations/0002-export-cells.ts';
import * as third from './migrations/0003-access.ts';
import * as fourth from './migrations/0004-settings.ts';
import * as tenth from './migrations/0010-sign-off-once.ts';

export interface Migration {
  /** The tables that it makes, those that point to others first. */
  TABLES: readonly string[];
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** By name; they are run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

export const MIGRATIONS: Migrations = {
  '0001-visits-and-referrals': first,
  '0002-export-cells': second,
  '0003-access': third,
  '0004-settings': fourth,
  '0010-sign-off-once': tenth,
};

/** All our own tables, in an order in which they can be emptied. */
export const OWN_TABLES: readonly string[] = Object.values(MIGRATIONS)
  .reverse()
  .flatMap(({ TABLES }) => TABLES);

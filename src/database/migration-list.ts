import type { Knex } from 'knex';
import * as first from './migrations/0001-visits-and-referrals.ts';
import * as second from './migrations/0002-export-cells.ts';
import * as third from './migrations/0003-access.ts';
import * as fourth from './migrations/0004-settings.ts';
import * as fifth from './migrations/0005-drafts.ts';
import * as sixth from './migrations/0006-changes.ts';
import * as seventh from './migrations/0007-today.ts';
import * as ninth from './migrations/0009-crisis-and-consent.ts';
import * as tenth from './migrations/0010-sign-off-once.ts';
import * as eleventh from './migrations/0011-groups-and-time.ts';
import * as twelfth from './migrations/0012-imports.ts';
import * as thirteenth from './migrations/0013-referral-steps.ts';
import * as fourteenth from './migrations/0014-family-contact.ts';
import * as fifteenth from './migrations/0015-who-follows.ts';
import * as seventeenth from './migrations/0017-step-once.ts';
import * as eighteenth from './migrations/0018-how-it-ended.ts';
import * as nineteenth from './migrations/0019-taken-back-and-handed-over.ts';
import * as twentieth from './migrations/0020-referral-form-digest.ts';
import * as twentyFirst from './migrations/0021-late-tries.ts';
import * as twentySecond from './migrations/0022-put-off-and-month.ts';
import * as twentyThird from './migrations/0023-days-without-breaks.ts';
import * as twentyEighth from './migrations/0028-writes-by-index.ts';
import * as twentyNinth from './migrations/0029-pauses.ts';

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
  '0005-drafts': fifth,
  '0006-changes': sixth,
  '0007-today': seventh,
  '0009-crisis-and-consent': ninth,
  '0010-sign-off-once': tenth,
  '0011-groups-and-time': eleventh,
  '0012-imports': twelfth,
  '0013-referral-steps': thirteenth,
  '0014-family-contact': fourteenth,
  '0015-who-follows': fifteenth,
  '0017-step-once': seventeenth,
  '0018-how-it-ended': eighteenth,
  '0019-taken-back-and-handed-over': nineteenth,
  '0020-referral-form-digest': twentieth,
  '0021-late-tries': twentyFirst,
  '0022-put-off-and-month': twentySecond,
  '0023-days-without-breaks': twentyThird,
  '0028-writes-by-index': twentyEighth,
  '0029-pauses': twentyNinth,
};

/** All our own tables, in an order in which they can be emptied. */
export const OWN_TABLES: readonly string[] = Object.values(MIGRATIONS)
  .reverse()
  .flatMap(({ TABLES }) => TABLES);

import type { Knex } from 'knex';

// A try to reach a family that is written down long after it was made says why so late, as every step of a referral does.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const TRY = 'u_ssp_family_try';
const COLUMN = 'why';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(TRY, (t) => t.specificType(COLUMN, 'nvarchar(200)'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table ${TRY} drop column ${COLUMN}`);
}

import type { Knex } from 'knex';

// A form that opened a referral is known again by what it said, too: one that was changed in between is not taken for saved.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const FORM = 'u_ssp_referral_form';
const COLUMN = 'form_digest';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(FORM, (t) => t.specificType(COLUMN, 'varchar(44)'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table ${FORM} drop column ${COLUMN}`);
}

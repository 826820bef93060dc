import type { Knex } from 'knex';
import { isMssql } from '../migration-lock.ts';
import { changeRows } from '../migration-rows.ts';

// A sign-off bears the key of the form that it came from: a form that is sent twice is one sign-off, and the database says so.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const REVIEW = 'u_ssp_access_review';
const KEY = { indexName: 'u_ssp_access_review_form', useConstraint: true };
const LONGEST = 'varchar(36)';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(REVIEW, (t) => t.specificType('form_key', LONGEST));
  // Those that are there came from forms without a key: each gets one of its own, which no form can have.
  await changeRows(knex, `update ${REVIEW} set form_key = cast(id as ${LONGEST})`);
  await knex.schema.alterTable(REVIEW, (t) => t.specificType('form_key', LONGEST).notNullable().alter());
  await knex.schema.alterTable(REVIEW, (t) => t.unique(['signed_by', 'form_key'], KEY));
}

export async function down(knex: Knex): Promise<void> {
  // On SQL Server a unique constraint goes as one: dropping its index is refused there.
  if (isMssql(knex)) await knex.raw(`alter table ${REVIEW} drop constraint ${KEY.indexName}`);
  else await knex.schema.alterTable(REVIEW, (t) => t.dropUnique(['signed_by', 'form_key'], KEY.indexName));
  await knex.schema.alterTable(REVIEW, (t) => t.dropColumn('form_key'));
}

import type { Knex } from 'knex';

// Where a timer stood still, beside what it measured: whether another visit lay in a pause is no guess then. Empty for what was
// measured before. And whose colleagues somebody was on a day is found by the person.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const ADDED = [
  ['u_ssp_draft', 'pauses'],
  ['u_ssp_visit', 'measured_pauses'],
] as const;
const [STAFF, PERSON] = ['u_ssp_visit_staff', 'u_ssp_visit_staff_person'];

export async function up(knex: Knex): Promise<void> {
  for (const [table, column] of ADDED)
    await knex.schema.alterTable(table, (t) => t.specificType(column, 'varchar(400)'));
  await knex.schema.alterTable(STAFF, (t) => t.index(['person', 'visit_id'], PERSON));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable(STAFF, (t) => t.dropIndex([], PERSON));
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  for (const [table, column] of ADDED) await knex.raw(`alter table ${table} drop column ${column}`);
}

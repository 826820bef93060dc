import type { Knex } from 'knex';

// What a write looks for, it looks for by an index: on SQL Server a statement that reads a table from end to end waits for every row
// that somebody else is changing.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const INDEXES = [
  // Counters of minutes that are over are thrown away.
  ['u_ssp_rate', 'window_start', 'u_ssp_rate_window'],
  // A visit that is voided may have been what wrote a crisis down.
  ['u_ssp_crisis', 'visit_id', 'u_ssp_crisis_visit'],
] as const;

export async function up(knex: Knex): Promise<void> {
  for (const [table, column, name] of INDEXES) await knex.schema.alterTable(table, (t) => t.index([column], name));
}

export async function down(knex: Knex): Promise<void> {
  for (const [table, , name] of INDEXES) await knex.schema.alterTable(table, (t) => t.dropIndex([], name));
}

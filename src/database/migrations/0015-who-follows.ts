import type { Knex } from 'knex';

// A hand-over and the answers on Today ask for all that a person follows or serves, not only for what is next hers.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const INDEXES = { u_ssp_target_owner: ['owner', 'next_due'], u_ssp_target_assignee: ['assignee', 'next_due'] };

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('u_ssp_target', (t) => {
    for (const [name, columns] of Object.entries(INDEXES)) t.index(columns, name);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('u_ssp_target', (t) => {
    for (const name of Object.keys(INDEXES)) t.dropIndex([], name);
  });
}

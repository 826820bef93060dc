import type { Knex } from 'knex';
import { changeRows } from '../migration-rows.ts';

// Days until something happened without those of long school breaks, as the windows of measures count. Of what was written
// before nothing is known of breaks: there they are all days, until something is written down about it again.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const TARGET = 'u_ssp_target';
const COLUMNS = ['service', 'offer', 'close'];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(TARGET, (t) => {
    for (const name of COLUMNS) t.integer(`net_to_${name}`);
  });
  const all = COLUMNS.map((name) => `net_to_${name} = days_to_${name}`).join(', ');
  await changeRows(knex, `update ${TARGET} set ${all}`);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of COLUMNS) await knex.raw(`alter table ${TARGET} drop column net_to_${name}`);
}

import type { Knex } from 'knex';
import { changeRows } from '../migration-rows.ts';

// Whether the next step was put off stands beside it, as all that follows from the facts does; so does the start whose
// first month is judged.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const TARGET = 'u_ssp_target';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(TARGET, (t) => {
    t.boolean('is_put_off');
    t.specificType('month_from', 'char(10)');
  });
  await changeRows(
    knex,
    `update ${TARGET} set month_from = first_service_on, is_put_off = case
      when next_step is null then null
      when exists (
        select 1 from u_ssp_milestone m
        where m.target_id = ${TARGET}.id and m.kind = 'R_LATER' and m.detail = ${TARGET}.next_step
          and m.due_on = ${TARGET}.next_due and m.voided_at is null
      ) then 1 else 0 end`,
  );
}

export async function down(knex: Knex): Promise<void> {
  // A step that older versions have no words for.
  await changeRows(
    knex,
    `update ${TARGET} set next_step = null, next_due = null, next_owner = null where next_step = 'RENEW'`,
  );
  for (const column of ['month_from', 'is_put_off']) await knex.raw(`alter table ${TARGET} drop column ${column}`);
}

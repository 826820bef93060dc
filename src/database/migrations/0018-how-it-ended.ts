import type { Knex } from 'knex';
import { isMssql } from '../migration-lock.ts';
import { changeRows } from '../migration-rows.ts';

// Days until a referral was closed, for measures with a window; and services that the check found ended have a state of their own.

/** Makes no table. */
export const TABLES: readonly string[] = [];

const COLUMN = 'days_to_close';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('u_ssp_target', (t) => t.integer(COLUMN));
  const opened = '(select r.opened_on from u_ssp_referral r where r.id = u_ssp_target.referral_id)';
  const days = isMssql(knex)
    ? `datediff(day, cast(${opened} as date), cast(closed_on as date))`
    : `cast(julianday(closed_on) - julianday(${opened}) as integer)`;
  await changeRows(knex, `update u_ssp_target set ${COLUMN} = ${days} where closed_on is not null`);
  await changeRows(
    knex,
    `update u_ssp_target set status = 'ENDED' where status = 'INITIATED' and exists (
    select 1 from u_ssp_milestone m
    where m.target_id = u_ssp_target.id and m.kind = 'M_1MO' and m.voided_at is null and m.is_active = 0
      and m.round_no = u_ssp_target.round_no
  )`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await changeRows(knex, "update u_ssp_target set status = 'INITIATED' where status = 'ENDED'");
  await knex.raw(`alter table u_ssp_target drop column ${COLUMN}`);
}

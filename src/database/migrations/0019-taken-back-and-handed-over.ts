import type { Knex } from 'knex';
import { isMssql } from '../migration-lock.ts';
import { changeRows } from '../migration-rows.ts';

// A barrier that was ticked by mistake is taken back and stays readable, and may be noted again; the follow-up that was planned
// in a visit goes to somebody else without the visit changing its author.

/** Children first. */
export const TABLES = ['u_ssp_follow_owner'];

const BARRIER = 'u_ssp_target_barrier';
const ONCE = { indexName: 'u_ssp_target_barrier_once', useConstraint: true };
const VOIDED = { voided_at: 'char(24)', voided_by: 'integer', void_reason: 'nvarchar(200)', voided_no: 'integer' };
/** Who has what open is looked up by student and by person. */
const INDEXES = [
  ['u_ssp_follow_up', 'student_dcid', 'u_ssp_follow_up_student'],
  ['u_ssp_family', 'caller', 'u_ssp_family_caller'],
] as const;

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(BARRIER, (t) => {
    for (const [name, type] of Object.entries(VOIDED)) t.specificType(name, type);
  });
  await changeRows(knex, `update ${BARRIER} set voided_no = 0`);
  await knex.schema.alterTable(BARRIER, (t) => t.specificType('voided_no', 'integer').notNullable().alter());
  await oneEach(knex, ['target_id', 'barrier'], ['target_id', 'barrier', 'voided_no']);

  await knex.schema.createTable('u_ssp_follow_owner', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_follow_owner_of');
    t.integer('student_dcid').notNullable();
    t.integer('owner').notNullable();
    t.integer('handed_by').notNullable();
    t.specificType('handed_at', 'char(24)').notNullable();
    t.unique(['visit_id', 'student_dcid'], { indexName: 'u_ssp_follow_owner_once', useConstraint: true });
    t.index(['owner'], 'u_ssp_follow_owner_who');
  });
  for (const [table, column, name] of INDEXES) await knex.schema.alterTable(table, (t) => t.index([column], name));
}

export async function down(knex: Knex): Promise<void> {
  for (const [table, , name] of INDEXES) await knex.schema.alterTable(table, (t) => t.dropIndex([], name));
  for (const table of TABLES) await knex.schema.dropTable(table);
  // Where each barrier stands once there is no room for one that was taken back beside it.
  await changeRows(
    knex,
    `delete from ${BARRIER} where voided_at is not null and exists (
    select 1 from ${BARRIER} other
    where other.target_id = ${BARRIER}.target_id and other.barrier = ${BARRIER}.barrier
      and (other.voided_at is null or other.id < ${BARRIER}.id)
  )`,
  );
  await oneEach(knex, ['target_id', 'barrier', 'voided_no'], ['target_id', 'barrier']);
  for (const name of Object.keys(VOIDED)) await knex.raw(`alter table ${BARRIER} drop column ${name}`);
}

async function oneEach(knex: Knex, before: string[], after: string[]): Promise<void> {
  // On SQL Server a unique constraint goes as one: dropping its index is refused there.
  if (isMssql(knex)) await knex.raw(`alter table ${BARRIER} drop constraint ${ONCE.indexName}`);
  else await knex.schema.alterTable(BARRIER, (t) => t.dropUnique(before, ONCE.indexName));
  await knex.schema.alterTable(BARRIER, (t) => t.unique(after, ONCE));
}

import type { Knex } from 'knex';
import { isMssql } from '../migration-lock.ts';
import { changeRows } from '../migration-rows.ts';

// A referral from its opening to access: more is written down about each dated fact, and beside the target stands what
// follows from them, so that lists need no second look: the status, who has it, and the one next step.

/** Children first. */
export const TABLES = ['u_ssp_target_barrier', 'u_ssp_referral_form'];

type Table = Knex.CreateTableBuilder;

const REFERRAL = { location: 'varchar(20)', chain_id: 'integer' };
const TARGET = {
  status: 'varchar(12)',
  round_no: 'integer',
  owner: 'integer',
  assignee: 'integer',
  next_step: 'varchar(12)',
  next_due: 'char(10)',
  next_owner: 'integer',
  days_to_offer: 'integer',
  month_state: 'varchar(8)',
  month_on: 'char(10)',
};
const MILESTONE = {
  round_no: 'integer',
  due_on: 'char(10)',
  is_active: 'boolean',
  fits: 'varchar(8)',
  progress: 'varchar(8)',
  told_by: 'varchar(10)',
  detail: 'varchar(20)',
  person: 'integer',
  why: 'nvarchar(200)',
};
const COLUMNS = { u_ssp_referral: REFERRAL, u_ssp_target: TARGET, u_ssp_milestone: MILESTONE };

function addColumns(t: Table, columns: Record<string, string>): void {
  for (const [name, type] of Object.entries(columns)) {
    if (type === 'boolean') t.boolean(name);
    else if (type === 'integer') t.integer(name);
    else t.specificType(name, type);
  }
}

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_referral_form', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('author').notNullable();
    t.specificType('form_key', 'varchar(36)').notNullable();
    t.integer('referral_id').notNullable().references('u_ssp_referral.id').withKeyName('u_ssp_referral_form_of');
    t.unique(['author', 'form_key'], { indexName: 'u_ssp_referral_form_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_target_barrier', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('target_id').notNullable().references('u_ssp_target.id').withKeyName('u_ssp_target_barrier_of');
    t.specificType('barrier', 'varchar(20)').notNullable();
    t.specificType('noted_on', 'char(10)').notNullable();
    t.integer('author').notNullable();
    t.specificType('created_at', 'char(24)').notNullable();
    t.unique(['target_id', 'barrier'], { indexName: 'u_ssp_target_barrier_once', useConstraint: true });
  });

  for (const [table, columns] of Object.entries(COLUMNS))
    await knex.schema.alterTable(table, (t) => addColumns(t, columns));
  for (const statement of backfill(knex)) await changeRows(knex, statement);
  await knex.schema.alterTable('u_ssp_target', (t) => {
    t.index(['next_owner', 'next_due'], 'u_ssp_target_next');
    t.index(['kind', 'status'], 'u_ssp_target_state');
  });
}

// Referrals from before: each open one gets a next step of whoever opened it, to be looked at now.
function backfill(knex: Knex): string[] {
  const mssql = isMssql(knex);
  const plus37 = mssql
    ? 'convert(char(10), dateadd(day, 37, cast(first_service_on as date)), 23)'
    : "date(first_service_on, '+37 days')";
  const days = (from: string, to: string) =>
    mssql
      ? `datediff(day, cast(${from} as date), cast(${to} as date))`
      : `cast(julianday(${to}) - julianday(${from}) as integer)`;
  const of = (kind: string) =>
    `exists (select 1 from u_ssp_milestone m where m.target_id = u_ssp_target.id and m.kind = '${kind}' and m.voided_at is null)`;
  const referral = (column: string) =>
    `(select r.${column} from u_ssp_referral r where r.id = u_ssp_target.referral_id)`;
  const offered =
    "(select min(m.happened_on) from u_ssp_milestone m where m.target_id = u_ssp_target.id and m.kind = 'M_OFFER' and m.voided_at is null)";
  return [
    'update u_ssp_milestone set round_no = 1',
    `update u_ssp_milestone set is_active = 1 where kind = 'M_1MO'`,
    `update u_ssp_target set round_no = 1, owner = ${referral('author')}, status = case
      when outcome is not null then 'CLOSED'
      when first_service_on is not null and ${of('M_1MO')} then 'ACTIVE_1M'
      when first_service_on is not null then 'INITIATED'
      when ${of('M_APPT')} then 'SCHEDULED' when ${of('M_WAIT')} then 'WAITLISTED' when ${of('M_ACCEPT')} then 'ACCEPTED'
      when ${of('M_SENT')} then 'SENT' when ${of('M_CONSENT')} then 'CONSENTED' when ${of('M_OFFER')} then 'OFFERED'
      else 'OPEN' end`,
    `update u_ssp_target set next_step = 'LOOK', next_due = ${referral('opened_on')}, next_owner = owner where outcome is null`,
    `update u_ssp_target set month_on = ${plus37}, month_state = case when ${of('M_1MO')} then 'ACTIVE' end
      where first_service_on is not null`,
    `update u_ssp_target set days_to_offer = ${days(referral('opened_on'), offered)} where ${offered} is not null`,
  ];
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('u_ssp_target', (t) => {
    t.dropIndex([], 'u_ssp_target_state');
    t.dropIndex([], 'u_ssp_target_next');
  });
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  for (const [table, columns] of Object.entries(COLUMNS))
    for (const name of Object.keys(columns)) await knex.raw(`alter table ${table} drop column ${name}`);
  for (const table of TABLES) await knex.schema.dropTable(table);
}

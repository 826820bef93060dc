import type { Knex } from 'knex';

// What a family said about a service, and what was done in a crisis. Both grow by rows: a later word, a tick that was taken
// back, another try to reach a guardian stand beside the earlier ones.

/** Children first. */
export const TABLES = [
  'u_ssp_follow_up',
  'u_ssp_crisis_report',
  'u_ssp_crisis_contact',
  'u_ssp_crisis_call',
  'u_ssp_crisis_step',
  'u_ssp_crisis',
  'u_ssp_consent',
];

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');
const day = (t: Table, name: string) => t.specificType(name, 'char(10)');
const code = (t: Table, name: string) => t.specificType(name, 'varchar(20)');

/** Words that are sealed as notes are. */
function sealed(t: Table) {
  t.specificType('key_id', 'varchar(20)').notNullable();
  t.text('sealed', 'longtext').notNullable();
}

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_consent', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('student_dcid').notNullable();
    code(t, 'kind').notNullable();
    code(t, 'service_group').notNullable();
    code(t, 'state').notNullable();
    day(t, 'signed_on').notNullable();
    day(t, 'starts_on').notNullable();
    day(t, 'ends_on');
    code(t, 'signer').notNullable();
    code(t, 'method').notNullable();
    t.specificType('form_key', 'varchar(36)').notNullable();
    t.integer('recorded_by').notNullable();
    instant(t, 'recorded_at').notNullable();
    instant(t, 'voided_at');
    t.integer('voided_by');
    t.specificType('void_reason', 'nvarchar(200)');
    t.index(['student_dcid', 'starts_on'], 'u_ssp_consent_student');
    t.unique(['recorded_by', 'form_key', 'service_group'], { indexName: 'u_ssp_consent_form', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_crisis', (t) => {
    t.increments('id', { primaryKey: true });
    // The student while it lasts, then the crisis's own number below zero: two who press at once begin one crisis.
    t.integer('open_for').notNullable();
    t.integer('student_dcid').notNullable();
    t.integer('school_id').notNullable();
    t.integer('started_by').notNullable();
    instant(t, 'started_at').notNullable();
    t.integer('ended_by');
    instant(t, 'ended_at');
    t.integer('visit_id').references('u_ssp_visit.id').withKeyName('u_ssp_crisis_visit');
    t.unique(['open_for'], { indexName: 'u_ssp_crisis_open', useConstraint: true });
    t.index(['student_dcid', 'started_at'], 'u_ssp_crisis_student');
    // Whoever called asks every few seconds who is coming.
    t.index(['started_by', 'started_at'], 'u_ssp_crisis_starter');
  });

  await knex.schema.createTable('u_ssp_crisis_step', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('crisis_id').notNullable().references('u_ssp_crisis.id').withKeyName('u_ssp_crisis_step_crisis');
    t.specificType('step_key', 'varchar(40)').notNullable();
    // Counts the changes of this step: of two who change the same state, one is written.
    t.integer('change_no').notNullable();
    t.boolean('is_done').notNullable();
    t.integer('person').notNullable();
    instant(t, 'at').notNullable();
    t.unique(['crisis_id', 'step_key', 'change_no'], { indexName: 'u_ssp_crisis_step_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_crisis_call', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('crisis_id').notNullable().references('u_ssp_crisis.id').withKeyName('u_ssp_crisis_call_crisis');
    t.integer('person').notNullable();
    instant(t, 'called_at').notNullable();
    instant(t, 'answered_at');
    // When it no longer calls: answered, or the crisis was over first.
    instant(t, 'ended_at');
    t.unique(['crisis_id', 'person'], { indexName: 'u_ssp_crisis_call_once', useConstraint: true });
    t.index(['person', 'called_at'], 'u_ssp_crisis_call_person');
  });

  await knex.schema.createTable('u_ssp_crisis_contact', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('crisis_id').notNullable().references('u_ssp_crisis.id').withKeyName('u_ssp_crisis_contact_crisis');
    t.integer('try_no').notNullable();
    code(t, 'result').notNullable();
    t.integer('person').notNullable();
    instant(t, 'at').notNullable();
    t.unique(['crisis_id', 'try_no'], { indexName: 'u_ssp_crisis_contact_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_crisis_report', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('crisis_id').notNullable().references('u_ssp_crisis.id').withKeyName('u_ssp_crisis_report_crisis');
    t.integer('report_no').notNullable();
    t.integer('student_dcid').notNullable();
    day(t, 'reported_on').notNullable();
    t.integer('reported_min').notNullable();
    t.integer('person').notNullable();
    instant(t, 'recorded_at').notNullable();
    sealed(t);
    t.unique(['crisis_id', 'report_no'], { indexName: 'u_ssp_crisis_report_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_follow_up', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('crisis_id').notNullable().references('u_ssp_crisis.id').withKeyName('u_ssp_follow_up_crisis');
    t.integer('line_no').notNullable();
    t.integer('student_dcid').notNullable();
    t.integer('owner').notNullable();
    day(t, 'due_on').notNullable();
    t.integer('written_by').notNullable();
    instant(t, 'written_at').notNullable();
    instant(t, 'done_at');
    t.integer('done_by');
    sealed(t);
    t.unique(['crisis_id', 'line_no'], { indexName: 'u_ssp_follow_up_once', useConstraint: true });
    t.index(['owner', 'due_on'], 'u_ssp_follow_up_owner');
  });

  await knex.schema.alterTable('u_ssp_visit', (t) => {
    t.specificType('consent_exception', 'varchar(20)');
  });
}

export async function down(knex: Knex): Promise<void> {
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  await knex.raw('alter table u_ssp_visit drop column consent_exception');
  for (const table of TABLES) await knex.schema.dropTable(table);
}

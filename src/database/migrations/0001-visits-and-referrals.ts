import type { Knex } from 'knex';

// The ground: who is signed in, who may see which school, what was written down, and the proof of it.
// Instants are ISO text in UTC (char 24), dates ISO text (char 10): the same on SQLite and SQL Server, and sortable.

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');
const day = (t: Table, name: string) => t.specificType(name, 'char(10)');
const code = (t: Table, name: string) => t.specificType(name, 'varchar(20)');

/** Which groups the student belonged to when the row was written, so that later moves do not change old counts. */
function subgroups(t: Table) {
  t.specificType('sex', 'varchar(2)');
  t.specificType('grade_band', 'varchar(5)').notNullable();
  t.specificType('race', 'varchar(20)');
  t.boolean('is_el');
  t.boolean('is_swd');
  t.boolean('is_504');
  t.boolean('is_econ');
}

function voidable(t: Table) {
  instant(t, 'voided_at');
  t.integer('voided_by');
  t.specificType('void_reason', 'nvarchar(200)');
}

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_session', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('token', 'varchar(43)').notNullable();
    t.specificType('sub', 'nvarchar(200)').notNullable();
    t.integer('reader').notNullable();
    t.specificType('name', 'nvarchar(100)').notNullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'seen_at').notNullable();
    instant(t, 'scope_at').notNullable();
    instant(t, 'ended_at');
    t.specificType('end_reason', 'varchar(20)');
    t.unique(['token'], { indexName: 'u_ssp_session_token', useConstraint: true });
    t.index(['seen_at'], 'u_ssp_session_seen');
  });

  await knex.schema.createTable('u_ssp_scope', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('reader').notNullable();
    t.integer('school').notNullable();
    t.specificType('role', 'varchar(20)').notNullable();
    t.specificType('title', 'nvarchar(60)').notNullable();
    instant(t, 'until').notNullable();
    t.unique(['reader', 'school', 'role'], { indexName: 'u_ssp_scope_reader', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_rate', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('bucket', 'varchar(80)').notNullable();
    instant(t, 'window_start').notNullable();
    t.integer('hits').notNullable();
    t.unique(['bucket', 'window_start'], { indexName: 'u_ssp_rate_bucket', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_audit', (t) => {
    t.bigIncrements('id', { primaryKey: true });
    t.specificType('chain', 'varchar(22)').notNullable();
    t.integer('seq').notNullable();
    instant(t, 'at').notNullable();
    t.integer('actor');
    t.specificType('event', 'varchar(40)').notNullable();
    t.specificType('outcome', 'varchar(10)').notNullable();
    t.specificType('reason', 'varchar(40)').notNullable();
    t.integer('student');
    t.specificType('subject', 'varchar(60)');
    t.specificType('request', 'varchar(36)');
    t.specificType('key_id', 'varchar(20)').notNullable();
    t.specificType('prev', 'varchar(44)').notNullable();
    t.specificType('mac', 'varchar(44)').notNullable();
    t.unique(['chain', 'seq'], { indexName: 'u_ssp_audit_chain', useConstraint: true });
    t.index(['student', 'at'], 'u_ssp_audit_student');
    t.index(['actor', 'at'], 'u_ssp_audit_actor');
  });

  await knex.schema.createTable('u_ssp_audit_seal', (t) => {
    t.bigIncrements('id', { primaryKey: true });
    t.specificType('chain', 'varchar(22)').notNullable();
    t.specificType('kind', 'varchar(5)').notNullable();
    t.integer('seq').notNullable();
    t.specificType('head', 'varchar(44)').notNullable();
    instant(t, 'at').notNullable();
    t.specificType('key_id', 'varchar(20)').notNullable();
    t.specificType('mac', 'varchar(44)').notNullable();
    t.index(['chain', 'seq'], 'u_ssp_audit_seal_chain');
  });

  await knex.schema.createTable('u_ssp_visit', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('form_key', 'varchar(36)').notNullable();
    // A MAC of what was saved from the form, to tell the same form sent twice from one that was changed in between.
    t.specificType('form_digest', 'varchar(44)');
    day(t, 'visit_date').notNullable();
    t.specificType('visit_month', 'char(7)').notNullable();
    t.specificType('school_year', 'char(9)').notNullable();
    t.integer('school_id').notNullable();
    t.integer('start_min');
    t.integer('end_min');
    t.integer('minutes').notNullable();
    code(t, 'purpose').notNullable();
    t.specificType('purpose_text', 'nvarchar(80)');
    t.boolean('sensitive').notNullable();
    code(t, 'visit_type').notNullable();
    code(t, 'initiator').notNullable();
    code(t, 'setting').notNullable();
    code(t, 'modality').notNullable();
    code(t, 'disposition').notNullable();
    day(t, 'follow_up');
    t.integer('author').notNullable();
    t.specificType('author_title', 'nvarchar(60)').notNullable();
    instant(t, 'created_at').notNullable();
    t.integer('revision').notNullable();
    voidable(t);
    t.unique(['author', 'form_key'], { indexName: 'u_ssp_visit_form', useConstraint: true });
    t.index(['visit_date', 'school_id'], 'u_ssp_visit_day');
    t.index(['author', 'visit_date'], 'u_ssp_visit_author');
    t.check('minutes between 0 and 1440', [], 'u_ssp_visit_minutes');
  });

  await knex.schema.createTable('u_ssp_visit_student', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_student_visit');
    t.integer('student_dcid').notNullable();
    // A copy of the visit's date: the history is read by student, newest first, straight from one index.
    day(t, 'visit_date').notNullable();
    t.integer('grade_level').notNullable();
    subgroups(t);
    t.unique(['visit_id', 'student_dcid'], { indexName: 'u_ssp_visit_student_once', useConstraint: true });
    t.index(['student_dcid', 'visit_date', 'visit_id'], 'u_ssp_visit_student_day');
  });

  await knex.schema.createTable('u_ssp_visit_purpose', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_purpose_visit');
    t.integer('line_no').notNullable();
    code(t, 'purpose').notNullable();
    t.unique(['visit_id', 'line_no'], { indexName: 'u_ssp_visit_purpose_line', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_visit_service', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_service_visit');
    t.integer('line_no').notNullable();
    code(t, 'service').notNullable();
    t.integer('tier');
    t.unique(['visit_id', 'line_no'], { indexName: 'u_ssp_visit_service_line', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_visit_note', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_note_visit');
    t.integer('student_dcid').notNullable();
    t.boolean('restricted').notNullable();
    t.specificType('key_id', 'varchar(20)').notNullable();
    // AES-256-GCM, base64 of nonce, text and tag: nobody who reads the database reads the note.
    t.text('sealed', 'longtext').notNullable();
    t.unique(['visit_id', 'student_dcid'], { indexName: 'u_ssp_visit_note_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_referral', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').references('u_ssp_visit.id').withKeyName('u_ssp_referral_visit');
    t.integer('student_dcid').notNullable();
    t.integer('school_id').notNullable();
    code(t, 'need').notNullable();
    code(t, 'reason');
    code(t, 'urgency').notNullable();
    t.boolean('is_mental_health').notNullable();
    day(t, 'opened_on').notNullable();
    t.specificType('opened_month', 'char(7)').notNullable();
    t.specificType('school_year', 'char(9)').notNullable();
    t.integer('grade_level').notNullable();
    subgroups(t);
    t.integer('author').notNullable();
    instant(t, 'created_at').notNullable();
    voidable(t);
    t.index(['student_dcid', 'opened_on'], 'u_ssp_referral_student');
    t.index(['school_id', 'opened_on'], 'u_ssp_referral_school');
    t.index(['visit_id'], 'u_ssp_referral_visit_id');
  });

  await knex.schema.createTable('u_ssp_target', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('referral_id').notNullable().references('u_ssp_referral.id').withKeyName('u_ssp_target_referral');
    t.specificType('kind', 'varchar(10)').notNullable();
    t.specificType('provider', 'nvarchar(100)').notNullable();
    // What follows from the milestones, kept beside them so that lists and counts need no second look.
    code(t, 'outcome');
    t.specificType('access', 'varchar(8)');
    day(t, 'first_service_on');
    t.integer('days_to_service');
    day(t, 'closed_on');
    t.integer('revision').notNullable();
    t.index(['referral_id'], 'u_ssp_target_referral_id');
  });

  await knex.schema.createTable('u_ssp_milestone', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('target_id').notNullable().references('u_ssp_target.id').withKeyName('u_ssp_milestone_target');
    t.specificType('kind', 'varchar(10)').notNullable();
    day(t, 'happened_on').notNullable();
    code(t, 'outcome');
    t.integer('author').notNullable();
    instant(t, 'created_at').notNullable();
    voidable(t);
    t.index(['target_id', 'happened_on'], 'u_ssp_milestone_target_id');
  });

  await knex.schema.createTable('u_ssp_export', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('period', 'varchar(20)').notNullable();
    t.integer('revision').notNullable();
    t.specificType('file_name', 'varchar(100)').notNullable();
    t.specificType('sha256', 'char(64)').notNullable();
    t.integer('made_by');
    instant(t, 'created_at').notNullable();
    t.unique(['period', 'revision'], { indexName: 'u_ssp_export_revision', useConstraint: true });
  });
}

/** Children first. */
export const TABLES = [
  'u_ssp_export',
  'u_ssp_milestone',
  'u_ssp_target',
  'u_ssp_referral',
  'u_ssp_visit_note',
  'u_ssp_visit_service',
  'u_ssp_visit_purpose',
  'u_ssp_visit_student',
  'u_ssp_visit',
  'u_ssp_audit_seal',
  'u_ssp_audit',
  'u_ssp_rate',
  'u_ssp_scope',
  'u_ssp_session',
];

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

import type { Knex } from 'knex';

// What a district types about itself: who works how much, its own codes, and which state profile held when. Nothing is
// overwritten: every change is a row of its own, and the newest one of a thing holds.

/** Children first. */
export const TABLES = ['u_ssp_visit_code', 'u_ssp_profile', 'u_ssp_local_code', 'u_ssp_staff_fact'];

type Table = Knex.CreateTableBuilder;

const day = (t: Table, name: string) => t.specificType(name, 'char(10)');
const code = (t: Table, name: string) => t.specificType(name, 'varchar(20)');

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_staff_fact', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('person').notNullable();
    // Counts the changes to this person's facts: two who change them at the same moment cannot both be the next one.
    t.integer('revision').notNullable();
    t.integer('period_no').notNullable();
    code(t, 'provider').notNullable();
    t.specificType('employer', 'varchar(40)').notNullable();
    t.integer('fte').notNullable();
    day(t, 'from_day').notNullable();
    day(t, 'to_day');
    t.specificType('void_reason', 'nvarchar(200)');
    t.integer('changed_by').notNullable();
    t.specificType('changed_at', 'char(24)').notNullable();
    t.unique(['person', 'revision'], { indexName: 'u_ssp_staff_fact_person', useConstraint: true });
    t.check('fte > 0 and fte <= 150', [], 'u_ssp_staff_fact_fte');
  });

  await knex.schema.createTable('u_ssp_local_code', (t) => {
    t.increments('id', { primaryKey: true });
    code(t, 'code_set').notNullable();
    code(t, 'code').notNullable();
    t.integer('revision').notNullable();
    code(t, 'parent').notNullable();
    t.specificType('label', 'nvarchar(60)').notNullable();
    day(t, 'from_day').notNullable();
    day(t, 'to_day');
    t.boolean('sensitive').notNullable();
    t.boolean('restricted').notNullable();
    t.integer('changed_by').notNullable();
    t.specificType('changed_at', 'char(24)').notNullable();
    t.unique(['code_set', 'code', 'revision'], { indexName: 'u_ssp_local_code_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_profile', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('revision').notNullable();
    t.specificType('digest', 'char(64)').notNullable();
    t.specificType('name', 'nvarchar(100)').notNullable();
    t.specificType('dated', 'char(10)').notNullable();
    t.text('content', 'longtext').notNullable();
    t.specificType('noted_at', 'char(24)').notNullable();
    t.unique(['revision'], { indexName: 'u_ssp_profile_revision', useConstraint: true });
  });

  // The district's own code beside the standard one, which stands on the visit itself: that is what counts.
  await knex.schema.createTable('u_ssp_visit_code', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_code_visit');
    code(t, 'code_set').notNullable();
    t.integer('line_no').notNullable();
    code(t, 'code').notNullable();
    t.unique(['visit_id', 'code_set', 'line_no'], { indexName: 'u_ssp_visit_code_line', useConstraint: true });
    // Asked for when a code becomes sensitive.
    t.index(['code_set', 'code'], 'u_ssp_visit_code_code');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

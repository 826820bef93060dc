import type { Knex } from 'knex';

// A student opened for a real need, one hour long, and the list of who may see what, signed off each quarter.

/** Children first. */
export const TABLES = ['u_ssp_access_review', 'u_ssp_break_glass'];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_break_glass', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('reader').notNullable();
    t.integer('student_dcid').notNullable();
    // The student's school at that moment: it is the one whose administrator looks at it.
    t.integer('school_id').notNullable();
    t.specificType('reason', 'varchar(20)').notNullable();
    t.specificType('key_id', 'varchar(20)').notNullable();
    // As notes: whoever reads the database does not read why.
    t.text('sealed', 'longtext').notNullable();
    t.specificType('opened_at', 'char(24)').notNullable();
    t.specificType('until', 'char(24)').notNullable();
    t.specificType('ended_at', 'char(24)');
    // Asked for whenever somebody asks for a student who is not of the own schools.
    t.index(['reader', 'student_dcid', 'until'], 'u_ssp_break_glass_reader');
    t.index(['school_id', 'opened_at'], 'u_ssp_break_glass_school');
  });

  await knex.schema.createTable('u_ssp_access_review', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('quarter', 'char(7)').notNullable();
    t.integer('school_id').notNullable();
    t.integer('signed_by').notNullable();
    t.specificType('signed_at', 'char(24)').notNullable();
    t.integer('people').notNullable();
    t.integer('break_glass').notNullable();
    t.specificType('note', 'nvarchar(500)');
    t.index(['quarter', 'school_id'], 'u_ssp_access_review_quarter');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

import type { Knex } from 'knex';

// How a family is reached: one card for a student, and every try to reach somebody, over all referrals.

/** Children first. */
export const TABLES = ['u_ssp_family_try', 'u_ssp_family'];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_family', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('student_dcid').notNullable();
    // Users.DCID of whoever calls; nobody is named yet when it is empty.
    t.integer('caller');
    t.specificType('language', 'nvarchar(40)');
    t.boolean('needs_interpreter').notNullable();
    t.integer('changed_by').notNullable();
    t.specificType('changed_at', 'char(24)').notNullable();
    t.integer('revision').notNullable();
    t.unique(['student_dcid'], { indexName: 'u_ssp_family_student', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_family_try', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('student_dcid').notNullable();
    t.specificType('tried_on', 'char(10)').notNullable();
    t.specificType('way', 'varchar(20)').notNullable();
    t.specificType('result', 'varchar(20)').notNullable();
    t.boolean('had_interpreter').notNullable();
    t.specificType('form_key', 'varchar(36)').notNullable();
    t.integer('author').notNullable();
    t.specificType('created_at', 'char(24)').notNullable();
    t.specificType('voided_at', 'char(24)');
    t.integer('voided_by');
    t.specificType('void_reason', 'nvarchar(200)');
    t.index(['student_dcid', 'tried_on'], 'u_ssp_family_try_student');
    t.unique(['author', 'form_key'], { indexName: 'u_ssp_family_try_form', useConstraint: true });
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

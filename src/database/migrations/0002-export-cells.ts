import type { Knex } from 'knex';

// What has left the district, cell by cell. A new export is held against it, so that two files together tell no more
// than each of them alone. `counted…` and `students…` are the exact counts behind a cell: they never leave.

export const TABLES = ['u_ssp_export_cell'];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_export_cell', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('export_id').notNullable().references('u_ssp_export.id').withKeyName('u_ssp_export_cell_export');
    t.specificType('school_year', 'char(9)').notNullable();
    // Counts up over all packages of a school year: two that are made at the same moment cannot both be the next one.
    t.integer('release_no').notNullable();
    t.specificType('period', 'varchar(20)').notNullable();
    t.specificType('measure', 'varchar(20)').notNullable();
    t.integer('measure_version').notNullable();
    t.specificType('first_day', 'char(10)').notNullable();
    t.specificType('last_day', 'char(10)').notNullable();
    t.specificType('as_of', 'char(10)').notNullable();
    t.integer('n_rule').notNullable();
    t.specificType('status', 'varchar(20)').notNullable();
    t.integer('numerator');
    t.integer('denominator');
    t.integer('value_low');
    t.integer('value_high');
    t.integer('counted_num').notNullable();
    t.integer('counted_den');
    t.integer('students_num').notNullable();
    t.integer('students_rest').notNullable();
    t.integer('students_den').notNullable();
    t.unique(['school_year', 'release_no', 'measure'], { indexName: 'u_ssp_export_cell_release', useConstraint: true });
    t.index(['export_id'], 'u_ssp_export_cell_export_id');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

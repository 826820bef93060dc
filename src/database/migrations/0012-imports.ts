import type { Knex } from 'knex';

// Visits that were taken over from an old log: which run brought them, and which row of the source each one is, so that
// the same file may be imported again and doubles nothing.

/** Children first. */
export const TABLES = ['u_ssp_imported', 'u_ssp_import'];

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_import', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('source', 'nvarchar(60)').notNullable();
    instant(t, 'started_at').notNullable();
    // Empty: it runs, or was ended half-way.
    instant(t, 'ended_at');
    t.integer('rows_written').notNullable();
    t.integer('rows_left_out').notNullable();
    instant(t, 'voided_at');
    t.specificType('void_reason', 'nvarchar(200)');
  });

  await knex.schema.createTable('u_ssp_imported', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('import_id').notNullable().references('u_ssp_import.id').withKeyName('u_ssp_imported_import');
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_imported_visit');
    t.specificType('source_key', 'varchar(40)').notNullable();
    // 0 while it holds. The visit's number once its import was voided: then the row may be imported anew.
    t.integer('released').notNullable();
    t.unique(['source_key', 'released'], { indexName: 'u_ssp_imported_key', useConstraint: true });
    t.unique(['visit_id'], { indexName: 'u_ssp_imported_once', useConstraint: true });
    t.index(['import_id', 'id'], 'u_ssp_imported_import_id');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.schema.dropTable(table);
}

import type { Knex } from 'knex';

// A visit that is changed keeps every state that it had: the visit's own rows hold the present one, which is what counts;
// the earlier ones lie here, sealed. And who may open a restricted note besides its author.

/** Children first. */
export const TABLES = ['u_ssp_note_reader', 'u_ssp_visit_change'];

/** Who restricted a note, when and why. Empty in notes from before, and in those that are not restricted. */
const RESTRICTED: Record<string, string> = {
  restricted_by: 'int',
  restricted_at: 'char(24)',
  restricted_why: 'nvarchar(200)',
};

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_visit_change', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_change_visit');
    // The revision that was replaced: two who replace the same one cannot both be written.
    t.integer('revision').notNullable();
    t.integer('changed_by').notNullable();
    instant(t, 'changed_at').notNullable();
    t.specificType('reason', 'nvarchar(200)');
    t.specificType('key_id', 'varchar(20)').notNullable();
    t.text('sealed', 'longtext').notNullable();
    t.unique(['visit_id', 'revision'], { indexName: 'u_ssp_visit_change_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_note_reader', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_note_reader_visit');
    t.integer('student_dcid').notNullable();
    t.integer('reader').notNullable();
    t.integer('named_by').notNullable();
    instant(t, 'named_at').notNullable();
    instant(t, 'ended_at');
    t.unique(['visit_id', 'student_dcid', 'reader', 'named_at'], {
      indexName: 'u_ssp_note_reader_once',
      useConstraint: true,
    });
  });

  await knex.schema.alterTable('u_ssp_visit_note', (t) => {
    for (const [name, type] of Object.entries(RESTRICTED)) t.specificType(name, type);
  });
}

export async function down(knex: Knex): Promise<void> {
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  for (const name of Object.keys(RESTRICTED)) await knex.raw(`alter table u_ssp_visit_note drop column ${name}`);
  for (const table of TABLES) await knex.schema.dropTable(table);
}

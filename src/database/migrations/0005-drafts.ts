import type { Knex } from 'knex';

// A form that is still being written, whole and sealed, with the timer that belongs to it: it survives a reload, a lost
// network and a change of the device. And what a timer measured, beside the times that were saved.

export const TABLES = ['u_ssp_draft'];

/** What a timer measured, and why the times of the visit are others. Empty where no timer ran. */
const TIMING: Record<string, string> = {
  measured_start: 'int',
  measured_end: 'int',
  time_reason: 'nvarchar(200)',
};

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_draft', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('author').notNullable();
    t.specificType('form_key', 'varchar(36)').notNullable();
    t.specificType('kind', 'varchar(10)').notNullable();
    t.integer('student_dcid');
    // The timer: first start, start after the last pause, last stop, minutes before that pause. Beside the sealed text,
    // so that whoever stops it elsewhere does not touch what is being written.
    instant(t, 'started_at');
    instant(t, 'resumed_at');
    instant(t, 'stopped_at');
    t.integer('earlier_min').notNullable();
    // Counts what was written: who saves over an older one is told.
    t.integer('revision').notNullable();
    t.specificType('key_id', 'varchar(20)').notNullable();
    t.text('sealed', 'longtext').notNullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'updated_at').notNullable();
    t.unique(['author', 'form_key'], { indexName: 'u_ssp_draft_form', useConstraint: true });
    t.index(['updated_at'], 'u_ssp_draft_updated');
  });

  await knex.schema.alterTable('u_ssp_visit', (t) => {
    for (const [name, type] of Object.entries(TIMING)) t.specificType(name, type);
  });
}

export async function down(knex: Knex): Promise<void> {
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  for (const name of Object.keys(TIMING)) await knex.raw(`alter table u_ssp_visit drop column ${name}`);
  for (const table of TABLES) await knex.schema.dropTable(table);
}

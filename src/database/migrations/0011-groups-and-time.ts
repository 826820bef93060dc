import type { Knex } from 'knex';
import { changeRows } from '../migration-rows.ts';

// Visits with several students and with colleagues, and working time in which no student was seen: together they say where the
// minutes of a day went.

/** Children first. */
export const TABLES = ['u_ssp_time', 'u_ssp_visit_staff'];

type Table = Knex.CreateTableBuilder;

const instant = (t: Table, name: string) => t.specificType(name, 'char(24)');
const code = (t: Table, name: string) => t.specificType(name, 'varchar(20)');

/** On the visit: what kind of group it was, empty for one student; and how many colleagues were there, to be asked for by name only then. */
const ADDED: Record<string, string> = { group_kind: 'varchar(20)', co_staff: 'int' };

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_visit_staff', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('visit_id').notNullable().references('u_ssp_visit.id').withKeyName('u_ssp_visit_staff_visit');
    t.integer('person').notNullable();
    // The person's own: somebody may have come for half of it.
    t.integer('minutes').notNullable();
    t.unique(['visit_id', 'person'], { indexName: 'u_ssp_visit_staff_once', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_time', (t) => {
    t.increments('id', { primaryKey: true });
    t.specificType('form_key', 'varchar(36)').notNullable();
    t.specificType('on_date', 'char(10)').notNullable();
    t.specificType('school_year', 'char(9)').notNullable();
    t.integer('school_id').notNullable();
    code(t, 'kind').notNullable();
    t.integer('start_min');
    t.integer('end_min');
    t.integer('minutes').notNullable();
    // Heads in the hall, nobody by name.
    t.integer('people');
    t.integer('author').notNullable();
    t.specificType('author_title', 'nvarchar(60)').notNullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'voided_at');
    t.integer('voided_by');
    t.specificType('void_reason', 'nvarchar(200)');
    t.unique(['author', 'form_key'], { indexName: 'u_ssp_time_form', useConstraint: true });
    t.index(['author', 'on_date'], 'u_ssp_time_author');
    t.index(['on_date', 'school_id'], 'u_ssp_time_day');
    t.check('minutes between 1 and 1440', [], 'u_ssp_time_minutes');
  });

  await knex.schema.alterTable('u_ssp_visit', (t) => {
    for (const [name, type] of Object.entries(ADDED)) t.specificType(name, type);
  });
  // Those that came with several students, from wherever they came, are groups from now on.
  await changeRows(
    knex,
    `update u_ssp_visit set group_kind = 'SMALL_GROUP'
    where id in (select s.visit_id from u_ssp_visit_student s group by s.visit_id having count(*) > 1)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  // Both databases know the plain statement; knex would make the table anew on SQLite.
  for (const name of Object.keys(ADDED)) await knex.raw(`alter table u_ssp_visit drop column ${name}`);
  for (const table of TABLES) await knex.schema.dropTable(table);
}

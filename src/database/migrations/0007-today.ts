import type { Knex } from 'knex';

// What a person keeps for the start of the day: whom the caseload names, as a rule and not as a list of students, and up
// to six visits that are written down again and again.

export const TABLES = ['u_ssp_favourite', 'u_ssp_caseload'];

type Table = Knex.CreateTableBuilder;

const code = (t: Table, name: string) => t.specificType(name, 'varchar(20)');

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('u_ssp_caseload', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('reader').notNullable();
    // JSON: schools, grades, first letters, homerooms, programs.
    t.specificType('rule_json', 'nvarchar(2000)').notNullable();
    t.specificType('updated_at', 'char(24)').notNullable();
    t.integer('revision').notNullable();
    t.unique(['reader'], { indexName: 'u_ssp_caseload_reader', useConstraint: true });
  });

  await knex.schema.createTable('u_ssp_favourite', (t) => {
    t.increments('id', { primaryKey: true });
    t.integer('reader').notNullable();
    t.specificType('kind', 'varchar(10)').notNullable();
    t.integer('line_no').notNullable();
    code(t, 'purpose').notNullable();
    code(t, 'service').notNullable();
    t.integer('tier');
    t.integer('minutes').notNullable();
    code(t, 'visit_type').notNullable();
    code(t, 'initiator').notNullable();
    code(t, 'setting').notNullable();
    code(t, 'modality').notNullable();
    t.specificType('created_at', 'char(24)').notNullable();
    t.unique(['reader', 'kind', 'line_no'], { indexName: 'u_ssp_favourite_line', useConstraint: true });
  });

  await knex.schema.alterTable('u_ssp_referral', (t) => {
    // Answers that came in are looked for among the referrals that a person made.
    t.index(['author', 'opened_on'], 'u_ssp_referral_author');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('u_ssp_referral', (t) => t.dropIndex([], 'u_ssp_referral_author'));
  for (const table of TABLES) await knex.schema.dropTable(table);
}

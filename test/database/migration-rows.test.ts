import { MIGRATIONS, type Migration } from '../../src/database/migration-list.ts';
import { recordMssql } from '../../src/database/migration-recorder.ts';

// On SQL Server a table belongs to dbo as soon as it is made, and grants.sql comes after: a migration that fills a table which it
// makes itself would be refused in production, and in no test where the migrator owns what it makes.

async function filledAndMade({ up, TABLES }: Pick<Migration, 'up' | 'TABLES'>): Promise<string[]> {
  const { knex, statements } = recordMssql();
  try {
    await up(knex);
  } finally {
    await knex.destroy();
  }
  const changed = statements.flatMap((text) => [
    ...text.matchAll(/\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:\[?ssp\]?\.)?\[?(u_ssp_\w+)/gi),
  ]);
  return changed.map(([, table]) => table as string).filter((table) => TABLES.includes(table));
}

test.each(Object.entries(MIGRATIONS))('%s fills no table that it makes', async (_name, migration) => {
  expect(await filledAndMade(migration)).toEqual([]);
});

test('one that does would be found', async () => {
  const bad: Pick<Migration, 'up' | 'TABLES'> = {
    TABLES: ['u_ssp_new'],
    up: async (knex) => {
      await knex.schema.createTable('u_ssp_new', (t) => void t.integer('x'));
      await knex('u_ssp_new').insert({ x: 1 });
      await knex('u_ssp_visit').update({ minutes: 1 });
    },
  };
  expect(await filledAndMade(bad)).toEqual(['u_ssp_new']);
});

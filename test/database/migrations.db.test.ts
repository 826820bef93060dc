import { migrateDown, migrateUp, migrationsDone, pendingMigrations } from '../../src/database/migrate.ts';
import { MIGRATIONS, type Migration } from '../../src/database/migration-list.ts';
import { grantAgain, makeBare, makeDistrict, type TestDatabase } from '../database.ts';
import { commonColumns, contentOf, fillEmpty } from './fill.ts';
import { schemaOf } from './schema.ts';

// Every migration goes back and comes again in a filled district, whatever it makes or changes.

const NAMES = Object.keys(MIGRATIONS).sort();

describe('migrations', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await makeDistrict(undefined, { fresh: true });
    await fillEmpty(test.owner, await schemaOf(test.owner));
  }, 180_000);
  afterAll(() => test.close());

  it('each goes back and comes again, and what older ones made keeps its rows', async () => {
    for (const [at, name] of [...NAMES.entries()].reverse()) {
      const until = Object.fromEntries(NAMES.slice(0, at + 1).map((one) => [one, MIGRATIONS[one] as Migration]));
      const above = await schemaOf(test.owner);
      const before = await contentOf(test.owner, commonColumns(above, above));
      for (const content of Object.values(before)) expect(content).toMatch(/^[1-9]/);

      expect(await migrateDown(test.owner)).toEqual([name]);
      const below = await schemaOf(test.owner);
      const common = commonColumns(above, below);
      const kept = await contentOf(test.owner, common);
      for (const [table, content] of Object.entries(kept)) {
        const isUntouched = common[table]?.length === above[table]?.columns.length;
        if (isUntouched) expect([table, content]).toEqual([table, before[table]]);
      }
      expect(await pendingMigrations(test.owner, until)).toEqual([name]);

      // With the older version's rows in it, up and down again: both ways leave them as they are.
      expect(await migrateUp(test.owner, until)).toEqual([name]);
      expect(await schemaOf(test.owner)).toEqual(above);
      expect(await contentOf(test.owner, common)).toEqual(kept);
      expect(await migrateDown(test.owner, until)).toEqual([name]);
      expect(await schemaOf(test.owner)).toEqual(below);
      expect(await contentOf(test.owner, common)).toEqual(kept);
    }
    expect(await migrateDown(test.owner)).toEqual([]);
    expect(Object.keys(await schemaOf(test.owner))).toEqual(['u_ssp_migration']);
    expect(await migrateUp(test.owner)).toEqual(NAMES);
    await grantAgain(test);
    // Minutes on a SQL Server whose cores other tests keep busy.
  }, 900_000);
});

describe('a migration that fails half way', () => {
  it('leaves nothing of itself, and the ones before it as they are', async () => {
    const bare = await makeBare();
    try {
      const more = {
        ...MIGRATIONS,
        '9999-half': {
          TABLES: ['u_ssp_half'],
          up: async (knex: typeof bare.knex) => {
            await knex.schema.createTable('u_ssp_half', (t) => t.increments('id'));
            await knex('u_ssp_half_of_another').insert({ id: 1 });
          },
          down: async () => {},
        },
      };
      await expect(migrateUp(bare.knex, more)).rejects.toMatchObject({
        message: expect.stringContaining('u_ssp_half_of_another'),
      });
      expect(await migrationsDone(bare.knex)).toEqual(NAMES);
      expect(Object.keys(await schemaOf(bare.knex))).not.toContain('u_ssp_half');
      expect(await pendingMigrations(bare.knex, more)).toEqual(['9999-half']);
    } finally {
      await bare.close();
    }
  }, 60_000);

  it('is not run on a database that a newer version brought up to date', async () => {
    const bare = await makeBare();
    try {
      await migrateUp(bare.knex);
      const older = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, -1));
      for (const refused of [migrateUp(bare.knex, older), migrateDown(bare.knex, older)])
        await expect(refused).rejects.toThrow(`by a newer version (${NAMES.at(-1)})`);
    } finally {
      await bare.close();
    }
  }, 60_000);
});

// A process that stays in the middle of a migration until it is killed. Usage: node slow-migration.mjs DATABASE_URL
import { openDatabase } from '../../dist/database/connect.js';
import { QueryLibrary } from '../../dist/database/library.js';
import { migrateUp } from '../../dist/database/migrate.js';
import { MIGRATIONS } from '../../dist/database/migration-list.js';
import { QUERIES } from '../../dist/server/root.js';

const [name] = Object.keys(MIGRATIONS);
const slow = {
  ...MIGRATIONS[name],
  up: async (knex) => {
    await MIGRATIONS[name].up(knex);
    process.stdout.write('in the middle\n');
    await new Promise((never) => setTimeout(never, 600_000));
  },
};
const database = openDatabase(process.argv[2], new QueryLibrary(QUERIES));
await migrateUp(database.knex, { ...MIGRATIONS, [name]: slow });

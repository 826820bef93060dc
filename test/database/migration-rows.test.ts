import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MIGRATIONS, type Migration, type Migrations } from '../../src/database/migration-list.ts';
import { recordMssql } from '../../src/database/migration-recorder.ts';
import { changeRows } from '../../src/database/migration-rows.ts';
import { ROOT } from '../../src/server/root.ts';

// On SQL Server a table belongs to dbo as soon as it is made, and grants.sql comes after the run: a migration that changes rows of a
// table which the same run has made would be refused in production, and in no test where the migrator owns what it makes.

const PREVIOUS = path.join(ROOT, 'test', 'install', 'previous');
const RELEASED = readdirSync(PREVIOUS).map((version) => {
  const about = JSON.parse(readFileSync(path.join(PREVIOUS, version, 'about.json'), 'utf8'));
  return [version, about.migrations] as [string, string[]];
});

const CHANGES = /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:\[?ssp\]?\.)?\[?u_ssp_\w+/i;
/** As changeRows writes it: nothing of it is looked at where the table has no rows and the migrator no right. */
const GUARDED = /^if has_perms_by_name\('ssp\.(\w+)'[\s\S]*?\n\s*exec\(N'([\s\S]*)'\)$/;

/** The statements of one run over all migrations but those that were run before, that only whoever owns the tables may run. */
async function refused(before: readonly string[], migrations: Migrations): Promise<string[]> {
  const made = new Set<string>();
  const found: string[] = [];
  for (const name of Object.keys(migrations).sort()) {
    if (before.includes(name)) continue;
    const { up } = migrations[name] as Migration;
    const { knex, statements } = recordMssql();
    try {
      await up(knex);
    } finally {
      await knex.destroy();
    }
    for (const statement of statements) {
      const [, table] = /^\s*create table \[?(?:ssp\]?\.\[?)?(\w+)/i.exec(statement) ?? [];
      if (table) made.add(table);
      else if (!mayRun(statement, made)) found.push(`${name}: ${statement}`);
    }
  }
  return found;
}

function mayRun(statement: string, made: ReadonlySet<string>): boolean {
  if (!CHANGES.test(statement)) return true;
  const [, table, text = statement] = GUARDED.exec(statement) ?? [];
  // Left out, then: the table is as new as the right on it.
  if (table && made.has(table)) return true;
  return [...text.matchAll(/\bu_ssp_\w+/g)].every(([one]) => !made.has(one));
}

test.each([['nothing', []] as [string, string[]], ...RELEASED])(
  'a run from %s needs no right on a table that it has made',
  async (_version, before) => {
    expect(await refused(before, MIGRATIONS)).toEqual([]);
  },
);

describe('it would be found', () => {
  const make: Migration = {
    TABLES: ['u_ssp_new'],
    up: async (knex) => knex.schema.createTable('u_ssp_new', (t) => void t.integer('x')),
    down: async () => {},
  };
  const change = (up: Migration['up']): Migrations => ({ '1': make, '2': { TABLES: [], up, down: async () => {} } });

  test.each([
    ['insert', change((knex) => knex('u_ssp_new').insert({ x: 1 }) as unknown as Promise<void>)],
    ['update', change((knex) => knex('u_ssp_new').update({ x: 1 }) as unknown as Promise<void>)],
    ['delete', change((knex) => knex.raw('delete from u_ssp_new') as unknown as Promise<void>)],
    [
      'read for an older table',
      change((knex) => changeRows(knex, 'update u_ssp_visit set minutes = (select max(x) from u_ssp_new)')),
    ],
  ])('%s', async (_what, migrations) => {
    expect(await refused([], migrations)).toHaveLength(1);
    // With the first one run and its rights given before, all of it is allowed.
    expect(await refused(['1'], migrations)).toEqual([]);
  });

  test('and is not where nothing is done to a table without rows', async () => {
    const guarded = change((knex) => changeRows(knex, "update u_ssp_new set x = 'it''s' where x > 1"));
    expect(await refused([], guarded)).toEqual([]);
  });
});

test('a statement of which it cannot be told which table it changes is no migration', async () => {
  const { knex } = recordMssql();
  await expect(changeRows(knex, 'insert into u_ssp_visit (id) values (1)')).rejects.toThrow('Which table');
  await knex.destroy();
});

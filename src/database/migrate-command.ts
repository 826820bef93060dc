import type { Knex } from 'knex';
import { type Direction, migrateDown, migrateUp } from './migrate.ts';
import { migrationSql } from './migration-sql.ts';
import { parseMssqlUrl } from './mssql-address.ts';
import { openWriter as openMssqlWriter } from './mssql-writer.ts';
import { openWriter as openSqliteWriter } from './sqlite.ts';

// The command `migrate`.

/** An index over millions of rows takes minutes, and so does waiting for another process. */
const LONGEST_STATEMENT_MS = 60 * 60_000;

/** Migrates the database at the address, or only says how; what it has to tell. Throws what the database says. */
export async function migrateAt(url: string, direction: Direction, { dryRun }: { dryRun: boolean }): Promise<string> {
  checkAddress(url);
  if (dryRun) return (await migrationSql(url, direction)).trimEnd();
  const knex = openMigrator(url);
  try {
    const done = await (direction === 'up' ? migrateUp(knex) : migrateDown(knex));
    return done.length === 0 ? 'Nothing to do.' : `Done: ${done.join(', ')}`;
  } finally {
    await knex.destroy();
  }
}

function checkAddress(url: string): void {
  if (!url.startsWith('sqlite:') && !url.startsWith('mssql:'))
    throw new Error('DATABASE_URL has to begin with sqlite: or mssql://');
}

function openMigrator(url: string): Knex {
  if (url.startsWith('sqlite:')) return openSqliteWriter(url.slice('sqlite:'.length));
  return openMssqlWriter(parseMssqlUrl(url), { requestMs: LONGEST_STATEMENT_MS });
}

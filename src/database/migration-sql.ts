import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { type Direction, following, migrationsDone, STATE_TABLE, step } from './migrate.ts';
import { MIGRATIONS } from './migration-list.ts';
import { MSSQL_LOCK } from './migration-lock.ts';
import { type Recorder, recordMssql, recordSqlite } from './migration-recorder.ts';
import { parseMssqlUrl } from './mssql-address.ts';
import { openWriter } from './mssql-writer.ts';

// `migrate --dry-run`: what would be run, as a script for a database administrator to read, or to run in its place.

interface State {
  done: string[];
  /** The statements that made the tables that are there (SQLite alone). */
  tables: string[];
  isStateThere: boolean;
}

interface Script {
  begin: string;
  end: string;
  /** Stands behind every statement. */
  after: string;
}

// Each statement is a batch of its own: SQL Server would look for a new column before it is there.
const MSSQL: Script = {
  begin: `set xact_abort on;\nbegin transaction;\n${MSSQL_LOCK}\nGO\n`,
  end: 'commit transaction;\nGO\n',
  after: ';\nGO\n',
};
const SQLITE: Script = { begin: 'begin immediate;\n', end: 'commit;\n', after: ';\n' };

const MSSQL_HOW =
  '-- Run it as the migrator, whose default schema is ssp, and end at the first error: sqlcmd -b -i FILE\n';
const SQLITE_HOW = 'pragma foreign_keys = off;\n';

/**
 * The SQL of the migrations that `migrate` would run now (`down`: that it would take back), each with the row that says
 * that it was run. Only reads: an SQLite file that is not there is not made. Statements that depend on rows are as
 * they are for empty tables.
 */
export async function migrationSql(url: string, direction: Direction, migrations = MIGRATIONS): Promise<string> {
  const onMssql = url.startsWith('mssql:');
  const state = onMssql ? await stateOfMssql(url) : stateOfSqlite(url.slice('sqlite:'.length));
  const names = following(state.done, direction, migrations);
  if (names.length === 0) return '-- Nothing to do.\n';
  const recorder = onMssql ? recordMssql() : recordSqlite(state.tables);
  let text = onMssql ? MSSQL_HOW : SQLITE_HOW;
  try {
    for (const [at, name] of names.entries()) {
      await step(recorder.knex, name, direction, migrations, state.isStateThere || at > 0);
      text += `\n-- ${name}, ${direction}\n${written(recorder, onMssql ? MSSQL : SQLITE)}`;
    }
  } finally {
    await recorder.knex.destroy();
  }
  return text;
}

function written({ statements }: Recorder, { begin, end, after }: Script): string {
  const body = statements.splice(0).map((statement) => statement.trim().replace(/;$/, '') + after);
  return `${begin}${body.join('')}${end}`;
}

async function stateOfMssql(url: string): Promise<State> {
  const knex = openWriter(parseMssqlUrl(url));
  try {
    const isStateThere = await knex.schema.hasTable(STATE_TABLE);
    return { done: await migrationsDone(knex), tables: [], isStateThere };
  } finally {
    await knex.destroy();
  }
}

function stateOfSqlite(file: string): State {
  if (!existsSync(file)) return { done: [], tables: [], isStateThere: false };
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const made = database
      .prepare(
        "select name, sql from sqlite_master where sql is not null and name not like 'sqlite\\_%' escape '\\' order by type = 'table' desc, rowid",
      )
      .all() as { name: string; sql: string }[];
    const isStateThere = made.some(({ name }) => name === STATE_TABLE);
    const names = isStateThere ? database.prepare(`select name from ${STATE_TABLE} order by name`).all() : [];
    return {
      done: (names as { name: string }[]).map(({ name }) => name),
      tables: made.map(({ sql }) => sql),
      isStateThere,
    };
  } finally {
    database.close();
  }
}

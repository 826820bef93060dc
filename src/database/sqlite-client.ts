import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';

// knex's client for better-sqlite3, with two differences. A transaction takes the write lock when it begins, so that
// what it reads cannot change before it writes; while another process holds that lock it waits without holding up
// everything else (SQLite's own waiting would stop the whole process). And statements are prepared once per connection.

interface Query {
  sql: string;
  bindings?: unknown[];
  response?: unknown;
  context?: unknown;
}

const BaseClient = createRequire(import.meta.url)('knex/lib/dialects/better-sqlite3') as {
  new (
    config: Knex.Config,
  ): {
    _query(connection: BetterSqlite3.Database, query: Query): Promise<Query>;
    _formatBindings(bindings: unknown[] | undefined): unknown[];
  };
};

const MOST_STATEMENTS = 500;
/** How long a transaction waits for its turn: as long as a statement may take on SQL Server is too long for one file. */
const LONGEST_WAIT_MS = 5000;
const PAUSE_MS = 20;

async function whenFree(begin: () => unknown): Promise<void> {
  const end = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      begin();
      return;
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > end) throw thrown;
      await new Promise((soon) => setTimeout(soon, PAUSE_MS * (0.5 + Math.random())));
    }
  }
}

const prepared = new WeakMap<BetterSqlite3.Database, Map<string, BetterSqlite3.Statement>>();

function statementFor(connection: BetterSqlite3.Database, sql: string): BetterSqlite3.Statement {
  const known = prepared.get(connection) ?? new Map<string, BetterSqlite3.Statement>();
  prepared.set(connection, known);
  let statement = known.get(sql);
  if (!statement) {
    if (known.size >= MOST_STATEMENTS) known.clear();
    statement = connection.prepare(sql);
    known.set(sql, statement);
  }
  return statement;
}

export class SqliteClient extends BaseClient {
  override async _query(connection: BetterSqlite3.Database, query: Query): Promise<Query> {
    // A full disk has SQLite roll back by itself: a second rollback would hide what happened behind its own error.
    if (query.sql === 'ROLLBACK' && !connection.inTransaction) {
      query.response = [];
      return query;
    }
    if (query.sql === 'BEGIN;') {
      await whenFree(() => statementFor(connection, 'BEGIN IMMEDIATE;').run());
      query.response = [];
      return query;
    }
    const statement = statementFor(connection, query.sql);
    const bindings = this._formatBindings(query.bindings);
    if (statement.reader) {
      query.response = statement.all(bindings);
    } else {
      const done = statement.run(bindings);
      query.response = done;
      query.context = { lastID: done.lastInsertRowid, changes: done.changes };
    }
    return query;
  }
}

import { createRequire } from 'node:module';
import BetterSqlite3 from 'better-sqlite3';
import makeKnex, { type Knex } from 'knex';
import { SqliteClient } from './sqlite-client.ts';

// knex that writes down the statements of a migration in place of running them on the database that they are for.

export interface Recorder {
  knex: Knex;
  /** Everything so far, with values in their places. */
  statements: string[];
}

interface Query {
  sql: string;
  bindings?: unknown[];
  method?: string;
  output?(rows: unknown[]): unknown;
}

/** What knex asks behind a change: how many rows it was. */
const COUNTED = /;\s*select @@rowcount\s*;?\s*$/i;

/** For SQL Server: nothing is connected, every question is answered with no rows. */
export function recordMssql(): Recorder {
  const statements: string[] = [];
  const load = createRequire(import.meta.url);
  const Base = load('knex/lib/dialects/mssql') as new (config: Knex.Config) => object;
  class Recording extends Base {
    initializeDriver() {}
    initializePool() {}
    async acquireConnection() {
      return {};
    }
    async releaseConnection() {}
    async query(_connection: unknown, asked: Query | string): Promise<Query> {
      const query = typeof asked === 'string' ? { sql: asked } : asked;
      const sql = query.sql.replace(COUNTED, '');
      if (!/^\s*select\b/i.test(sql)) statements.push(withValues({ ...query, sql }, "N'"));
      return query;
    }
    processResponse({ output, method }: Query, runner: unknown): unknown {
      if (output) return output.call(runner, []);
      return method === 'del' || method === 'update' ? 0 : [];
    }
  }
  return { knex: makeKnex({ client: Recording as unknown as typeof Knex.Client }), statements };
}

/** For SQLite, which changes a table by making it anew from what it is: run on an empty copy of these tables, in memory. */
export function recordSqlite(tables: readonly string[]): Recorder {
  const statements: string[] = [];
  const Base = SqliteClient as unknown as new (
    config: Knex.Config,
  ) => {
    _query(connection: BetterSqlite3.Database, query: Query): Promise<Query>;
  };
  class Recording extends Base {
    async acquireRawConnection() {
      const copy = new BetterSqlite3(':memory:');
      for (const table of tables) copy.exec(table);
      copy.pragma('foreign_keys = off');
      return copy;
    }
    override async _query(connection: BetterSqlite3.Database, query: Query): Promise<Query> {
      if (!connection.prepare(query.sql).readonly) statements.push(withValues(query, "'"));
      return super._query(connection, query);
    }
  }
  const client = Recording as unknown as typeof Knex.Client;
  return {
    knex: makeKnex({
      client,
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    }),
    statements,
  };
}

const PLACE = /\\?\?/g;

function withValues({ sql, bindings = [] }: Query, quote: "'" | "N'"): string {
  let at = 0;
  return sql.replace(PLACE, (found) => (found === '\\?' ? '?' : literal(bindings[at++], quote)));
}

function literal(value: unknown, quote: "'" | "N'"): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return `${quote}${value.replaceAll("'", "''")}'`;
  throw new Error('A migration writes texts, numbers, booleans and nothing else.');
}

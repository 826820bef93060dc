import BetterSqlite3 from 'better-sqlite3';
import makeKnex, { type Knex } from 'knex';
import type { Database, Row } from './connect.ts';
import { declaredRow, sqliteDialect, wholeAsBigInt } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import { HeavyReader } from './heavy.ts';
import type { Arguments, QueryLibrary } from './library.ts';
import { SqliteClient } from './sqlite-client.ts';
import { runTransaction } from './transaction.ts';

const BUSY_MS = 5000;

/** Opens one SQLite file: a writer through knex, a reader for light queries, a worker thread for heavy ones. */
export function openSqlite(file: string, queries: QueryLibrary): Database {
  const knex = openWriter(file);
  // The writer is opened first: it makes the file and turns it to write-ahead logging.
  const heavy = new HeavyReader(file);
  const light = new LightReader(file);
  return {
    kind: 'sqlite',
    queries,
    knex,
    run: async <T = Row>(name: string, args: Arguments) => {
      const query = queries.get(name);
      if (query.weight === 'light') return light.run<T>(query, args);
      const rows: T[] = [];
      for await (const block of heavy.rows<T>(query, sqliteDialect.readerText(query), wholeAsBigInt(query, args)))
        rows.push(...block);
      return rows;
    },
    stream: (name, args) => {
      const query = queries.get(name);
      return heavy.rows(query, sqliteDialect.readerText(query), wholeAsBigInt(query, args));
    },
    csv: (name, args) => {
      const query = queries.get(name);
      return heavy.csv(query, sqliteDialect.readerText(query), wholeAsBigInt(query, args));
    },
    transaction: (work) => runTransaction(knex, queries, sqliteDialect, work),
    close: async () => {
      await knex.destroy();
      await heavy.close();
      light.close();
    },
  };
}

function openWriter(file: string): Knex {
  return makeKnex({
    client: SqliteClient as unknown as typeof Knex.Client,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: BetterSqlite3.Database, done: (error: unknown, connection: unknown) => void) => {
        setUpWriter(connection);
        done(null, connection);
      },
    },
  });
}

function setUpWriter(connection: BetterSqlite3.Database): void {
  connection.pragma(`busy_timeout = ${BUSY_MS}`);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
}

class LightReader {
  readonly #file: string;
  #connection: BetterSqlite3.Database | undefined;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(file: string) {
    this.#file = file;
  }

  run<T>(query: NamedQuery, args: Arguments): T[] {
    const rows = this.#statement(query).all(wholeAsBigInt(query, args)) as Row[];
    return rows.map((row) => declaredRow(query, row)) as T[];
  }

  close(): void {
    this.#connection?.close();
  }

  #statement(query: NamedQuery): BetterSqlite3.Statement {
    this.#connection ??= openReader(this.#file);
    let statement = this.#statements.get(query.name);
    if (!statement) {
      statement = this.#connection.prepare(sqliteDialect.readerText(query));
      this.#statements.set(query.name, statement);
    }
    return statement;
  }
}

/** A connection that cannot write, whatever text it is given. */
export function openReader(file: string): BetterSqlite3.Database {
  const connection = new BetterSqlite3(file, { readonly: true, timeout: BUSY_MS });
  connection.pragma('query_only = ON');
  return connection;
}

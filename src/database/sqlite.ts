import BetterSqlite3 from 'better-sqlite3';
import makeKnex, { type Knex } from 'knex';
import type { Database, Row } from './connect.ts';
import { sqliteDialect, wholeAsBigInt } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import { HeavyReader } from './heavy.ts';
import type { Arguments, QueryLibrary } from './library.ts';
import { PATIENCE } from './patience.ts';
import { writersUse } from './pool-use.ts';
import { partsInOrder, rowMaker } from './rows.ts';
import { SqliteClient } from './sqlite-client.ts';
import { runTransaction } from './transaction.ts';

const BUSY_MS = 5000;
const BRIEF_BUSY_MS = 20;

/**
 * Opens one SQLite file: a writer through knex, a reader for light queries, a worker thread for heavy ones, which waits
 * for whoever reads them as long as `patience` says.
 */
export function openSqlite(file: string, queries: QueryLibrary, patience = PATIENCE): Database {
  const knex = openWriter(file);
  // The writer is opened first: it makes the file and turns it to write-ahead logging.
  const heavy = new HeavyReader(file, patience);
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
    // One thread reads for all: whoever is asked for something else meanwhile waits.
    pools: () => [writersUse(knex), { pool: 'heavy', ...heavy.use() }],
    close: async () => {
      await knex.destroy();
      await heavy.close();
      light.close();
    },
  };
}

/** knex on one SQLite file, for transactions and migrations; makes the file when it is not there. */
export function openWriter(file: string): Knex {
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
  // From here on whoever waits for the file waits where nobody else is held up: at the beginning of a transaction.
  connection.pragma(`busy_timeout = ${BRIEF_BUSY_MS}`);
}

interface Prepared {
  statement: BetterSqlite3.Statement;
  make: (values: unknown[]) => Row;
}

class LightReader {
  readonly #file: string;
  #connection: BetterSqlite3.Database | undefined;
  readonly #statements = new Map<string, Prepared>();

  constructor(file: string) {
    this.#file = file;
  }

  run<T>(query: NamedQuery, args: Arguments): T[] {
    const { statement, make } = this.#prepared(query);
    return (statement.all(wholeAsBigInt(query, args)) as unknown[][]).map(make) as T[];
  }

  close(): void {
    this.#connection?.close();
  }

  #prepared(query: NamedQuery): Prepared {
    this.#connection ??= openReader(this.#file);
    let prepared = this.#statements.get(query.name);
    if (!prepared) {
      const statement = this.#connection.prepare(sqliteDialect.readerText(query)).raw();
      prepared = { statement, make: rowMaker(partsInOrder(query.columns)) };
      this.#statements.set(query.name, prepared);
    }
    return prepared;
  }
}

/** A connection that cannot write, whatever text it is given. */
export function openReader(file: string): BetterSqlite3.Database {
  const connection = new BetterSqlite3(file, { readonly: true, timeout: BUSY_MS });
  connection.pragma('query_only = ON');
  return connection;
}

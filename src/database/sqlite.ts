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
 * Opens one SQLite file: a writer through knex, a reader of light queries beside it, a worker thread for heavy ones, which waits
 * for whoever reads them as long as `patience` says.
 */
export function openSqlite(file: string, queries: QueryLibrary, patience = PATIENCE): Database {
  let writer: BetterSqlite3.Database | undefined;
  const knex = openWriter(file, (connection) => {
    writer = connection;
  });
  // The writer is opened first: it makes the file and turns it to write-ahead logging.
  const heavy = new HeavyReader(file, patience);
  const light = new LightReader(file, () => writer);
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

/**
 * knex on one SQLite file, for transactions and migrations; makes the file when it is not there. `opened` is told of the one
 * connection that it has.
 */
export function openWriter(file: string, opened: (connection: BetterSqlite3.Database) => void = () => {}): Knex {
  return makeKnex({
    client: SqliteClient as unknown as typeof Knex.Client,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: BetterSqlite3.Database, done: (error: unknown, connection: unknown) => void) => {
        setUpWriter(connection);
        opened(connection);
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

/**
 * Reads over the writer's connection as long as no transaction is open on it: each commit empties the cache of every other
 * connection. Meanwhile it reads over one of its own, which sees what is committed and nothing else.
 */
class LightReader {
  readonly #file: string;
  readonly #writer: () => BetterSqlite3.Database | undefined;
  readonly #prepared = new WeakMap<BetterSqlite3.Database, Map<string, Prepared>>();
  #own: BetterSqlite3.Database | undefined;
  #isClosed = false;

  constructor(file: string, writer: () => BetterSqlite3.Database | undefined) {
    this.#file = file;
    this.#writer = writer;
  }

  run<T>(query: NamedQuery, args: Arguments): T[] {
    const bindings = wholeAsBigInt(query, args);
    const writer = this.#writer();
    if (writer?.open && !writer.inTransaction) {
      try {
        return this.#read<T>(writer, query, bindings);
      } catch (thrown) {
        // The writer does not wait where the process would stand still; a reader may.
        if (!String((thrown as { code?: string }).code).startsWith('SQLITE_BUSY')) throw thrown;
      }
    }
    if (this.#isClosed) throw new Error('The database is closed');
    this.#own ??= openReader(this.#file);
    return this.#read<T>(this.#own, query, bindings);
  }

  close(): void {
    this.#isClosed = true;
    this.#own?.close();
  }

  #read<T>(connection: BetterSqlite3.Database, query: NamedQuery, bindings: object): T[] {
    const { statement, make } = this.#prepare(query, connection);
    return (statement.all(bindings) as unknown[][]).map(make) as T[];
  }

  #prepare(query: NamedQuery, connection: BetterSqlite3.Database): Prepared {
    const known = this.#prepared.get(connection) ?? new Map<string, Prepared>();
    this.#prepared.set(connection, known);
    let prepared = known.get(query.name);
    if (!prepared) {
      const statement = connection.prepare(sqliteDialect.readerText(query)).raw();
      if (!statement.readonly) throw new Error(`${query.name} would write`);
      prepared = { statement, make: rowMaker(partsInOrder(query.columns)) };
      known.set(query.name, prepared);
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

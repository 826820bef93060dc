import type { Knex } from 'knex';
import type { Arguments, QueryLibrary } from './library.ts';
import { openMssql } from './mssql.ts';
import { openSqlite } from './sqlite.ts';
import type { Value } from './values.ts';

export type Row = Record<string, Value>;

/** Whoever can answer a named query: the readers' connection, or a transaction. */
export interface Reader {
  /** All rows of a named query, each value of its declared type. */
  run<T = Row>(query: string, args: Arguments): Promise<T[]>;
}

export type TransactionEnd = 'committed' | 'rolled back' | 'unknown';

/** One transaction: what decides a write is read in here, and its audit row is written in here. */
export interface Tx extends Reader {
  readonly knex: Knex.Transaction;
  /** Called once at the end; `unknown`: the commit was sent, and its answer never came. */
  onEnd(listener: (end: TransactionEnd) => void): void;
  /** Holds the row until the transaction ends; false when there is no such row. */
  lock(table: string, id: number): Promise<boolean>;
}

/** Who uses the connections of a pool right now. */
export interface PoolUse {
  /** `writers`, `light`, `heavy`, `reports` */
  pool: string;
  used: number;
  free: number;
  waiting: number;
  most: number;
}

export interface Database extends Reader {
  readonly kind: 'sqlite' | 'mssql';
  readonly queries: QueryLibrary;
  readonly knex: Knex;
  /** Rows of a heavy query as they come, in blocks; the reader's pace holds the database back. */
  stream<T = Row>(query: string, args: Arguments): AsyncIterable<T[]>;
  /** The same as lines of a CSV file, without a heading. */
  csv(query: string, args: Arguments): AsyncIterable<Uint8Array>;
  /**
   * Commits when the work resolves. When it broke by something that passes (a deadlock, a lost connection) and nothing
   * of it can have stayed, the work is done anew.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** What the metrics tell of the connections. Asks nobody. */
  pools(): PoolUse[];
  close(): Promise<void>;
}

/**
 * Opens `sqlite:path` or `mssql://user:password@host:1433/database`. Heavy queries of reports and exports are read at `readUrl` where
 * it is given (SQL Server alone). Throws an Error that names what is wrong with the address, never its password.
 */
export function openDatabase(url: string, queries: QueryLibrary, readUrl?: string): Database {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), queries);
  if (url.startsWith('mssql:')) return openMssql(url, queries, readUrl);
  throw new Error('DATABASE_URL has to begin with sqlite: or mssql://');
}

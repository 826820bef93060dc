import { createRequire } from 'node:module';
import type Sql from 'mssql';
import type { NamedQuery } from './header.ts';
import { type Arguments, bindable } from './library.ts';
import type { MssqlAddress } from './mssql-address.ts';
import { type ColumnType, lengthOf } from './values.ts';

export const CONNECT_MS = 10_000;
/** How long a request waits for a free connection: a whole school that saves at the bell is served, one after the other. */
export const QUEUE_MS = 30_000;
/** A light query or a write that takes longer has met something that is not its own work. */
export const LIGHT_MS = 15_000;

// Loaded when SQL Server is really used: the embedded database starts without it.
const load = createRequire(import.meta.url);
export const driver = (): typeof Sql => load('mssql') as typeof Sql;

export interface PoolLimits {
  max: number;
  requestMs: number;
  /** Asks for a readable secondary, where there is one. */
  readOnly?: boolean;
}

/** Readers' connections, opened when they are first needed and again after the server was away. */
export class Pool {
  readonly #settings: Sql.config;
  #opening: Promise<Sql.ConnectionPool> | undefined;
  #opened: Sql.ConnectionPool | undefined;

  constructor(at: MssqlAddress, { max, requestMs, readOnly = false }: PoolLimits) {
    this.#settings = {
      server: at.server,
      port: at.port,
      database: at.database,
      user: at.user,
      password: at.password,
      connectionTimeout: CONNECT_MS,
      requestTimeout: requestMs,
      // A look at the socket, where the driver would otherwise ask the server before each query whether it is there.
      validateConnection: 'socket' as unknown as boolean,
      pool: { min: 0, max, acquireTimeoutMillis: QUEUE_MS, createTimeoutMillis: CONNECT_MS },
      options: {
        encrypt: at.encrypt,
        trustServerCertificate: at.trustServerCertificate,
        readOnlyIntent: readOnly,
        appName: 'student-support',
      },
    };
  }

  async request(): Promise<Sql.Request> {
    this.#opening ??= this.#open();
    return (await this.#opening).request();
  }

  /** Who uses the connections right now; none before the first question. */
  use(): { used: number; free: number; waiting: number; most: number } {
    const { borrowed = 0, available = 0, pending = 0 } = this.#opened ?? {};
    return { used: borrowed, free: available, waiting: pending, most: this.#settings.pool?.max ?? 0 };
  }

  async close(): Promise<void> {
    const pool = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await pool?.close();
  }

  async #open(): Promise<Sql.ConnectionPool> {
    const { ConnectionPool } = driver();
    const pool = new ConnectionPool(this.#settings);
    // A connection that breaks while nobody uses it is replaced at the next request; unheard, it would end the process.
    pool.on('error', () => {});
    try {
      this.#opened = await pool.connect();
      return this.#opened;
    } catch (error) {
      // A server that was away when we first asked is asked again the next time.
      this.#opening = undefined;
      throw error;
    }
  }
}

/** The request with every argument of the query bound as the type that its header declares. */
export function withInputs(request: Sql.Request, query: NamedQuery, args: Arguments): Sql.Request {
  for (const { name, type, value } of bindable(query, args)) request.input(name, driverType(type), value);
  return request;
}

function driverType(type: ColumnType): Sql.ISqlType {
  const sql = driver();
  if (type === 'int') return sql.Int();
  if (type === 'bigint') return sql.BigInt();
  if (type === 'bit') return sql.Bit();
  if (type === 'date') return sql.Char(10);
  if (type === 'instant') return sql.Char(24);
  if (type.startsWith('varchar')) return sql.VarChar(lengthOf(type));
  if (type.startsWith('nvarchar')) return sql.NVarChar(lengthOf(type) > 4000 ? sql.MAX : lengthOf(type));
  const [precision, scale] = (/\((\d+), *(\d+)\)/.exec(type) ?? []).slice(1).map(Number);
  return sql.Decimal(precision as number, scale as number);
}

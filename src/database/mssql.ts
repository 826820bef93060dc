import makeKnex, { type Knex } from 'knex';
import sql from 'mssql';
import type { Connection } from 'tedious';
import { Request as TediousRequest } from 'tedious';
import type { Database, Row } from './connect.ts';
import { csvLine } from './csv.ts';
import { declaredRow, mssqlDialect } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import { type Arguments, bindable, type QueryLibrary } from './library.ts';
import { again } from './retry.ts';
import { runTransaction } from './transaction.ts';
import { type ColumnType, lengthOf, toDeclared } from './values.ts';

// Writing goes through knex (which drives tedious), reading through the mssql package: its inputs have types, its
// streams hold the server back, and its requests can be cancelled.

export interface MssqlAddress {
  server: string;
  port: number;
  database: string;
  user: string;
  password: string;
  encrypt: boolean;
  trustServerCertificate: boolean;
}

const CONNECT_MS = 10_000;
const LIGHT_MS = 15_000;
const HEAVY_MS = 30 * 60_000;
const LIGHT_CONNECTIONS = 10;
const HEAVY_CONNECTIONS = 4;
const WRITERS = 10;
const BLOCK_ROWS = 2000;

/** Reads `mssql://user:pass@host:1433/db?encrypt=true&trustServerCertificate=false`. Its errors never show the password. */
export function parseMssqlUrl(url: string): MssqlAddress {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error('the address of the database cannot be read: mssql://user:password@host:1433/database');
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (!parsed.hostname || !database || !parsed.username)
    throw new Error('the address of the database needs user, host and database');
  return {
    server: parsed.hostname,
    port: Number(parsed.port || 1433),
    database,
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    encrypt: parsed.searchParams.get('encrypt') !== 'false',
    trustServerCertificate: parsed.searchParams.get('trustServerCertificate') === 'true',
  };
}

/** Opens SQL Server. `readUrl` is a login of its own, perhaps on a readable secondary, for reports and exports only. */
export function openMssql(url: string, queries: QueryLibrary, readUrl = url): Database {
  const knex = openWriter(parseMssqlUrl(url));
  const light = new Pool(parseMssqlUrl(url), { max: LIGHT_CONNECTIONS, requestMs: LIGHT_MS, readOnly: false });
  const heavy = new Pool(parseMssqlUrl(readUrl), {
    max: HEAVY_CONNECTIONS,
    requestMs: HEAVY_MS,
    readOnly: readUrl !== url,
  });
  const poolOf = (query: NamedQuery) => (query.weight === 'heavy' ? heavy : light);
  return {
    kind: 'mssql',
    queries,
    knex,
    run: async <T = Row>(name: string, args: Arguments) => {
      const query = queries.get(name);
      const pool = poolOf(query);
      return again(async () => {
        const request = inputs(await pool.request(), query, args);
        const { recordset } = await request.query<Record<string, unknown>>(mssqlDialect.readerText(query));
        return recordset.map((row) => declaredRow(query, row)) as T[];
      });
    },
    stream: (name, args) => {
      const query = queries.get(name);
      return blocks(query, args, poolOf(query), (row) => declaredRow(query, row)) as AsyncIterable<never[]>;
    },
    csv: (name, args) => {
      const query = queries.get(name);
      return csvBlocks(query, args, poolOf(query));
    },
    transaction: (work) => runTransaction(knex, queries, mssqlDialect, work),
    close: async () => {
      await knex.destroy();
      await light.close();
      await heavy.close();
    },
  };
}

function openWriter(at: MssqlAddress): Knex {
  return makeKnex({
    client: 'mssql',
    acquireConnectionTimeout: CONNECT_MS,
    connection: {
      server: at.server,
      port: at.port,
      database: at.database,
      user: at.user,
      password: at.password,
      options: {
        encrypt: at.encrypt,
        trustServerCertificate: at.trustServerCertificate,
        connectTimeout: CONNECT_MS,
        requestTimeout: LIGHT_MS,
      },
    } as Knex.MsSqlConnectionConfig,
    pool: { min: 0, max: WRITERS, afterCreate: abortOnError },
  });
}

// Without it SQL Server keeps a transaction open, and its locks, when a statement in it runs out of time.
function abortOnError(connection: Connection, done: (error: unknown, connection: Connection) => void): void {
  connection.execSqlBatch(new TediousRequest('set xact_abort on', (error) => done(error, connection)));
}

class Pool {
  readonly #settings: sql.config;
  #opening: Promise<sql.ConnectionPool> | undefined;

  constructor(at: MssqlAddress, { max, requestMs, readOnly }: { max: number; requestMs: number; readOnly: boolean }) {
    this.#settings = {
      server: at.server,
      port: at.port,
      database: at.database,
      user: at.user,
      password: at.password,
      connectionTimeout: CONNECT_MS,
      requestTimeout: requestMs,
      pool: { min: 0, max, acquireTimeoutMillis: CONNECT_MS },
      options: { encrypt: at.encrypt, trustServerCertificate: at.trustServerCertificate, readOnlyIntent: readOnly },
    };
  }

  async request(): Promise<sql.Request> {
    this.#opening ??= new sql.ConnectionPool(this.#settings).connect();
    try {
      return (await this.#opening).request();
    } catch (error) {
      // A server that was away when we first asked is asked again the next time.
      this.#opening = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.close();
  }
}

function inputs(request: sql.Request, query: NamedQuery, args: Arguments): sql.Request {
  const types = new Map(query.args.map((a) => [a.name, a.type]));
  for (const [name, value] of bindable(query, args))
    request.input(name, driverType(types.get(name) as ColumnType), value);
  return request;
}

function driverType(type: ColumnType): sql.ISqlType {
  if (type === 'int') return sql.Int();
  if (type === 'bigint') return sql.BigInt();
  if (type === 'bit') return sql.Bit();
  if (type === 'date') return sql.Char(10);
  if (type === 'instant') return sql.Char(24);
  if (type.startsWith('varchar')) return sql.VarChar(lengthOf(type));
  if (type.startsWith('nvarchar')) return lengthOf(type) > 4000 ? sql.NVarChar(sql.MAX) : sql.NVarChar(lengthOf(type));
  const [precision, scale] = (/\((\d+), *(\d+)\)/.exec(type) ?? []).slice(1).map(Number);
  return sql.Decimal(precision as number, scale as number);
}

// The stream pauses the server while the consumer works; leaving early cancels the request.
async function* blocks<T>(
  query: NamedQuery,
  args: Arguments,
  pool: Pool,
  read: (row: Record<string, unknown>) => T,
): AsyncGenerator<T[]> {
  const request = inputs(await again(() => pool.request()), query, args);
  const stream = request.toReadableStream({ highWaterMark: BLOCK_ROWS });
  request.query(mssqlDialect.readerText(query)).catch(() => {});
  let block: T[] = [];
  let finished = false;
  try {
    for await (const row of stream) {
      block.push(read(row as Record<string, unknown>));
      if (block.length < BLOCK_ROWS) continue;
      yield block;
      block = [];
    }
    finished = true;
    if (block.length > 0) yield block;
  } finally {
    if (!finished) request.cancel();
  }
}

async function* csvBlocks(query: NamedQuery, args: Arguments, pool: Pool): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const line = (row: Record<string, unknown>) =>
    csvLine(query.columns.map(({ name, type }) => toDeclared(type, row[name])));
  for await (const lines of blocks(query, args, pool, line)) yield encoder.encode(lines.join(''));
}

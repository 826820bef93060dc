import { isDeepStrictEqual } from 'node:util';
import type { Database, Row } from './connect.ts';
import { mssqlDialect } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import type { Arguments, QueryLibrary } from './library.ts';
import { parseMssqlUrl } from './mssql-address.ts';
import { LIGHT_MS, Pool, withInputs } from './mssql-pool.ts';
import { type Asked, type Streamed, streamCsv, streamRows } from './mssql-stream.ts';
import { openWriter } from './mssql-writer.ts';
import { PATIENCE } from './patience.ts';
import { writersUse } from './pool-use.ts';
import { again, isSafeToRepeat } from './retry.ts';
import { declaredRows } from './rows.ts';
import { runTransaction } from './transaction.ts';

// Writing goes through knex (which drives tedious), reading through the mssql package: its inputs have types, its
// streams hold the server back, and its requests can be cancelled.

const HEAVY_MS = 30 * 60_000;
const LIGHT_CONNECTIONS = 10;
const HEAVY_CONNECTIONS = 4;
const REPORTS_CONNECTIONS = 4;
/** A copy may be behind. Counts over months bear that; who may see what, and the page just saved, do not. */
const MAY_BE_BEHIND = /^(reports|exports)\//;
const SCOPE = 'access/scope-of';

/**
 * Opens SQL Server; nothing is connected before it is used. `readUrl` is a login of its own, perhaps on a readable
 * secondary: the heavy queries of reports and exports go there, and nothing else does; those of a reader only while the
 * scope of that reader is the same there. Whoever reads a stream is waited for as long as `patience` says.
 */
export function openMssql(url: string, queries: QueryLibrary, readUrl?: string, patience = PATIENCE): Database {
  const writing = parseMssqlUrl(url);
  const knex = openWriter(writing);
  const light = new Pool(writing, { max: LIGHT_CONNECTIONS, requestMs: LIGHT_MS });
  const heavy = new Pool(writing, { max: HEAVY_CONNECTIONS, requestMs: HEAVY_MS });
  const reports = new Pool(readUrl ? parseMssqlUrl(readUrl) : writing, {
    max: REPORTS_CONNECTIONS,
    requestMs: HEAVY_MS,
    readOnly: readUrl !== undefined,
  });
  // Where somebody may look is written on the primary, at sign-in: a copy that has not heard of it counts nothing, and
  // says so to nobody.
  const copyKnowsScope = async ({ reader, now }: Arguments) => {
    const query = queries.get(SCOPE);
    const [here, there] = await Promise.all(
      [light, reports].map((pool) => readAll({ query, args: { reader, now }, pool })),
    );
    return isDeepStrictEqual(here, there);
  };
  const poolFor = ({ name, weight }: NamedQuery, args: Arguments): Asked['pool'] => {
    if (weight === 'light') return light;
    if (!MAY_BE_BEHIND.test(name)) return heavy;
    if (readUrl === undefined || args.reader === undefined) return reports;
    return { request: async () => ((await copyKnowsScope(args)) ? reports : heavy).request() };
  };
  const asked = (name: string, args: Arguments): Streamed => {
    const query = queries.get(name);
    return { query, args, patience, pool: poolFor(query, args) };
  };
  return {
    kind: 'mssql',
    queries,
    knex,
    run: async <T = Row>(name: string, args: Arguments) => (await readAll(asked(name, args))) as T[],
    stream: <T = Row>(name: string, args: Arguments) => streamRows(asked(name, args)) as AsyncIterable<T[]>,
    csv: (name, args) => streamCsv(asked(name, args)),
    pools: () => [
      writersUse(knex),
      { pool: 'light', ...light.use() },
      { pool: 'heavy', ...heavy.use() },
      { pool: 'reports', ...reports.use() },
    ],
    transaction: (work) => again(() => runTransaction(knex, queries, mssqlDialect, work), isSafeToRepeat),
    close: async () => {
      await knex.destroy();
      await light.close();
      await heavy.close();
      await reports.close();
    },
  };
}

async function readAll({ query, args, pool }: Asked): Promise<Row[]> {
  return again(async () => {
    const request = withInputs(await pool.request(), query, args);
    const { recordset } = await request.query<Record<string, unknown>>(mssqlDialect.readerText(query));
    return declaredRows(query, recordset);
  });
}

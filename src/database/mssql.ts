import type { Database, Row } from './connect.ts';
import { declaredRow, mssqlDialect } from './dialect.ts';
import type { Arguments, QueryLibrary } from './library.ts';
import { parseMssqlUrl } from './mssql-address.ts';
import { LIGHT_MS, Pool, withInputs } from './mssql-pool.ts';
import { type Asked, streamBlocks, streamCsv } from './mssql-stream.ts';
import { openWriter } from './mssql-writer.ts';
import { again, isRolledBackForSure } from './retry.ts';
import { runTransaction } from './transaction.ts';

// Writing goes through knex (which drives tedious), reading through the mssql package: its inputs have types, its
// streams hold the server back, and its requests can be cancelled.

const HEAVY_MS = 30 * 60_000;
const LIGHT_CONNECTIONS = 10;
const HEAVY_CONNECTIONS = 4;

/**
 * Opens SQL Server; nothing is connected before it is used. `readUrl` is a login of its own, perhaps on a readable
 * secondary: heavy queries (reports and exports) go there, and nothing else does.
 */
export function openMssql(url: string, queries: QueryLibrary, readUrl?: string): Database {
  const writing = parseMssqlUrl(url);
  const knex = openWriter(writing);
  const light = new Pool(writing, { max: LIGHT_CONNECTIONS, requestMs: LIGHT_MS });
  const heavy = new Pool(readUrl ? parseMssqlUrl(readUrl) : writing, {
    max: HEAVY_CONNECTIONS,
    requestMs: HEAVY_MS,
    readOnly: readUrl !== undefined,
  });
  const asked = (name: string, args: Arguments): Asked => {
    const query = queries.get(name);
    return { query, args, pool: query.weight === 'heavy' ? heavy : light };
  };
  return {
    kind: 'mssql',
    queries,
    knex,
    run: async <T = Row>(name: string, args: Arguments) => (await readAll(asked(name, args))) as T[],
    stream: <T = Row>(name: string, args: Arguments) => {
      const ask = asked(name, args);
      return streamBlocks(ask, (row) => declaredRow(ask.query, row)) as AsyncIterable<T[]>;
    },
    csv: (name, args) => streamCsv(asked(name, args)),
    transaction: (work) => again(() => runTransaction(knex, queries, mssqlDialect, work), isRolledBackForSure),
    close: async () => {
      await knex.destroy();
      await light.close();
      await heavy.close();
    },
  };
}

async function readAll({ query, args, pool }: Asked): Promise<Row[]> {
  return again(async () => {
    const request = withInputs(await pool.request(), query, args);
    const { recordset } = await request.query<Record<string, unknown>>(mssqlDialect.readerText(query));
    return recordset.map((row) => declaredRow(query, row));
  });
}

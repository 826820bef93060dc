import { csvLine } from './csv.ts';
import { mssqlDialect } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import type { Arguments } from './library.ts';
import { type Pool, withInputs } from './mssql-pool.ts';
import { again } from './retry.ts';
import { toDeclared } from './values.ts';

const BLOCK_ROWS = 2000;

export interface Asked {
  query: NamedQuery;
  args: Arguments;
  pool: Pool;
}

/** Rows in blocks, each read by `read`. The consumer's pace holds the server back; leaving early cancels the request. */
export function streamBlocks<T>(asked: Asked, read: (row: Record<string, unknown>) => T): AsyncIterable<T[]> {
  return { [Symbol.asyncIterator]: () => cancelling((signal) => blocks(asked, read, signal)) };
}

/** The same as lines of a CSV file. */
export function streamCsv(asked: Asked): AsyncIterable<Uint8Array> {
  const { columns } = asked.query;
  const line = (row: Record<string, unknown>) => csvLine(columns.map(({ name, type }) => toDeclared(type, row[name])));
  return {
    [Symbol.asyncIterator]: () =>
      cancelling(async function* (signal) {
        const encoder = new TextEncoder();
        for await (const lines of blocks(asked, line, signal)) yield encoder.encode(lines.join(''));
      }),
  };
}

// A generator hears of its end only between two blocks, and a long query may not have given its first one yet: whoever
// leaves cancels the request at once.
function cancelling<T>(make: (signal: AbortSignal) => AsyncGenerator<T>): AsyncIterator<T, undefined> {
  const left = new AbortController();
  const inner = make(left.signal);
  return {
    next: async () => {
      try {
        const next = await inner.next();
        return next.done ? { done: true, value: undefined } : next;
      } catch (thrown) {
        if (left.signal.aborted) return { done: true, value: undefined };
        throw thrown;
      }
    },
    return: async () => {
      left.abort();
      await inner.return(undefined).catch(() => {});
      return { done: true, value: undefined };
    },
  };
}

async function* blocks<T>(
  { query, args, pool }: Asked,
  read: (row: Record<string, unknown>) => T,
  signal: AbortSignal,
): AsyncGenerator<T[]> {
  const request = withInputs(await again(() => pool.request()), query, args);
  if (signal.aborted) return;
  const stream = request.toReadableStream({ highWaterMark: BLOCK_ROWS });
  // The error comes through the stream; here it would be heard twice.
  request.query(mssqlDialect.readerText(query)).catch(() => {});
  const cancel = () => {
    request.cancel();
    stream.destroy();
  };
  signal.addEventListener('abort', cancel, { once: true });
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
    signal.removeEventListener('abort', cancel);
    if (!finished) request.cancel();
  }
}

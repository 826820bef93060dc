import type Sql from 'mssql';
import { csvLine } from './csv.ts';
import { mssqlDialect } from './dialect.ts';
import type { NamedQuery } from './header.ts';
import type { Arguments } from './library.ts';
import { type Pool, withInputs } from './mssql-pool.ts';
import { type Patience, Watch } from './patience.ts';
import { again } from './retry.ts';
import { type Part, partsOf, rowMaker } from './rows.ts';
import type { Value } from './values.ts';

/** Rows that live longer than a moment are copied by the garbage collector: 2,000 took a fifth longer than 400. */
const BLOCK_ROWS = 400;
/** Blocks that wait for the consumer before the server is held back. */
const BLOCKS_AHEAD = 2;

export interface Asked {
  query: NamedQuery;
  args: Arguments;
  pool: Pick<Pool, 'request'>;
}

/** What is streamed, and how long whoever reads it is waited for. */
export interface Streamed extends Asked {
  patience: Patience;
}

type MakeReader<T> = (parts: Part[]) => (values: unknown[]) => T;

const asRow: MakeReader<Record<string, Value>> = rowMaker;

// A bit stands in a file as 1 or 0, as SQLite writes it.
const asLine: MakeReader<string> = (parts) => (values) =>
  csvLine(
    parts.map(({ place, declared }) => {
      const value = declared(values[place]);
      return typeof value === 'boolean' ? Number(value) : value;
    }),
  );

/** Rows in blocks, as declared. The consumer's pace holds the server back; leaving early cancels the request. */
export function streamRows(asked: Streamed): AsyncIterable<Record<string, Value>[]> {
  return { [Symbol.asyncIterator]: () => cancelling((signal) => blocks(asked, asRow, signal)) };
}

/** The same as lines of a CSV file. */
export function streamCsv(asked: Streamed): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () =>
      cancelling(async function* (signal) {
        for await (const lines of blocks(asked, asLine, signal)) yield Buffer.from(lines.join(''));
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

async function* blocks<T>(asked: Streamed, make: MakeReader<T>, signal: AbortSignal): AsyncGenerator<T[]> {
  let coming: Coming<T> | undefined;
  const cancel = () => coming?.end();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    // Until the first block nothing has left: what passes by itself is tried again.
    let block = await again(async () => {
      const request = signal.aborted ? undefined : await asked.pool.request();
      if (!request || signal.aborted) return undefined;
      coming = new Coming(asked, request, make);
      return coming.next();
    });
    while (block) {
      yield block;
      block = await coming?.next();
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    coming?.end();
  }
}

/**
 * What a request sends, gathered into blocks by its own events: a row at a time through a stream and `for await` took
 * twice as long as the driver itself.
 */
class Coming<T> {
  readonly #request: Sql.Request;
  readonly #watch: Watch;
  readonly #full: T[][] = [];
  #block: T[] = [];
  #error: Error | undefined;
  #wake = () => {};
  #isHeld = false;
  #isEnded = false;
  isOver = false;

  constructor({ query, args, patience }: Streamed, request: Sql.Request, make: MakeReader<T>) {
    this.#request = withInputs(request, query, args);
    this.#watch = new Watch(query.name, patience, (why) => this.#fail(why));
    request.stream = true;
    request.arrayRowMode = true;
    let read = make([]);
    request.on('recordset', (columns) => {
      // Thrown in here it would end the process: it ends the request instead.
      try {
        read = make(partsOf(query, namesOf(columns)));
      } catch (thrown) {
        this.#fail(thrown as Error);
      }
    });
    request.on('row', (values) => {
      // Rows still come until the server has heard of the end: held back, they would hold up that word too.
      if (this.#isEnded) return;
      try {
        this.#block.push(read(values as unknown[]));
      } catch (thrown) {
        this.#fail(thrown as Error);
      }
      if (this.#block.length >= BLOCK_ROWS) this.#turnPage();
    });
    request.on('error', (error) => {
      this.#error ??= error;
    });
    request.on('done', () => {
      this.isOver = true;
      this.#watch.over();
      this.#turnPage();
    });
    // Its errors come as events; here they would be heard twice.
    request.query(mssqlDialect.readerText(query)).catch(() => {});
  }

  /**
   * The next block; undefined when there is none any more. Throws what the server says, or that whoever reads it took
   * too long.
   */
  async next(): Promise<T[] | undefined> {
    this.#watch.asked();
    while (this.#full.length === 0 && !this.isOver && !this.#error) {
      this.#hold(false);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    if (this.#error) {
      this.end();
      throw this.#error;
    }
    if (!this.isOver) this.#watch.given();
    return this.#full.shift();
  }

  /** Nobody reads on: the request is cancelled, unless it is over. */
  end(): void {
    this.#watch.over();
    if (this.isOver || this.#isEnded) return;
    this.#isEnded = true;
    this.#request.cancel();
  }

  #fail(why: Error): void {
    this.#error ??= why;
    this.end();
    this.#wake();
  }

  #turnPage(): void {
    if (this.#block.length > 0) this.#full.push(this.#block);
    this.#block = [];
    if (!this.isOver && this.#full.length >= BLOCKS_AHEAD) this.#hold(true);
    this.#wake();
  }

  #hold(wanted: boolean): void {
    if (wanted === this.#isHeld) return;
    this.#isHeld = wanted;
    if (wanted) this.#request.pause();
    else this.#request.resume();
  }
}

// In array mode the driver gives the columns as a list.
const namesOf = (columns: unknown): string[] => (columns as { name: string }[]).map(({ name }) => name);

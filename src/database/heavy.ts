import { Worker } from 'node:worker_threads';
import type { Row } from './connect.ts';
import type { NamedQuery } from './header.ts';
import { PATIENCE, type Patience, Watch } from './patience.ts';

export interface HeavyRequest {
  id: number;
  ask: 'rows' | 'csv' | 'next' | 'stop';
  sql?: string;
  bindings?: Record<string, unknown>;
  columns?: NamedQuery['columns'];
}

export interface HeavyAnswer {
  id: number;
  rows?: Row[];
  bytes?: Uint8Array;
  done?: boolean;
  error?: string;
}

const END = { done: true, value: undefined } as const;
// Lines live for a moment: a small nursery keeps the memory of a long file as flat as that of a short one.
const YOUNG_MB = 4;

/**
 * Heavy queries on SQLite, in a thread of their own: SQLite is synchronous, and a report on the main thread would
 * hold up every visit that is being saved. The consumer asks for block after block, so memory stays flat.
 */
export class HeavyReader {
  readonly #file: string;
  readonly #patience: Patience;
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, (answer: HeavyAnswer) => void>();

  constructor(file: string, patience = PATIENCE) {
    this.#file = file;
    this.#patience = patience;
  }

  rows<T>(query: NamedQuery, sql: string, bindings: Record<string, unknown>): AsyncIterable<T[]> {
    return this.#blocks('rows', query, sql, bindings, (answer) => answer.rows as T[] | undefined);
  }

  csv(query: NamedQuery, sql: string, bindings: Record<string, unknown>): AsyncIterable<Uint8Array> {
    return this.#blocks('csv', query, sql, bindings, (answer) => answer.bytes);
  }

  /** How many questions the thread has before it. */
  use(): { used: number; free: number; waiting: number; most: number } {
    const asked = this.#waiting.size;
    return { used: Math.min(asked, 1), free: asked === 0 ? 1 : 0, waiting: Math.max(asked - 1, 0), most: 1 };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  // One block is always on its way while the consumer works on the one before. Not a generator: whoever leaves is free at
  // once, while the thread ends the block that it is at, and goes on to what others ask. Whoever neither reads on nor
  // leaves is not waited for without end: an open result keeps SQLite from folding its log into the file.
  #blocks<T>(
    ask: 'rows' | 'csv',
    query: NamedQuery,
    sql: string,
    bindings: Record<string, unknown>,
    read: (answer: HeavyAnswer) => T | undefined,
  ): AsyncIterable<T> {
    const begin = (): AsyncIterator<T, undefined> => {
      const id = ++this.#lastId;
      let coming: Promise<HeavyAnswer> | undefined;
      let finished = false;
      let gaveUp: Error | undefined;
      let watch: Watch | undefined;
      const finish = () => {
        finished = true;
        watch?.over();
      };
      const giveUp = (why: Error) => {
        gaveUp = why;
        this.#stop(id);
      };
      const next = async (): Promise<IteratorResult<T, undefined>> => {
        if (finished) return END;
        watch ??= new Watch(query.name, this.#patience, giveUp);
        watch.asked();
        const answer = await (coming ?? this.#send({ id, ask, sql, bindings, columns: query.columns }));
        if (finished) return END;
        if (gaveUp || answer.done || answer.error) finish();
        if (gaveUp) throw gaveUp;
        if (answer.error) throw new Error(`${query.name}: ${answer.error}`);
        if (!finished) {
          coming = this.#send({ id, ask: 'next' });
          watch.given();
          // The thread may have come to the end while the reader has not.
          coming.then(({ done, error }) => (done || error) && watch?.over());
        }
        const block = read(answer);
        return block === undefined ? END : { done: false, value: block };
      };
      const leave = async (): Promise<IteratorResult<T, undefined>> => {
        if (!finished && !gaveUp) this.#stop(id);
        finish();
        return END;
      };
      return { next, return: leave };
    };
    return { [Symbol.asyncIterator]: begin };
  }

  #stop(id: number): void {
    this.#answer({ id, done: true });
    this.#worker?.postMessage({ id, ask: 'stop' } satisfies HeavyRequest);
  }

  #send(request: HeavyRequest): Promise<HeavyAnswer> {
    const worker = this.#start();
    worker.ref();
    return new Promise((resolve) => {
      this.#waiting.set(request.id, resolve);
      worker.postMessage(request);
    });
  }

  #answer(answer: HeavyAnswer): void {
    const resolve = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    // A thread that nobody waits for does not keep the process.
    if (this.#waiting.size === 0) this.#worker?.unref();
    resolve?.(answer);
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(workerFile(), {
      workerData: { file: this.#file },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (answer: HeavyAnswer) => this.#answer(answer));
    // A worker that dies fails what it was asked, and the next question starts a new one: it may be there before the end of the
    // dead one is told, and is not that one's to fail.
    const fail = (error: string) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const [id, resolve] of this.#waiting) resolve({ id, error });
      this.#waiting.clear();
    };
    // A fault of SQLite's comes out of a thread without its message: no words would be no fault, and the end of the rows.
    worker.on('error', ({ message, code }: NodeJS.ErrnoException) =>
      fail(message || code || 'the reading thread failed'),
    );
    worker.on('exit', () => fail('the reading thread ended'));
    this.#worker = worker;
    return worker;
  }
}

// A thread cannot run TypeScript on the oldest Node that we support: the tests use the built file.
function workerFile(): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/database/heavy-worker.js' : './heavy-worker.js';
  return new URL(built, import.meta.url);
}

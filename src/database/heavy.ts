import { Worker } from 'node:worker_threads';
import type { Row } from './connect.ts';
import type { NamedQuery } from './header.ts';

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

// Lines live for a moment: a small nursery keeps the memory of a long file as flat as that of a short one.
const YOUNG_MB = 4;

/**
 * Heavy queries on SQLite, in a thread of their own: SQLite is synchronous, and a report on the main thread would
 * hold up every visit that is being saved. The consumer asks for block after block, so memory stays flat.
 */
export class HeavyReader {
  readonly #file: string;
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, (answer: HeavyAnswer) => void>();

  constructor(file: string) {
    this.#file = file;
  }

  async *rows<T>(query: NamedQuery, sql: string, bindings: Record<string, unknown>): AsyncGenerator<T[]> {
    for await (const answer of this.#blocks('rows', query, sql, bindings)) yield answer.rows as T[];
  }

  async *csv(query: NamedQuery, sql: string, bindings: Record<string, unknown>): AsyncGenerator<Uint8Array> {
    for await (const answer of this.#blocks('csv', query, sql, bindings)) yield answer.bytes as Uint8Array;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  // One block is always on its way while the consumer works on the one before.
  async *#blocks(ask: 'rows' | 'csv', query: NamedQuery, sql: string, bindings: Record<string, unknown>) {
    const id = ++this.#lastId;
    let next = this.#send({ id, ask, sql, bindings, columns: query.columns });
    let finished = false;
    try {
      for (;;) {
        const answer = await next;
        if (answer.error) {
          finished = true;
          throw new Error(`${query.name}: ${answer.error}`);
        }
        finished = answer.done === true;
        if (!finished) next = this.#send({ id, ask: 'next' });
        if (answer.rows || answer.bytes) yield answer;
        if (finished) return;
      }
    } finally {
      if (!finished) {
        await next;
        await this.#send({ id, ask: 'stop' });
      }
      if (this.#waiting.size === 0) this.#worker?.unref();
    }
  }

  #send(request: HeavyRequest): Promise<HeavyAnswer> {
    const worker = this.#start();
    worker.ref();
    return new Promise((resolve) => {
      this.#waiting.set(request.id, resolve);
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(workerFile(), {
      workerData: { file: this.#file },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (answer: HeavyAnswer) => {
      const resolve = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      resolve?.(answer);
    });
    // A worker that dies fails what it was asked, and the next question starts a new one.
    const fail = (error: Error) => {
      this.#worker = undefined;
      for (const [id, resolve] of this.#waiting) resolve({ id, error: error.message });
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('the reading thread ended')));
    this.#worker = worker;
    return worker;
  }
}

// A thread cannot run TypeScript on the oldest Node that we support: the tests use the built file.
function workerFile(): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/database/heavy-worker.js' : './heavy-worker.js';
  return new URL(built, import.meta.url);
}

import { parentPort, workerData } from 'node:worker_threads';
import type { Row } from './connect.ts';
import { csvLine } from './csv.ts';
import type { HeavyAnswer, HeavyRequest } from './heavy.ts';
import { partsInOrder, rowMaker } from './rows.ts';
import { openReader } from './sqlite.ts';
import type { Value } from './values.ts';

// The thread that reads: holds its own connection, keeps the open results, hands out one block each time it is asked.

const ROWS_IN_BLOCK = 2000;
const BYTES_IN_BLOCK = 64 * 1024;

interface Open {
  ask: 'rows' | 'csv';
  make: (values: unknown[]) => Row;
  rows: IterableIterator<unknown[]>;
}

const connection = openReader((workerData as { file: string }).file);
const open = new Map<number, Open>();

function answerTo(request: HeavyRequest): HeavyAnswer {
  const { id, ask } = request;
  if (ask === 'stop') {
    open.get(id)?.rows.return?.();
    open.delete(id);
    return { id, done: true };
  }
  if (ask !== 'next') {
    const rows = connection
      .prepare(request.sql as string)
      .raw()
      .iterate(request.bindings) as IterableIterator<unknown[]>;
    open.set(id, { ask, make: rowMaker(partsInOrder(request.columns ?? [])), rows });
  }
  const result = open.get(id) as Open;
  const block = result.ask === 'rows' ? rowBlock(result) : csvBlock(result);
  if (block.done) open.delete(id);
  return { id, ...block };
}

function rowBlock({ rows, make }: Open): { rows: Row[]; done: boolean } {
  const block: Row[] = [];
  while (block.length < ROWS_IN_BLOCK) {
    const { value, done } = rows.next();
    if (done) return { rows: block, done: true };
    block.push(make(value));
  }
  return { rows: block, done: false };
}

function csvBlock({ rows }: Open): { bytes: Uint8Array; done: boolean } {
  let text = '';
  let done = false;
  while (text.length < BYTES_IN_BLOCK) {
    const next = rows.next();
    if (next.done) {
      done = true;
      break;
    }
    text += csvLine(next.value as Value[]);
  }
  return { bytes: new TextEncoder().encode(text), done };
}

parentPort?.on('message', (request: HeavyRequest) => {
  let answer: HeavyAnswer;
  try {
    answer = answerTo(request);
  } catch (fault) {
    open.delete(request.id);
    answer = { id: request.id, error: (fault as Error).message };
  }
  parentPort?.postMessage(answer, answer.bytes ? [answer.bytes.buffer as ArrayBuffer] : []);
});

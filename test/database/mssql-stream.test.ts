import { EventEmitter } from 'node:events';
import type Sql from 'mssql';
import { mssqlDialect } from '../../src/database/dialect.ts';
import { parseQuery } from '../../src/database/header.ts';
import { type Streamed, streamCsv, streamRows } from '../../src/database/mssql-stream.ts';
import { declaredRows } from '../../src/database/rows.ts';

// A stream from SQL Server with a server in the test's hand: what it sends, when it breaks, and what is asked of it.

const query = parseQuery(
  'trial/pairs',
  '-- query: trial/pairs\n-- for: trial\n-- args: none\n-- columns: a int, b int\n-- weight: heavy\nselect x.a, x.b from x',
);
const LONG = { idleMs: 60_000, wholeMs: 60_000 };
const fault = (of: { number?: number; code?: string }) => Object.assign(new Error('from the server'), of);

type Server = (request: Asked) => void;

class Asked extends EventEmitter {
  readonly #server: Server;
  calls: string[] = [];

  constructor(server: Server) {
    super();
    this.#server = server;
  }
  query(text: string) {
    expect(text).toBe(mssqlDialect.readerText(query));
    setImmediate(() => this.#server(this));
    return Promise.resolve();
  }
  pause() {
    this.calls.push('pause');
  }
  resume() {
    this.calls.push('resume');
  }
  cancel() {
    this.calls.push('cancel');
    setImmediate(() => {
      this.emit('error', Object.assign(new Error('Canceled.'), { code: 'ECANCEL' }));
      this.emit('done');
    });
  }
}

const columns = (...names: string[]) => names.map((name) => ({ name }));
const fails =
  (of: { number?: number; code?: string }): Server =>
  (request) => {
    request.emit('error', fault(of));
    request.emit('done');
  };
const sends =
  (rows: number, end?: { code: string }): Server =>
  (request) => {
    request.emit('recordset', columns('b', 'a'));
    for (let row = 1; row <= rows; row++) request.emit('row', [row * 10, row]);
    if (end) request.emit('error', fault(end));
    request.emit('done');
  };

function sendRows(request: Asked, rows: number): void {
  request.emit('recordset', columns('a', 'b'));
  for (let row = 0; row < rows; row++) request.emit('row', [row, row]);
}

/** Each attempt meets the next of these servers. */
function streamed(servers: Server[], patience = LONG) {
  const asked: Asked[] = [];
  const pool = {
    request: async () => {
      const request = new Asked(servers[asked.length] as Server);
      asked.push(request);
      return request as unknown as Sql.Request;
    },
  };
  return { asked, streamed: { query, args: {}, pool, patience } satisfies Streamed };
}

async function all<T>(blocks: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const block of blocks) rows.push(...block);
  return rows;
}

describe('before the first block', () => {
  it.each([{ number: 1205 }, { number: 40613 }, { code: 'ESOCKET' }])('%j is tried again', async (of) => {
    const { asked, streamed: it_ } = streamed([fails(of), sends(2)]);
    expect(await all(streamRows(it_))).toEqual([
      { a: 1, b: 10 },
      { a: 2, b: 20 },
    ]);
    expect(asked).toHaveLength(2);
  });

  it('what will not pass is told at once', async () => {
    const { asked, streamed: it_ } = streamed([fails({ number: 208 })]);
    await expect(all(streamRows(it_))).rejects.toMatchObject({ number: 208 });
    expect(asked).toHaveLength(1);
  });

  it('whoever has left meanwhile is not asked for again', async () => {
    const { asked, streamed: it_ } = streamed([fails({ number: 1205 }), sends(1)]);
    const blocks = streamRows(it_)[Symbol.asyncIterator]();
    const first = blocks.next();
    await new Promise((soon) => setTimeout(soon, 15));
    await blocks.return?.();
    expect((await first).done).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

it('after it nothing is sent twice', async () => {
  const { asked, streamed: it_ } = streamed([
    (request) => {
      request.emit('recordset', columns('a', 'b'));
      for (let row = 0; row < 400; row++) request.emit('row', [row, row]);
      setTimeout(() => fails({ code: 'ESOCKET' })(request), 20);
    },
    sends(1),
  ]);
  let lines = '';
  const file = (async () => {
    for await (const bytes of streamCsv(it_)) lines += Buffer.from(bytes).toString();
  })();
  await expect(file).rejects.toMatchObject({ code: 'ESOCKET' });
  expect(lines.trimEnd().split('\n')).toHaveLength(400);
  expect(asked).toHaveLength(1);
});

describe('a declared column that the database does not give', () => {
  const words = 'trial/pairs: the database gave no column b';
  it('ends a stream, and the request with it', async () => {
    const { asked, streamed: it_ } = streamed([
      (request) => {
        request.emit('recordset', columns('a', 'c'));
        request.emit('row', [1, 2]);
      },
    ]);
    await expect(all(streamRows(it_))).rejects.toThrow(words);
    expect(asked[0]?.calls).toContain('cancel');
  });
  it('is not nothing in a list either', () => {
    expect(() => declaredRows(query, [{ a: 1, B: 2 }])).toThrow(words);
    expect(declaredRows(query, [{ b: null, a: 1 }])).toEqual([{ a: 1, b: null }]);
    expect(declaredRows(query, [])).toEqual([]);
  });
});

describe('patience', () => {
  /** Sends three blocks, and stays. */
  const endless: Server = (request) => {
    request.emit('recordset', columns('a', 'b'));
    for (let row = 0; row < 1200; row++) request.emit('row', [row, row]);
  };

  it('ends with a reader who does not read on', async () => {
    const { asked, streamed: it_ } = streamed([endless], { idleMs: 40, wholeMs: 60_000 });
    const blocks = streamRows(it_)[Symbol.asyncIterator]();
    await blocks.next();
    await new Promise((soon) => setTimeout(soon, 90));
    expect(asked[0]?.calls).toContain('cancel');
    await expect(blocks.next()).rejects.toThrow(
      'trial/pairs: the result was not read on for 0.04 seconds, and the query was ended.',
    );
  });

  it('holds nothing back any more once it is over: the server could not say so', async () => {
    const { asked, streamed: it_ } = streamed([(request) => sendRows(request, 400)]);
    const blocks = streamRows(it_)[Symbol.asyncIterator]();
    await blocks.next();
    await blocks.return?.();
    for (let more = 0; more < 3; more++) sendRows(asked[0] as Asked, 400);
    expect(asked[0]?.calls).toEqual(['cancel']);
  });

  it('is as long again after each block', async () => {
    const { asked, streamed: it_ } = streamed([endless], { idleMs: 80, wholeMs: 60_000 });
    const blocks = streamRows(it_)[Symbol.asyncIterator]();
    for (let block = 0; block < 3; block++) {
      await blocks.next();
      await new Promise((soon) => setTimeout(soon, 50));
    }
    expect(asked[0]?.calls).not.toContain('cancel');
    await blocks.return?.();
    expect(asked[0]?.calls).toContain('cancel');
  });

  it('ends for the whole too, also while the server is waited for', async () => {
    const { asked, streamed: it_ } = streamed([endless], { idleMs: 60_000, wholeMs: 60 });
    await expect(all(streamRows(it_))).rejects.toThrow('was not read to its end within 0.06 seconds');
    expect(asked[0]?.calls).toContain('cancel');
  });

  it('asks nothing of a result that is over', async () => {
    const { asked, streamed: it_ } = streamed([sends(900)], { idleMs: 20, wholeMs: 60_000 });
    let rows = 0;
    for await (const block of streamRows(it_)) {
      rows += block.length;
      await new Promise((soon) => setTimeout(soon, 50));
    }
    expect(rows).toBe(900);
    expect(asked[0]?.calls).not.toContain('cancel');
  });
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import type { Arguments } from '../../src/database/library.ts';
import { QueryLibrary } from '../../src/database/library.ts';
import { QUERIES } from '../../src/server/root.ts';
import { makeApp } from '../app.ts';
import { makeDistrict, NOW, ON_MSSQL, queryLibrary, type TestDatabase } from '../database.ts';
import { ruben } from '../people.ts';

// Whoever closes the window in the middle of a large download, or before a report has come: what it asked of the database
// ends with it.

/** More than the service has for reports: each of them has to be free again. */
const ROUNDS = 7;
/** Far less than a report waits for a connection that nobody gives back. */
const SOON_MS = 15_000;
/**
 * On SQL Server what is on its way has to be read before the cancel is answered, which takes seconds where other tests keep
 * both cores busy; an unanswered one the driver gives up after five.
 */
const AT_ONCE_MS = ON_MSSQL ? SOON_MS : 5000;

let test: TestDatabase;
let database: Database;
let folder: string;
let server: Server;
let address: string;
let cookie: string;
const left: number[] = [];
const asked: string[] = [];

/** The same query, with so many rows that nobody reads to their end. */
function endless(name: string): void {
  const file = path.join(folder, `${name}.sql`);
  const { args, columns, sql } = queryLibrary().get(name);
  const text = readFileSync(file, 'utf8');
  const header = text.slice(0, text.indexOf(sql.slice(0, 40)));
  const list = columns
    .map((column) => `${column.type === 'int' ? 'a.minutes' : 'a.purpose'} as ${column.name}`)
    .join(', ');
  const uses = args.map((arg) => `@${arg.name} is not null`).join(' and ');
  writeFileSync(
    file,
    `${header}select ${list}\nfrom u_ssp_visit a\njoin u_ssp_visit b on a.id <> b.id\nwhere ${uses}\n`,
  );
}

beforeAll(async () => {
  test = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  cpSync(QUERIES, folder, { recursive: true });
  endless('reports/visits-lines');
  endless('reports/visits-by-purpose');
  database = openDatabase(test.url, new QueryLibrary(folder));
  const watched: Database = {
    ...database,
    csv: (name, given) => {
      const inner = database.csv(name, given)[Symbol.asyncIterator]();
      const leave = async () => {
        await inner.return?.();
        left.push(performance.now());
        return { done: true as const, value: undefined };
      };
      return { [Symbol.asyncIterator]: () => ({ next: () => inner.next(), return: leave }) };
    },
    stream: <T>(name: string, given: Arguments) => {
      asked.push(name);
      const inner = database.stream<T>(name, given)[Symbol.asyncIterator]();
      const leave = async () => {
        await inner.return?.();
        left.push(performance.now());
        return { done: true as const, value: undefined };
      };
      return { [Symbol.asyncIterator]: () => ({ next: () => inner.next(), return: leave }) };
    },
  };
  const it_ = makeApp({ ...test, database: watched });
  cookie = (await it_.as(ruben)).cookie;
  server = createServer(it_.app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}, 180_000);
afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((done) => server?.close(done) ?? done(undefined));
  await database?.close();
  rmSync(folder, { recursive: true });
  await test.close();
}, 60_000);

/** Reads the beginning of the file, and goes. */
function beginAndGo(): Promise<{ bytes: number; gone: number }> {
  return new Promise((done, failed) => {
    const request = get(`${address}/reports/visits.csv?period=2026-2027-Y`, { headers: { cookie } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        // Behind the heading, when rows are coming.
        if (bytes > 100_000 && !request.destroyed) {
          request.destroy();
          done({ bytes, gone: performance.now() });
        }
      });
      response.on('error', () => {});
      response.on('end', () => failed(new Error(`The download ended after ${bytes} bytes: ${response.statusCode}`)));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!request.destroyed) failed(error);
    });
  });
}

it('a download that its reader leaves frees its connection at once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { gone } = await beginAndGo();
    while (left.length <= round && performance.now() < gone + AT_ONCE_MS)
      await new Promise((soon) => setTimeout(soon, 20));
    expect(left).toHaveLength(round + 1);
    expect((left[round] as number) - gone).toBeLessThan(AT_ONCE_MS);
  }
  // And the next report does not wait for what nobody reads any more.
  const begun = performance.now();
  const year = { from_date: '2026-08-27', to_date: '2026-11-20' };
  await database.run('reports/visits-total', { reader: ruben.reader, now: NOW, ...year });
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
}, 240_000);

it('a report that its reader does not wait for is given up at once, and nothing more is asked for it', async () => {
  left.length = 0;
  asked.length = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const request = get(`${address}/reports/visits?period=2026-2027-Y`, { headers: { cookie } });
    request.on('error', () => {});
    const isAsked = () => asked.filter((name) => name === 'reports/visits-by-purpose').length > round;
    const patience = performance.now() + SOON_MS;
    while (!isAsked() && performance.now() < patience) await new Promise((soon) => setTimeout(soon, 20));
    expect(isAsked()).toBe(true);
    request.destroy();
    const gone = performance.now();
    while (left.length <= round && performance.now() < gone + AT_ONCE_MS)
      await new Promise((soon) => setTimeout(soon, 20));
    expect(left).toHaveLength(round + 1);
    expect((left[round] as number) - gone).toBeLessThan(AT_ONCE_MS);
  }
  expect(asked).not.toContain('reports/visits-by-service');
  const begun = performance.now();
  await database.run('reports/visits-total', {
    reader: ruben.reader,
    now: NOW,
    from_date: '2026-08-27',
    to_date: '2026-11-20',
  });
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
}, 240_000);

import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { makeLog } from '../../src/server/log.ts';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { joan } from '../people.ts';

// A download that does not come to its end: by our fault, or because whoever asked went away. Both are seen, and apart.

let test: TestDatabase;
let it_: TestApp;
let principal: Browser;
let server: Server;
let log: string;
beforeEach(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  log = '';
  const kept = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  Object.assign(it_.parts, { log: makeLog('info', kept) });
  principal = await it_.as(joan);
  server = createServer(it_.app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}, 60_000);
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await test.close();
});

/** The report's file goes on as this says, after its first lines. */
function goingOn(blocks: () => AsyncGenerator<Uint8Array>): void {
  it_.parts.database.csv = () => blocks();
}
const LINE = Buffer.from('Okafor, Daniela\n'.repeat(50_000));

function download(): Promise<IncomingMessage> {
  const { port } = server.address() as { port: number };
  const address = `http://127.0.0.1:${port}/reports/visits.csv?period=2026-2027-Y`;
  return new Promise((resolve, reject) => {
    get(address, { headers: { cookie: principal.cookie } }, resolve).once('error', reject);
  });
}
/** The system's word for how it ended. */
const endOf = (answer: IncomingMessage) =>
  new Promise<string>((resolve) => {
    answer.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    answer.once('end', () => resolve('whole'));
    answer.resume();
  });
const lineOf = async (status: string) => {
  for (let looks = 0; looks < 100 && !log.includes(`"status":"${status}"`); looks++)
    await new Promise((soon) => setTimeout(soon, 20));
  return JSON.parse(log.split('\n').find((line) => line.includes(`"status":"${status}"`)) ?? '{}');
};
const counted = async (status: string) =>
  (await it_.nobody.get('/metrics')).text.includes(
    `ssp_request_seconds_count{method="GET",route="/reports/visits.csv",status="${status}"} 1`,
  );

it('by our fault: is logged with the fault and its number, and counts as broken', async () => {
  goingOn(async function* () {
    yield LINE;
    await new Promise((soon) => setTimeout(soon, 50));
    throw Object.assign(new Error('the row of Okafor, Daniela'), { code: 'ESOCKET' });
  });
  const answer = await download();
  expect(answer.statusCode).toBe(200);
  expect(await endOf(answer)).toBe('ECONNRESET');
  const line = await lineOf('broken');
  expect(line).toMatchObject({
    ...{ level: 50, route: 'GET /reports/visits.csv', request: answer.headers['x-request-id'] },
    fault: { name: 'Error', code: 'ESOCKET' },
  });
  expect(log).not.toContain('Okafor');
  expect([await counted('broken'), await counted('cut')]).toEqual([true, false]);
});

it('because the browser went away: is logged as that, without a fault, and counts as cut', async () => {
  let isFree = false;
  goingOn(async function* () {
    try {
      for (;;) yield LINE;
    } finally {
      isFree = true;
    }
  });
  const answer = await download();
  answer.once('error', () => {});
  answer.destroy();
  const line = await lineOf('cut');
  expect(line).toMatchObject({ level: 30, route: 'GET /reports/visits.csv', request: answer.headers['x-request-id'] });
  expect(line.fault).toBeUndefined();
  expect(isFree).toBe(true);
  expect([await counted('broken'), await counted('cut')]).toEqual([false, true]);
});

import { createServer, type Server } from 'node:http';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, joan } from '../people.ts';

const TOKEN = 'a-token-of-more-than-twenty-characters';

let test: TestDatabase;
let it_: TestApp;
let counselor: Browser;
let server: Server;
let at: string;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test, { METRICS_TOKEN: TOKEN });
  counselor = await it_.as(ana);
  server = createServer(it_.app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  at = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}, 60_000);
afterAll(async () => {
  server.close();
  await test.close();
});

const metrics = async () => (await it_.nobody.get('/metrics')).text;
const numberAt = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 'NaN',
  );

describe('/metrics', () => {
  it('counts requests by pattern and status, what was saved, and the audit', async () => {
    await counselor.get(`/students/${daniela.dcid}`);
    await counselor.get('/students/4711');
    await counselor.get('/no-such-page/Okafor');
    await counselor.post(`/students/${daniela.dcid}/visits`, visitForm({ note: 'not for a collector' }));
    const text = await metrics();
    expect(numberAt(text, 'ssp_request_seconds_count{method="GET",route="/students/:dcid",status="200"}')).toBe(1);
    expect(numberAt(text, 'ssp_request_seconds_count{method="GET",route="/students/:dcid",status="404"}')).toBe(1);
    expect(numberAt(text, 'ssp_request_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
    expect(numberAt(text, 'ssp_request_seconds_count{method="POST",route="/students/:dcid/visits",status="303"}')).toBe(
      1,
    );
    expect(numberAt(text, 'ssp_saved_total{event="VISIT_ADDED"}')).toBe(1);
    expect(numberAt(text, 'ssp_audit_rows_total')).toBeGreaterThanOrEqual(3);
    expect(numberAt(text, 'ssp_audit_groups_total{end="written"}')).toBeGreaterThanOrEqual(2);
    expect(numberAt(text, 'ssp_requests_in_flight')).toBe(1);
  });

  it('counts heavy queries by their name, and shows the pools', async () => {
    const principal = await it_.as(joan);
    await principal.get('/reports/visits.csv?period=2026-2027-Y');
    const text = await metrics();
    expect(numberAt(text, 'ssp_heavy_query_seconds_count{query="reports/visits-lines",end="done"}')).toBe(1);
    expect(numberAt(text, 'ssp_heavy_queries_running')).toBe(0);
    expect(numberAt(text, 'ssp_pool_most{pool="writers"}')).toBeGreaterThanOrEqual(1);
    expect(numberAt(text, 'ssp_pool_waiting{pool="heavy"}')).toBe(0);
  });

  it('names nobody and nothing that was typed or asked for', async () => {
    // Without the values: some number of bytes holds the digits of somebody's number.
    const text = (await metrics()).replace(/ \S+$/gm, '');
    for (const secret of ['Okafor', 'Daniela', String(daniela.dcid), '104233', '4711', '9001', 'Reyes', 'collector'])
      expect(text).not.toContain(secret);
  });

  it('is in a form that a collector reads', async () => {
    const answer = await it_.nobody.get('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = answer.text.split('\n').filter((line) => line !== '');
    const odd = lines.filter((line) => !/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[^{}]*\})? -?[\d.e+-]+)$/.test(line));
    expect(odd).toEqual([]);
    const names = lines.flatMap((line) => (line.startsWith('# TYPE ') ? [line.split(' ')[2]] : []));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('who may read /metrics', () => {
  const ask = async (headers: Record<string, string>) => (await fetch(`${at}/metrics`, { headers })).status;

  it('a program on this computer', async () => {
    expect(await ask({})).toBe(200);
  });

  it.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'Via'])(
    'nobody whose request a proxy on this computer handed on (%s)',
    async (header) => {
      expect(await ask({ [header]: '127.0.0.1' })).toBe(404);
    },
  );

  it('nobody who asked for another name than this computer’s', async () => {
    expect((await it_.nobody.get('/metrics').set('Host', 'support.example.org')).status).toBe(404);
  });

  it('whoever shows the token, from anywhere, and nobody with another one', async () => {
    const forwarded = { 'X-Forwarded-For': '203.0.113.7' };
    expect(await ask({ ...forwarded, Authorization: `Bearer ${TOKEN}` })).toBe(200);
    expect(await ask({ ...forwarded, Authorization: `Bearer ${TOKEN}x` })).toBe(404);
    expect(await ask({ ...forwarded, Authorization: 'Bearer ' })).toBe(404);
    expect(await ask({ ...forwarded, Authorization: `Basic ${TOKEN}` })).toBe(404);
  });

  it('nobody by a token where none is set', async () => {
    const bare = makeApp(test);
    const answer = await bare.nobody
      .get('/metrics')
      .set('X-Forwarded-For', '203.0.113.7')
      .set('Authorization', 'Bearer undefined');
    expect(answer.status).toBe(404);
  });
});

describe('/readyz', () => {
  it('says 503 as soon as the service is to end, while /healthz still says that it lives', async () => {
    const ending = makeApp(test);
    expect((await ending.nobody.get('/readyz')).status).toBe(200);
    ending.parts.stopping = true;
    const answer = await ending.nobody.get('/readyz');
    expect([answer.status, answer.body]).toEqual([503, { ready: false, stopping: true }]);
    expect(answer.headers.connection).toBe('close');
    expect((await ending.nobody.get('/healthz')).status).toBe(200);
  });
});

describe('the number of a request', () => {
  it('is in every answer and on the page when something went wrong, and is never the one that somebody sent', async () => {
    const answer = await counselor.get('/students/4711').set('X-Request-Id', 'mine');
    const number = answer.headers['x-request-id'] as string;
    expect(number).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).toContain(`Number for your IT staff: ${number}`);
    const [row] = await test.database.knex('u_ssp_audit').where({ request: number });
    expect(row).toMatchObject({ outcome: 'refused', reason: 'NOT_IN_SCOPE' });
    const fine = await it_.nobody.get('/healthz');
    expect(fine.headers['x-request-id']).not.toBe(number);
  });
});

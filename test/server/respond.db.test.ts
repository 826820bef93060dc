import { request } from 'node:http';
import { ROUTES } from '../../src/server/app.ts';
import { isForAgencies } from '../../src/server/respond.ts';
import type { Route } from '../../src/server/route.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';
import { command, KEYS, type Service, serve, settings, signedIn } from './process.ts';

// `serve --only respond`, a real process: nothing but the few entries that agencies need, whoever asks.

/** All that it needs: no secret of the SIS, of sessions or of notes. */
const ONLY = (databaseUrl: string) => ({
  ...{ PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'debug' },
  ...{ RESPOND_URL: 'https://respond.example.org', DATABASE_URL: databaseUrl, AUDIT_KEYS: KEYS.AUDIT_KEYS },
});

let test: TestDatabase;
let service: Service;
let person: { cookie: string; token: string };
beforeAll(async () => {
  test = await makeDistrict();
  service = await serve(ONLY(test.url), ['--only', 'respond']);
  person = await signedIn(test, ana);
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await test.close();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

function ask(method: string, path: string): Promise<Answer> {
  const form = method === 'POST' ? `token=${encodeURIComponent(person.token)}&q=Okafor` : '';
  const headers = { cookie: person.cookie, 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const asked = request(`${service.url}${path}`, { method, headers }, async (answer) => {
      let text = '';
      for await (const part of answer) text += String(part);
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
    });
    asked.once('error', reject).end(form);
  });
}

const addressOf = ({ get, post }: Route) =>
  (get ?? post ?? '').replace(':dcid', String(daniela.dcid)).replace(/:\w+/g, '1');
const closed = ROUTES.filter((entry) => !isForAgencies(entry)).map(
  (entry) => [entry.get ? 'GET' : 'POST', addressOf(entry)] as const,
);

it('knows which entries are for agencies: health, numbers, and what begins with /respond', () => {
  const open = ROUTES.filter(isForAgencies).map(addressOf);
  expect(open.filter((address) => !address.startsWith('/respond'))).toEqual(['/healthz', '/readyz', '/metrics']);
  expect(closed.length).toBeGreaterThan(20);
});

it.each(closed)('%s %s is not there, even for somebody who is signed in', async (method, path) => {
  const before = await countAudit();
  const answer = await ask(method, path);
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('<h1>Nothing here</h1>');
  expect(answer.text).not.toMatch(/sign|SIS|Okafor|script|href/i);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(await countAudit()).toBe(before);
});

const countAudit = async () =>
  Number(((await test.database.knex('u_ssp_audit').count({ n: '*' })) as { n: number }[])[0]?.n);

it.each([
  '/assets/app.js',
  '/respond',
  '/respond/some-link',
  '/nothing',
  '/HEALTHZ',
  '/healthz/',
  '//healthz',
  '/%2e%2e/',
])('%s is not there either', async (path) => {
  expect((await ask('GET', path)).status).toBe(404);
});

it('says that it lives and can work, and counts what was asked in vain', async () => {
  expect((await ask('GET', '/healthz')).status).toBe(200);
  expect((await ask('GET', '/readyz')).status).toBe(200);
  const { status, text } = await ask('GET', '/metrics');
  expect(status).toBe(200);
  expect(text).toMatch(/ssp_request_seconds_count\{method="GET",route="none",status="404"\} \d\d/);
  expect(text).not.toContain('/students');
  expect(Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(1e7);
});

it('may be shown in no frame', async () => {
  const { headers } = await ask('GET', '/');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).not.toContain('sis.example.org');
});

it('does not start without an address of its own, nor on that of the service', async () => {
  const without = await command(['serve', '--only', 'respond'], settings(test.url));
  expect([without.code, without.err]).toEqual([1, expect.stringContaining('RESPOND_URL is missing')]);
  for (const name of ['DATABASE_URL', 'AUDIT_KEYS']) {
    const missing = await command(['serve', '--only', 'respond'], { ...ONLY(test.url), [name]: '' });
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining(`${name} is missing`)]);
  }
  const same = await command(['serve'], settings(test.url, { RESPOND_URL: 'https://support.example.org' }));
  expect(same.err).toContain('RESPOND_URL: has to be another address than PUBLIC_URL');
  expect((await command(['serve', '--only', 'students'], settings(test.url))).code).toBe(2);
});

import { Agent, type IncomingMessage, request } from 'node:http';
import BetterSqlite3 from 'better-sqlite3';
import { KeyRing } from '../../src/access/keys.ts';
import { verifyAudit } from '../../src/access/verify.ts';
import { visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, joan } from '../people.ts';
import { KEYS, type Service, serve, settings, signedIn } from './process.ts';

// The end of a real process, with work in its hands.

const LINES = 120_000;

let test: TestDatabase;
let service: Service;
let holder: BetterSqlite3.Database;
beforeAll(async () => {
  test = await makeDistrict('sqlite');
  holder = new BetterSqlite3(test.file);
  fillReport(holder);
}, 120_000);
afterAll(async () => {
  holder.close();
  if (service?.child.exitCode === null) service.child.kill('SIGKILL');
  await test.close();
});

/** Visits of so many kinds that the report's file is larger than what any socket holds. */
function fillReport(database: BetterSqlite3.Database): void {
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${LINES})`;
  database.exec(`begin;
    insert into u_ssp_visit (id, form_key, visit_date, visit_month, school_year, school_id, minutes, purpose, sensitive, visit_type,
      initiator, setting, modality, disposition, author, author_title, created_at, revision)
    ${numbers} select 1000000 + i, 'x' || i, '2026-10-10', '2026-10', '2026-2027', 101, 5, 'X' || i, 0, 'x', 'x', 'x', 'x', 'x', 9001, 'x',
      '2026-10-10T10:00:00.000Z', 1 from n;
    insert into u_ssp_visit_student (visit_id, student_dcid, visit_date, grade_level, grade_band)
    ${numbers} select 1000000 + i, 5005, '2026-10-10', 6, '6-8' from n;
    insert into u_ssp_visit_service (visit_id, line_no, service, tier) ${numbers} select 1000000 + i, 1, 'IND_COUNS', 2 from n;
    commit;`);
}

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function open(address: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(address, { headers: { cookie } }, resolve).once('error', reject).end();
  });
}

async function text(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** The status, or the system's word for why there was no answer. */
function ask(address: string, agent?: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    request(address, agent ? { agent } : {}, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}

it('SIGTERM: says so at /readyz, refuses new connections, ends what is in flight, and a second one does not cut', async () => {
  service = await serve(settings(test.url), ['--wait', '1.5']);
  const [counselor, principal] = [await signedIn(test, ana), await signedIn(test, joan)];
  const kept = new Agent({ keepAlive: true });
  expect(await ask(`${service.url}/readyz`, kept)).toBe(200);

  // A download whose reader takes her time: her connection is full.
  const download = await open(`${service.url}/reports/visits.csv?period=2026-2027-Y`, principal.cookie);
  expect(download.statusCode).toBe(200);
  await soon(300);
  // A save that has to wait for the database.
  holder.exec('begin immediate');
  const form = visitForm({ date: '2026-11-20', note: 'saved while the service ends' });
  const saving = fetch(`${service.url}/students/${bruno.dcid}/visits`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: counselor.cookie },
    body: new URLSearchParams({ token: counselor.token, ...form }),
  });
  await soon(300);

  service.child.kill('SIGTERM');
  await soon(300);
  expect(await ask(`${service.url}/readyz`)).toBe(503);
  expect(await ask(`${service.url}/healthz`, kept)).toBe(200);
  await soon(1600);
  expect(await ask(`${service.url}/healthz`)).toBe('ECONNREFUSED');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) service.child.kill(signal);
  await soon(300);
  expect([service.child.exitCode, service.child.signalCode]).toEqual([null, null]);

  holder.exec('rollback');
  expect((await saving).status).toBe(303);
  expect(await test.database.knex('u_ssp_visit').where({ form_key: form.form_key })).toHaveLength(1);
  await soon(300);
  expect(service.child.exitCode).toBeNull();
  const file = await text(download);
  expect(file.split('\n').filter((line) => /^101,.*,X\d+,IND_COUNS$/.test(line))).toHaveLength(LINES);

  const { code, signal, err } = await service.ended;
  expect([code, signal]).toEqual([0, null]);
  expect(err).not.toContain('were cut');
  expect(err.trimEnd().split('\n').at(-1)).toContain('"msg":"ended"');
  kept.destroy();
  expect((await verifyAudit(test.database, KeyRing.parse(KEYS.AUDIT_KEYS))).finding).toBeUndefined();
  const seals = await test.database.knex('u_ssp_audit_seal').orderBy('id').select('kind');
  expect(seals.at(-1)).toEqual({ kind: 'end' });
}, 60_000);

it('SIGTERM with nothing to do ends at once, though a browser keeps its connection open', async () => {
  service = await serve(settings(test.url), ['--wait', '0']);
  const kept = new Agent({ keepAlive: true });
  expect(await ask(`${service.url}/healthz`, kept)).toBe(200);
  const since = performance.now();
  expect((await service.stop()).code).toBe(0);
  expect(performance.now() - since).toBeLessThan(2500);
  kept.destroy();
}, 30_000);

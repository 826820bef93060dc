import { visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';
import { type Service, serve, settings, signedIn } from '../server/process.ts';

// Two real processes on one database, as behind a balancer that sends each request wherever it likes.

let test: TestDatabase;
let [first, second]: Service[] = [];
beforeAll(async () => {
  test = await makeDistrict();
  [first, second] = await Promise.all([serve(settings(test.url)), serve(settings(test.url))]);
}, 120_000);
afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  await test.close();
});

const page = `/students/${daniela.dcid}`;
const at = (instance: Service | undefined, address: string) => `${(instance as Service).url}${address}`;

async function get(instance: Service | undefined, cookie: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(at(instance, page), { headers: { cookie }, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}

async function post(instance: Service | undefined, address: string, cookie: string, form: Record<string, string>) {
  const body = new URLSearchParams(form);
  return (await fetch(at(instance, address), { method: 'POST', headers: { cookie }, body, redirect: 'manual' })).status;
}

it('serve the same person: what one saved the other shows, and a form of one is saved by the other', async () => {
  const { cookie, token } = await signedIn(test, ana);
  expect((await get(first, cookie)).status).toBe(200);
  const visit = visitForm({ note: 'written on the first' });
  const form = { token, ...visit };
  expect(await post(first, `${page}/visits`, cookie, form)).toBe(303);
  expect((await get(second, cookie)).text).toContain('written on the first');
  // The same form once more, at the other one: it is known there.
  expect(await post(second, `${page}/visits`, cookie, form)).toBe(303);
  const saved = await test.database.knex('u_ssp_visit').where({ form_key: visit.form_key });
  expect(saved).toHaveLength(1);
  const elsewhere = { token, ...visitForm({ note: 'written on the second' }) };
  expect(await post(second, `${page}/visits`, cookie, elsewhere)).toBe(303);
  expect((await get(first, cookie)).text).toContain('written on the second');
});

it('end a session together: who signs out at one is out at the other', async () => {
  const { cookie, token } = await signedIn(test, ana);
  const other = await signedIn(test, ana);
  expect([(await get(first, cookie)).status, (await get(second, cookie)).status]).toEqual([200, 200]);
  expect(await post(second, '/sign-out', cookie, { token })).toBe(303);
  expect([(await get(first, cookie)).status, (await get(second, cookie)).status]).toEqual([401, 401]);
  // Another session of the same person is another one.
  expect((await get(first, other.cookie)).status).toBe(200);
});

it('write an audit chain each, and count sign-ins together', async () => {
  const chains = await test.database.knex('u_ssp_audit').distinct('chain');
  expect(chains).toHaveLength(2);
  await test.database.knex('u_ssp_rate').where('bucket', 'like', 'sign-in:%').delete();
  for (const instance of [first, second, first])
    expect((await fetch(at(instance, '/sign-in/callback?code=x&state=y'))).status).toBe(401);
  const counted = await test.database.knex('u_ssp_rate').where('bucket', 'like', 'sign-in:%').select('hits');
  const hits = counted.reduce((sum, row) => sum + (row as { hits: number }).hits, 0);
  expect(hits).toBe(3);
});

it('go on when one of them ends', async () => {
  const { cookie } = await signedIn(test, ana);
  expect((await (first as Service).stop()).code).toBe(0);
  expect((await get(second, cookie)).status).toBe(200);
});

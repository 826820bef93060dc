import { purgeDrafts } from '../../src/visits/drafts/purge.ts';
import { makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno } from '../people.ts';

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
});
afterAll(() => test.close());

const DAY = 24 * 60;
const purge = () => purgeDrafts(test.database, it_.parts.audit, it_.clock);
const drafts = () => test.database.knex('u_ssp_draft');

it('throws away what nobody touched for two weeks, with its audit row, and nothing else', async () => {
  const [old, young] = [visitForm(), visitForm()];
  const keep = async (form: Record<string, string>) =>
    (await it_.as(ana)).post(`/students/${bruno.dcid}/drafts`, { ...form, script: '1' });
  await keep(old);
  it_.clock.pass(1);
  expect((await keep(young)).status).toBe(200);
  it_.clock.pass(14 * DAY - 1);
  expect(await purge()).toBe(0);
  it_.clock.at = new Date(it_.clock.at.getTime() + 1);
  expect(await purge()).toBe(1);
  expect(await drafts()).toMatchObject([{ form_key: young.form_key }]);
  expect(await test.database.knex('u_ssp_audit').where({ event: 'DRAFT_PURGED' })).toMatchObject([
    { actor: null, student: bruno.dcid, reason: 'SYSTEM', outcome: 'allowed' },
  ]);
  expect(await purge()).toBe(0);
});

it('throws away any number of them, two instances at once each only once', async () => {
  await test.owner('u_ssp_draft').del();
  const at = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' };
  const row = { author: ana.reader, kind: 'VISIT', earlier_min: 0, revision: 1, key_id: 'n1', sealed: 'x', ...at };
  for (let n = 0; n < 120; n++) await test.owner('u_ssp_draft').insert({ ...row, form_key: `form ${n}` });
  const [one, other] = await Promise.all([purge(), purge()]);
  expect(one + other).toBe(120);
  expect(await drafts()).toEqual([]);
});

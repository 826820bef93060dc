import { led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase, TODAY } from '../database.ts';
import { ana, bruno } from '../people.ts';

// A visit that is changed is asked about again where it becomes another one, and only there.

let test: TestDatabase;
let app: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  app = makeApp(test, { STATE_PROFILE: 'TX' });
});
afterAll(() => test.close());

const RULE = 'Counseling: refused for this student';
// What the change form sends: the same fields, without the key of a form.
const changed = ({ form_key, ...fields }: Record<string, string>, revision = '1') => ({ ...fields, revision });
const latest = async (): Promise<number> => {
  const [id] = await test.owner('u_ssp_visit').orderBy('id', 'desc').limit(1).pluck('id');
  return id as number;
};

it('a refusal of today keeps nobody from mending a note, and keeps counseling from coming in by a change', async () => {
  const browser = await app.as(ana);
  const form = visitForm({ service_1: 'IND_COUNS', note: 'Tall.' });
  await browser.post(`/students/${bruno.dcid}/visits`, form);
  const counseled = await latest();
  const other = visitForm({ service_1: 'CHECKIN', note: 'Short.' });
  await browser.post(`/students/${bruno.dcid}/visits`, other);
  const checked = await latest();
  const said = { form_key: crypto.randomUUID(), signer: 'PARENT', method: 'VERBAL', signed_on: TODAY };
  await browser.post(`/students/${bruno.dcid}/consents`, { ...said, state: 'REFUSED', for_counseling: '1' });
  const kept = await browser.post(`/visits/${counseled}/change`, changed({ ...form, note: 'Taller.' }));
  expect([kept.status, led(kept)]).toEqual([303, `/students/${bruno.dcid}?done=changed`]);
  const turned = changed({ ...other, service_1: 'GRP_COUNS', tier_1: '2' });
  const refused = await browser.post(`/visits/${checked}/change`, turned);
  expect([refused.status, refused.text.includes(RULE)]).toEqual([422, true]);
});

it('what an exception let in is asked about once the exception is taken away, and not before', async () => {
  const browser = await app.as(ana);
  const form = visitForm({ service_1: 'IND_COUNS', note: 'Tall.', consent_exception: 'EMERGENCY' });
  expect((await browser.post(`/students/${bruno.dcid}/visits`, form)).status).toBe(303);
  const visit = await latest();
  const address = `/visits/${visit}/change`;
  expect((await browser.post(address, changed({ ...form, note: 'Taller.' }))).status).toBe(303);
  const bare = await browser.post(address, changed({ ...form, consent_exception: '' }, '2'));
  expect([bare.status, bare.text.includes(RULE)]).toEqual([422, true]);
  const kept = await test.owner('u_ssp_visit').where({ id: visit }).first('revision', 'consent_exception');
  expect(kept).toEqual({ revision: 2, consent_exception: 'EMERGENCY' });
});

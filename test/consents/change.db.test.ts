import { makeApp, type TestApp, visitForm } from '../app.ts';
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

it('a refusal of today keeps nobody from mending a note, and keeps counseling from coming in by a change', async () => {
  const browser = await app.as(ana);
  const form = visitForm({ service_1: 'IND_COUNS', note: 'Tall.' });
  await browser.post(`/students/${bruno.dcid}/visits`, form);
  const other = visitForm({ service_1: 'CHECKIN', note: 'Short.' });
  await browser.post(`/students/${bruno.dcid}/visits`, other);
  const said = { form_key: crypto.randomUUID(), signer: 'PARENT', method: 'VERBAL', signed_on: TODAY };
  await browser.post(`/students/${bruno.dcid}/consents`, { ...said, state: 'REFUSED', for_counseling: '1' });
  const [counseled, checked] = await test
    .owner('u_ssp_visit')
    .orderBy('id', 'desc')
    .limit(2)
    .pluck('id')
    .then((ids) => ids.reverse());
  // What the change form sends: the same fields, without the key of a form.
  const changed = (fields: Record<string, string>) => {
    const { form_key, ...rest } = fields;
    return { ...rest, revision: '1' };
  };
  const kept = await browser.post(`/visits/${counseled}/change`, changed({ ...form, note: 'Taller.' }));
  expect([kept.status, kept.headers.location]).toEqual([303, `/students/${bruno.dcid}?done=changed`]);
  const turned = changed({ ...other, service_1: 'GRP_COUNS', tier_1: '2' });
  const refused = await browser.post(`/visits/${checked}/change`, turned);
  expect([refused.status, refused.text.includes('Counseling: refused for this student')]).toEqual([422, true]);
});

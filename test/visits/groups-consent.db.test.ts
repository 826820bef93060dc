import { makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, sami } from '../people.ts';

// A group visit is held to what each family said: who it is about is told to the author, and nothing is lost.

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test, { STATE_PROFILE: 'TX' });
}, 180_000);
afterAll(() => test.close());

const form = (changes: Record<string, string> = {}) =>
  ({
    form_key: crypto.randomUUID(),
    purpose: 'PRO_GROUP',
    date: '2026-11-20',
    minutes: '30',
    service_1: 'ASSESS',
    note: 'kept',
    student: [String(sami.dcid), String(bruno.dcid)],
    ...changes,
  }) as unknown as Record<string, string>;

async function given(student_dcid: number, state = 'GIVEN') {
  const said = { kind: 'SVC_SCHOOL', service_group: 'health_care', signer: 'PARENT', method: 'PAPER' };
  const days = { signed_on: '2026-09-01', starts_on: '2026-09-01' };
  const recorded = { recorded_by: ana.reader, recorded_at: '2026-09-01T12:00:00.000Z', form_key: crypto.randomUUID() };
  await test.owner('u_ssp_consent').insert({ student_dcid, state, ...said, ...days, ...recorded });
}

it('names those for whom there is none, and saves once there is', async () => {
  const browser = await it_.as(ana);
  await given(sami.dcid);
  const sent = form();
  const refused = await browser.post('/visits/group', sent);
  expect(refused.status).toBe(422);
  const faults = /class="faults"[\s\S]*?<\/div>/.exec(refused.text)?.[0] as string;
  expect(faults).toContain(`${bruno.name}: `);
  expect(faults).not.toContain(sami.name);
  expect(refused.text).toContain('kept</textarea>');
  expect(await test.owner('u_ssp_visit').where({ form_key: sent.form_key as string })).toEqual([]);
  await given(bruno.dcid);
  expect((await browser.post('/visits/group', sent)).status).toBe(303);
  await given(sami.dcid, 'REFUSED');
  const again = await browser.post('/visits/group', form());
  expect(again.text).toMatch(new RegExp(`${sami.name}: [^<]*refused`));
});

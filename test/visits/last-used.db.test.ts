import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, irena, maya } from '../people.ts';
import { pastVisit } from '../today/rows.ts';

// What a form begins with: how the person's own last visit was, and never what it was about or how it ended.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());
beforeEach(() => test.owner('u_ssp_visit').update({ voided_at: '2026-11-20T12:00:00.000Z' }));

/** What is chosen or typed in the form. */
async function begins(quick: boolean, by = browser): Promise<Record<string, string>> {
  const { text } = await by.get(`/students/${bruno.dcid}${quick ? '/quick' : ''}`);
  const form = text.slice(text.indexOf('id="visit"')).split('</form>')[0] as string;
  const values: Record<string, string> = {};
  for (const [, name, options] of form.matchAll(/<select [^>]*name="(\w+)"[^>]*>([\s\S]*?)<\/select>/g))
    values[name as string] = /value="([^"]*)"[^>]* selected/.exec(options as string)?.[1] ?? '';
  for (const [tag] of form.matchAll(/<input [^>]+>/g))
    if (/name="minutes"/.test(tag)) values.minutes = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  return values;
}
const DEFAULTS = {
  visit_type: 'WALKIN',
  initiator: 'STUDENT',
  setting: 'OFFICE',
  modality: 'IN_PERSON',
  disposition: 'CLASS',
};
const last = (more: Record<string, unknown> = {}, author = ana.reader) =>
  pastVisit(test, bruno.dcid, author, '2026-11-19', { setting: 'HALL', minutes: 35, ...more });

it('before the first visit: what the role does most, and fifteen minutes', async () => {
  expect(await begins(true)).toMatchObject({ ...DEFAULTS, service_1: 'IND_COUNS', minutes: '15', purpose: '' });
  expect(await begins(true, await it_.as(irena))).toMatchObject({ service_1: 'NURSE_CARE' });
});

it('afterwards as the last visit was, on both forms; what it was about and how it ended are asked anew', async () => {
  await last();
  const same = {
    visit_type: 'SCHED',
    initiator: 'FAMILY',
    setting: 'HALL',
    modality: 'PHONE',
    service_1: 'CHECKIN',
    tier_1: '1',
  };
  expect(await begins(true)).toMatchObject({ ...same, minutes: '35', purpose: '', disposition: 'CLASS' });
  // The full form asks for the time: by a timer, start and end, or a press.
  expect(await begins(false)).toMatchObject({ ...same, minutes: '', purpose: '', disposition: 'CLASS' });
});

it.each([
  ['sensitive', { sensitive: true, purpose: 'EMO_ANX' }],
  ['void', { voided_at: '2026-11-19T16:00:00.000Z' }],
  ['a crisis', { visit_type: 'CRISIS' }],
  ['one to which nobody came', { visit_type: 'NOSHOW' }],
])('not of a visit that is %s', async (_what, more) => {
  await last(more);
  expect(await begins(true)).toMatchObject({ ...DEFAULTS, minutes: '15' });
});

it.each(['MAND_REPORT', 'RISK_ASSESS'])(
  'not of a visit with %s: the service tells what it was about',
  async (service) => {
    const visit = await last({ purpose: 'BEH_CLASS' });
    await test.owner('u_ssp_visit_service').where({ visit_id: visit }).update({ service, tier: 3 });
    for (const quick of [true, false])
      expect(await begins(quick)).toMatchObject({ ...DEFAULTS, service_1: 'IND_COUNS', tier_1: '2' });
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-18', { setting: 'HOME' });
    expect(await begins(true)).toMatchObject({ setting: 'HOME', service_1: 'CHECKIN', tier_1: '1' });
  },
);

it('not a service of the district’s own that is kept from administrators, but the standard one', async () => {
  const visit = await last();
  await test.owner('u_ssp_local_code').insert({
    ...{ code_set: 'SERVICE', code: 'L_HUSH', revision: 1, parent: 'CHECKIN', label: 'Safe talk', sensitive: true },
    ...{ restricted: false, from_day: '2026-09-01', changed_by: 1, changed_at: '2026-09-01T12:00:00.000Z' },
  });
  const own = { visit_id: visit, code_set: 'SERVICE', line_no: 1, code: 'L_HUSH' };
  await test.owner('u_ssp_visit_code').insert(own);
  expect(await begins(true)).toMatchObject({ service_1: 'CHECKIN', setting: 'HALL' });
});

it('not of somebody else’s', async () => {
  await last({}, maya.reader);
  expect(await begins(true)).toMatchObject(DEFAULTS);
});

it('the latest day counts, and of a day what was written last', async () => {
  await pastVisit(test, bruno.dcid, ana.reader, '2026-11-19', { setting: 'HALL' });
  await pastVisit(test, bruno.dcid, ana.reader, '2026-11-19', { setting: 'HOME' });
  await pastVisit(test, bruno.dcid, ana.reader, '2026-11-18', { setting: 'AGENCY' });
  expect(await begins(true)).toMatchObject({ setting: 'HOME' });
});

it('a district’s own code while it is on the list, the standard one afterwards', async () => {
  const visit = await last();
  const code = {
    code_set: 'SETTING',
    code: 'L_YARD',
    revision: 1,
    parent: 'HALL',
    label: 'School yard',
    sensitive: false,
  };
  await test.owner('u_ssp_local_code').insert({
    ...{ ...code, restricted: false, from_day: '2026-09-01', changed_by: 1, changed_at: '2026-09-01T12:00:00.000Z' },
  });
  await test.owner('u_ssp_visit_code').insert({ visit_id: visit, code_set: 'SETTING', line_no: 0, code: 'L_YARD' });
  expect(await begins(true)).toMatchObject({ setting: 'L_YARD' });
  await test.owner('u_ssp_local_code').insert({
    ...{ ...code, revision: 2, restricted: false, from_day: '2026-09-01', to_day: '2026-11-19' },
    ...{ changed_by: 1, changed_at: '2026-11-19T12:00:00.000Z' },
  });
  expect(await begins(true)).toMatchObject({ setting: 'HALL' });
});

it('two people at the same school each begin as they work', async () => {
  await last();
  await last({ setting: 'CLASSROOM' }, irena.reader);
  expect(await begins(false)).toMatchObject({ setting: 'HALL' });
  expect(await begins(false, await it_.as(irena))).toMatchObject({ setting: 'CLASSROOM' });
  expect(await begins(false)).toMatchObject({ setting: 'HALL' });
});

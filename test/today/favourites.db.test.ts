import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, irena, joan } from '../people.ts';
import { section } from './rows.ts';

// Favourites: six at most, in an order of one's own, never with a sensitive purpose.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());
beforeEach(() => test.owner('u_ssp_favourite').delete());

const add = (more: Record<string, string> = {}, by = browser) =>
  by.post('/today/favourites', { purpose: 'ACA_ATTEND', service_1: 'CHECKIN', minutes: '10', ...more });
const keep = (more: Record<string, string> = {}) =>
  browser.post(`/students/${bruno.dcid}/quick/favourite`, visitForm({ disposition: 'HOME', ...more }));
const kept = (reader = ana.reader) => test.owner('u_ssp_favourite').where({ reader }).orderBy('line_no');
const minutes = async () => (await kept()).map((row: { minutes: number }) => row.minutes);
const arrange = async (at: number, move: string) =>
  browser.post('/today/favourites/arrange', { id: String((await kept())[at]?.id ?? 4711), move });

it.each([
  ['a sensitive purpose', { purpose: 'EMO_ANX' }, 'This purpose is sensitive'],
  ['no purpose', { purpose: '' }, 'Choose what the visit is about.'],
  ['a purpose that there is not', { purpose: 'NONE' }, 'not on the list any more'],
  ['no service', { service_1: '' }, 'Choose a service.'],
  [
    'a service that tells what it was about',
    { service_1: 'MAND_REPORT' },
    'This service tells what the visit was about',
  ],
  ['no minutes', { minutes: '' }, '1 to 180 minutes'],
  ['no minutes at all', { minutes: '0' }, '1 to 180 minutes'],
  ['a day of minutes', { minutes: '1440' }, '1 to 180 minutes'],
])('%s is not kept, and it says why', async (_what, more, words) => {
  for (const answer of [await add(more), await keep(more)]) {
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
  }
  expect(await kept()).toEqual([]);
});

it('keeps a quick visit without what it ended with, and saves no visit', async () => {
  const before = await test.owner('u_ssp_visit').count({ n: '*' });
  const { status, text } = await keep({ setting: 'HALL', note: 'not kept', minutes: '12' });
  expect(status).toBe(200);
  expect(text).toContain('the visit is not saved yet');
  expect(text).toContain('not kept</textarea>');
  const [row] = await kept();
  expect(row).toMatchObject({
    kind: 'VISIT',
    line_no: 1,
    purpose: 'ACA_ATTEND',
    minutes: 12,
    setting: 'HALL',
    tier: 2,
  });
  expect(JSON.stringify(row)).not.toMatch(/HOME|not kept/);
  expect(await test.owner('u_ssp_visit').count({ n: '*' })).toEqual(before);
  const [audit] = await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1);
  expect(audit).toMatchObject({ event: 'FAVOURITES_SAVED', student: bruno.dcid, subject: 'favourites' });
});

it('takes six and no seventh, and none twice', async () => {
  for (const minutes of ['1', '2', '3', '4', '5', '6']) expect((await add({ minutes })).status).toBe(303);
  expect((await add({ minutes: '7' })).text).toContain('You have six favorites');
  expect((await add({ minutes: '6' })).text).toContain('This is a favorite already.');
  expect(await minutes()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('takes one of two that are kept at the same moment as the last one', async () => {
  for (const minutes of ['1', '2', '3', '4', '5']) await add({ minutes });
  const answers = await Promise.all([add({ minutes: '6' }), add({ minutes: '7' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  expect(await kept()).toHaveLength(6);
});

it('puts them into another order, and takes them away', async () => {
  for (const minutes of ['1', '2', '3']) await add({ minutes });
  await arrange(2, 'up');
  expect(await minutes()).toEqual([1, 3, 2]);
  await arrange(0, 'down');
  expect(await minutes()).toEqual([3, 1, 2]);
  for (const [at, move] of [
    [0, 'up'],
    [2, 'down'],
    [9, 'remove'],
  ] as const)
    expect((await arrange(at, move)).status).toBe(303);
  expect(await minutes()).toEqual([3, 1, 2]);
  const [{ id }] = await kept();
  // A double click takes one away, not two.
  for (const _ of [1, 2]) await browser.post('/today/favourites/arrange', { id: String(id), move: 'remove' });
  expect(await minutes()).toEqual([1, 2]);
});

it('are one’s own: nobody else sees, moves or removes them', async () => {
  await add();
  const irenas = await it_.as(irena);
  const [{ id }] = await kept();
  await irenas.post('/today/favourites/arrange', { id: String(id), move: 'remove' });
  expect(await kept()).toHaveLength(1);
  expect((await irenas.get(`/students/${bruno.dcid}/quick`)).text).not.toContain('data-fill');
  expect((await add({}, await it_.as(joan))).status).toBe(403);
});

it('fill the form, without script too, and save nothing', async () => {
  await add({ service_1: 'CRISIS', minutes: '35', purpose: 'BEH_CLASS' });
  const { text } = await browser.get(`/students/${bruno.dcid}/quick`);
  expect(text).toContain('Classroom behavior · 35 min</button>');
  const [{ id }] = await kept();
  const form = visitForm({ favourite: String(id), note: 'typed before', purpose: '' });
  const filled = await browser.post(`/students/${bruno.dcid}/quick/fill`, form);
  expect(filled.status).toBe(200);
  expect(filled.text).toMatch(/value="BEH_CLASS" selected/);
  expect(filled.text).toMatch(/name="minutes"[^>]*value="35"/);
  expect(filled.text).toContain('typed before</textarea>');
  expect(await test.owner('u_ssp_visit').where({ form_key: form.form_key })).toEqual([]);
  await test.owner('u_ssp_favourite').delete();
  expect((await browser.post(`/students/${bruno.dcid}/quick/fill`, form)).text).toContain('not there any more');
});

it('are not offered once the purpose has become sensitive, and Today says so', async () => {
  await add();
  await test.owner('u_ssp_favourite').update({ purpose: 'EMO_ANX' });
  expect((await browser.get(`/students/${bruno.dcid}/quick`)).text).not.toContain('data-fill');
  expect(section((await browser.get('/')).text, 'favourites')).toContain('not offered');
});

it('are not offered with a service that tells what a visit was about', async () => {
  await add();
  await test.owner('u_ssp_favourite').update({ service: 'RISK_ASSESS' });
  expect((await browser.get(`/students/${bruno.dcid}/quick`)).text).not.toContain('data-fill');
  const list = section((await browser.get('/')).text, 'favourites');
  expect(list).toContain('not offered');
  expect(list).not.toContain('risk assessment');
});

it('with a service of the district’s own that is kept from administrators are not kept', async () => {
  await test.owner('u_ssp_local_code').insert({
    ...{ code_set: 'SERVICE', code: 'L_HUSH', revision: 1, parent: 'CHECKIN', label: 'Safe talk', sensitive: true },
    ...{ restricted: false, from_day: '2026-09-01', changed_by: 1, changed_at: '2026-09-01T12:00:00.000Z' },
  });
  expect((await add({ service_1: 'L_HUSH' })).text).toContain('This service tells what the visit was about');
  expect(section((await browser.get('/')).text, 'favourites')).not.toContain('L_HUSH');
});

it('a sensitive purpose, or a service that tells, is not on the lists of the form that adds one', async () => {
  const list = section((await browser.get('/')).text, 'favourites');
  expect(list).toContain('value="ACA_ATTEND"');
  for (const code of ['EMO_ANX', 'SAF_SUICIDE', 'SAF_ABUSE', 'MAND_REPORT', 'RISK_ASSESS'])
    expect(list).not.toContain(code);
});

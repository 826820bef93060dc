import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, sami } from '../people.ts';
import { section } from '../today/rows.ts';

// The timer of a group visit: by the server's clock, over a reload and another device, and every minute counted once.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 180_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_.clock.at = new Date('2026-11-20T15:00:00.000Z');
  browser = await it_.as(ana);
  await test.owner('u_ssp_draft').delete();
  await test.owner('u_ssp_visit').where({ visit_date: '2026-11-20' }).update({ voided_at: '2026-11-20T12:00:00.000Z' });
});

type Form = Record<string, string | string[]>;
const THREE = [sami.dcid, bruno.dcid, claire.dcid];
const post = (address: string, form: Form, by = browser) => by.post(address, form as Record<string, string>);
const press = (what: 'start' | 'stop', form: Form, by = browser) =>
  post(`/visits/group/drafts/${what}`, { script: '1', ...form }, by);
const save = (form: Form) => post('/visits/group', form);
const visitOf = (form: Form) =>
  test
    .owner('u_ssp_visit')
    .where({ form_key: form.form_key as string })
    .first('*');
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const part = async (name: string) => plain(section((await browser.get('/')).text, name));

/** A group's form whose time nobody has typed. */
function group(changes: Form = {}): Form {
  const fields = { purpose: 'PRO_GROUP', date: '2026-11-20', minutes: '', service_1: 'GRP_COUNS', tier_1: '2' };
  return { form_key: crypto.randomUUID(), ...fields, student: THREE.map(String), ...changes };
}

it('starts, is there after a reload, stops on another device, and what it measured is on the visit', async () => {
  const form = group({ note: 'being written' });
  expect((await press('start', form)).body).toMatchObject({ text: 'Timer started', timer: { start: '10:00' } });
  it_.clock.pass(12);
  const page = (await browser.get(`/visits/group?draft=${form.form_key}`)).text;
  for (const words of ['Stop timer', '12:00', 'being written', 'value="10:00"']) expect(page).toContain(words);
  const stopped = await press('stop', { ...form, draft_revision: '1' }, await it_.as(ana));
  expect(stopped.body).toMatchObject({
    text: 'Timer stopped after 12 minutes',
    timer: { end: '10:12', minutes: '12' },
  });
  it_.clock.pass(9);
  const late = await press('stop', { ...form, draft_revision: '1' });
  expect([late.status, late.body.text]).toEqual([200, expect.stringContaining('stopped already, at 10:12 AM')]);
  const times = { start: '10:00', end: '10:12', minutes: '12', draft_revision: '2' };
  expect((await save({ ...form, ...times })).status).toBe(303);
  expect(await visitOf(form)).toMatchObject({
    ...{ start_min: 600, end_min: 612, minutes: 12, measured_start: 600, measured_end: 612, time_reason: null },
  });
});

it('that still runs ends with the visit, and the form sent twice is one visit', async () => {
  const form = group();
  await press('start', form);
  it_.clock.pass(7);
  const sent = { ...form, start: '10:00', draft_revision: '1' };
  const answers = [await save(sent), await save(sent)];
  expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
  expect(await visitOf(form)).toMatchObject({ minutes: 7, end_min: 607 });
});

it('whose times are changed by hand asks why', async () => {
  const form = group();
  await press('start', form);
  it_.clock.pass(20);
  const changed = { ...form, start: '09:55', end: '10:20', draft_revision: '1' };
  const asked = await save(changed);
  expect(asked.status).toBe(422);
  for (const words of ['Say why they were changed.', 'Reason for change']) expect(asked.text).toContain(words);
  expect((await save({ ...changed, time_reason: 'Began in the hall' })).status).toBe(303);
  expect(await visitOf(form)).toMatchObject({ minutes: 25, measured_start: 600, time_reason: 'Began in the hall' });
});

it('is asked about where it overlaps with a visit of one student, from either side', async () => {
  const many = group();
  await press('start', many);
  it_.clock.pass(5);
  const one = visitForm({ minutes: '' });
  await browser.post(`/students/${bruno.dcid}/drafts/start`, { script: '1', ...one });
  const page = (await browser.get(`/students/${bruno.dcid}?draft=${one.form_key}`)).text;
  expect(plain(page)).toContain('Also running: Group visit, since 10:00 AM');
  const other = (await browser.get(`/visits/group?draft=${many.form_key}`)).text;
  expect(plain(other)).toMatch(/Also running: Silva, Bruno, since 10:05 AM/);
  it_.clock.pass(5);
  const asked = await browser.post(`/students/${bruno.dcid}/visits`, { ...one, draft_revision: '1' });
  expect([asked.status, asked.text.includes('a running timer for a group')]).toEqual([422, true]);
  const sent = { ...many, draft_revision: '1' };
  const back = await save(sent);
  expect([back.status, back.text.includes('a running timer for Silva, Bruno')]).toEqual([422, true]);
  expect((await save({ ...sent, confirm_overlap: '1' })).status).toBe(303);
});

it('runs on Today without a name, stops there, and is saved by "Close all"', async () => {
  const form = group({ note: 'stays' });
  await press('start', form);
  it_.clock.pass(12);
  expect(await part('running')).toMatch(/Group visit, 3 students 12 min since 10:00 AM Stop timer/);
  const { form_key } = form;
  expect(led(await post('/today/stop', { form_key } as Form))).toBe('/?done=stopped');
  expect(await test.owner('u_ssp_audit').where({ event: 'TIMER_STOPPED', subject: `draft:${form_key}` })).toHaveLength(
    1,
  );
  expect(await part('running')).toBe('');
  expect(await part('open')).toContain('Group visit, 3 students 12 min · can be saved');
  expect((await browser.post('/today/close')).headers.location).toBe('/?closed=1');
  expect(await visitOf(form)).toMatchObject({ minutes: 12, start_min: 600, end_min: 612 });
});

it('that was left running is not saved as a group of five hours', async () => {
  const form = group();
  await press('start', form);
  it_.clock.pass(300);
  browser = await it_.as(ana);
  expect(await part('running')).toBe('');
  expect(await part('open')).toContain('left running since 10:00 AM · needs the time at which it ended');
  await browser.post('/today/close');
  expect(await visitOf(form)).toBeUndefined();
});

it('stops although a note about one of them is too long to be kept, and is not saved without it', async () => {
  const form = group({ note: 'stays', draft_page: 'a', draft_step: '1' });
  await press('start', form);
  it_.clock.pass(12);
  const long = { ...form, [`note_${sami.dcid}`]: 'x'.repeat(160_000), draft_step: '2', draft_revision: '1' };
  const stopped = await press('stop', long);
  expect(stopped.body).toMatchObject({ timer: { running: false, minutes: '12' } });
  expect(stopped.body.text).toMatch(/^Timer stopped after 12 minutes\. This is too much text/);
  expect(await part('open')).toContain('were too long to save');
  expect((await browser.post('/today/close')).headers.location).toBe('/?closed=0');
  expect((await save({ ...long, [`note_${sami.dcid}`]: 'short', draft_step: '3' })).status).toBe(303);
  expect(await visitOf(form)).toMatchObject({ minutes: 12, measured_end: 612 });
});

it('is asked about when somebody presses "Crisis"', async () => {
  const form = group();
  await press('start', form);
  const answer = await browser.post('/crisis', { student: String(bruno.dcid) });
  expect((await browser.get(answer.headers.location as string)).text).toContain('Group visit, since 10:00 AM');
});

it('saved and written on at the same moment is one visit and no draft, or is asked about', async () => {
  for (let round = 0; round < 4; round++) {
    const form = group({ minutes: '10' });
    await post('/visits/group/drafts', { script: '1', ...form, draft_page: 'desk' });
    const seen = { ...form, draft_revision: '1' };
    const [saved, kept] = await Promise.all([
      save({ ...seen, draft_page: 'desk' }),
      post('/visits/group/drafts', { script: '1', ...seen, note: 'from the phone', draft_page: 'phone' }),
    ]);
    const isSaved = (await visitOf(form)) !== undefined;
    const draft = await test
      .owner('u_ssp_draft')
      .where({ form_key: form.form_key as string })
      .first('revision');
    expect([saved.status, kept.status, draft?.revision]).toEqual(isSaved ? [303, 409, undefined] : [409, 200, 2]);
  }
});

import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, hana, joan, maya, sami } from '../people.ts';

// Working time without a student, and where all working time went.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 180_000);
afterAll(() => test.close());

const form = (changes: Record<string, string> = {}) => ({
  form_key: crypto.randomUUID(),
  kind: 'PLANNING',
  date: '2026-11-20',
  minutes: '45',
  ...changes,
});
const save = (sent: Record<string, string>, as = browser) => as.post('/time', sent);
const rowsOf = (form_key: string) => test.owner('u_ssp_time').where({ form_key });

describe('bad input', () => {
  it.each([
    ['nothing chosen', { kind: '' }, 'Choose what you did.'],
    ['a kind that there is not', { kind: 'SLEEP' }, 'not on the list any more'],
    ['no minutes', { minutes: '' }, 'Say how long it took'],
    ['a day that has not come', { date: '2026-11-21' }, 'has not come yet'],
    ['no day', { date: '2026-02-30' }, 'There is no such day'],
    ['a day of long ago', { date: '2025-01-01' }, 'more than a year ago'],
    ['an assembly without heads', { kind: 'ASSEMBLY' }, 'how many people'],
    ['heads where nobody is counted', { people: '3' }, 'Nobody is counted'],
    ['half a head', { kind: 'ASSEMBLY', people: '1.5' }, 'whole number'],
    ['another school', { school: '103' }, 'Choose one of your schools'],
    ['an end before the start', { minutes: '', start: '10:00', end: '09:00' }, 'before the start'],
    ['a form without its key', { form_key: 'x' }, 'not whole'],
  ])('%s is said at its field', async (_what, changes, words) => {
    const sent = form(changes as Record<string, string>);
    const { status, text } = await save(sent);
    expect([status, text.includes(words)]).toEqual([422, true]);
    expect(await rowsOf(sent.form_key)).toEqual([]);
  });

  it('who sees no student has none either', async () => {
    for (const person of [joan, hana]) {
      const other = await it_.as(person);
      expect((await other.get('/time')).status).toBe(403);
      expect((await save(form(), other)).status).toBe(403);
    }
  });
});

it('the same form with something else in it is asked about, and is then written beside the first', async () => {
  const sent = form({ minutes: '30' });
  await save(sent);
  const other = await save({ ...sent, minutes: '90' });
  expect([other.status, other.text.includes('was saved before with something else')]).toEqual([422, true]);
  expect(other.text).not.toContain(sent.form_key);
  expect((await rowsOf(sent.form_key)).map(({ minutes }) => minutes)).toEqual([30]);
});

it('is written once, listed for its author alone, and voided with a reason', async () => {
  const sent = form({ kind: 'ASSEMBLY', people: '240', minutes: '', start: '09:00', end: '09:45' });
  const answers = await Promise.all([save(sent), save(sent)]);
  expect(answers.map(led)).toEqual(['/time?done=saved', '/time?done=saved']);
  const [row, ...others] = await rowsOf(sent.form_key);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ minutes: 45, people: 240, school_id: 101, author: ana.reader });
  expect((await browser.get('/time')).text).toContain('240 people');
  const other = await it_.as(maya);
  expect((await other.get('/time')).text).not.toContain('240 people');
  expect((await other.post(`/time/${row.id}/void`, { reason: 'x' })).status).toBe(404);
  expect((await browser.post(`/time/${row.id}/void`, { reason: ' ' })).text).toContain('Say why it is voided.');
  for (const reason of ['wrong day', 'again'])
    expect(led(await browser.post(`/time/${row.id}/void`, { reason }))).toBe('/time?done=voided');
  expect((await rowsOf(sent.form_key))[0]).toMatchObject({ void_reason: 'wrong day' });
  const audit = await test
    .owner('u_ssp_audit')
    .where({ subject: `time:${row.id}`, outcome: 'allowed' })
    .orderBy('id');
  expect(new Set(audit.map(({ event }) => event))).toEqual(new Set(['TIME_ADDED', 'TIME_VOIDED']));
  for (const { student } of audit) expect(student).toBeNull();
});

describe('the report about working time', () => {
  const cellsOf = (html: string, name: string): string[] => {
    const row = html.split('<tr>').find((one) => one.includes(`<th scope="row">${name}</th>`)) ?? '';
    return [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => (text as string).replaceAll(',', ''));
  };

  it('counts a group visit once, a colleague’s own minutes, and time without a student', async () => {
    const principal = await it_.as(joan);
    const report = async () => (await principal.get('/reports/staffing')).text;
    const sums = (html: string, name: string) => cellsOf(html, name).slice(0, 7).map(Number);
    const before = await report();
    const group = {
      purpose: 'PRO_GROUP',
      date: '2026-11-20',
      minutes: '30',
      service_1: 'GRP_COUNS',
      form_key: crypto.randomUUID(),
    };
    const sent = {
      ...group,
      student: [sami.dcid, bruno.dcid].map(String),
      co_1: String(maya.reader),
      co_minutes_1: '20',
    };
    expect((await browser.post('/visits/group', sent as unknown as Record<string, string>)).status).toBe(303);
    expect((await save(form({ kind: 'PARTNER_CALL', minutes: '10' }))).status).toBe(303);
    expect((await save(form({ kind: 'DUTY', minutes: '25' }))).status).toBe(303);
    const after = await report();
    const change = (name: string) => sums(after, name).map((now, at) => now - (sums(before, name)[at] ?? 0));
    // Visits written, as a colleague, direct, indirect, program, other, all.
    expect(change('Reyes, Ana')).toEqual([1, 0, 30, 10, 0, 25, 65]);
    expect(change('Chen, Maya')).toEqual([0, 1, 20, 0, 0, 0, 20]);
    expect(change('Everybody')).toEqual([1, 1, 50, 10, 0, 25, 85]);
  });

  it('counts by the components of the Texas program where the profile says so', async () => {
    const principal = await makeApp(test, { STATE_PROFILE: 'TX' }).as(joan);
    const sums = async () =>
      cellsOf((await principal.get('/reports/staffing')).text, 'Reyes, Ana')
        .slice(2, 8)
        .map(Number);
    const before = await sums();
    expect((await save(form({ kind: 'LESSON', minutes: '40', people: '22' }))).status).toBe(303);
    expect((await save(form({ kind: 'TEAM', minutes: '15' }))).status).toBe(303);
    expect((await save(form({ kind: 'DUTY', minutes: '5' }))).status).toBe(303);
    // Guidance curriculum, responsive services, individual planning, system support, other, all.
    expect((await sums()).map((now, at) => now - (before[at] ?? 0))).toEqual([40, 0, 0, 15, 5, 60]);
  });

  it('is for administrators, of their schools', async () => {
    expect((await browser.get('/reports/staffing')).status).toBe(403);
    expect((await (await it_.as(joan)).get('/reports/staffing?school=103')).status).toBe(404);
  });
});

import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, irena, maya, sami } from '../people.ts';
import { section } from './rows.ts';

// Drafts, running timers and open visits on Today, and one press that saves what can be saved.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 120_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_.clock.at = new Date('2026-11-20T15:00:00.000Z');
  browser = await it_.as(ana);
  await test.owner('u_ssp_draft').delete();
  await test.owner('u_ssp_visit').where({ visit_date: '2026-11-20' }).update({ voided_at: '2026-11-20T12:00:00.000Z' });
});

const STUDENTS = [5001, 5002, 5003, 5004, 5005, 5006, 5009, 5011, 5012];
const EMPTY = { purpose: '', minutes: '', service_1: 'CHECKIN', tier_1: '1' };

/** A form that is being written; its key. */
async function draft(student: number, more: Record<string, string> = {}, by = browser): Promise<string> {
  const form = visitForm({ ...EMPTY, ...more });
  expect((await by.post(`/students/${student}/drafts`, form)).status).toBe(303);
  return form.form_key as string;
}
/** The same with a timer that runs. */
async function timed(student: number, more: Record<string, string> = {}, by = browser): Promise<string> {
  const form = visitForm({ ...EMPTY, ...more });
  expect((await by.post(`/students/${student}/drafts/start`, form)).status).toBe(303);
  return form.form_key as string;
}
const closeAll = (by = browser) => by.post('/today/close');
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const flash = async (address: string) => /class="flash"[^>]*>([^<]*)</.exec((await browser.get(address)).text)?.[1];
const savedFrom = (form_key: string) => test.owner('u_ssp_visit').where({ form_key });
const part = async (name: string) => plain(section((await browser.get('/')).text, name));

it('with nothing open there is nothing to close', async () => {
  expect((await browser.get('/')).text).not.toContain('Close all');
  const answer = await closeAll();
  expect(answer.headers.location).toBe('/?closed=0');
  const [audit] = await test.owner('u_ssp_audit').where({ event: 'VISIT_ADDED' }).orderBy('id', 'desc').limit(1);
  expect(audit).toMatchObject({ reason: 'ALREADY_DONE', subject: null });
});

it('a timer that runs is shown with its stop, and stops without touching what is written', async () => {
  const key = await timed(bruno.dcid, { purpose: 'ACA_ATTEND', note: 'being written' });
  it_.clock.pass(12);
  expect(await part('running')).toMatch(/Silva, Bruno 12 min since 10:00 AM Stop timer/);
  expect((await browser.post('/today/stop', { form_key: key })).headers.location).toBe('/?done=stopped');
  it_.clock.pass(5);
  expect(await part('running')).toBe('');
  expect(await part('open')).toMatch(/Silva, Bruno 12 min · can be saved/);
  const [audit] = await test.owner('u_ssp_audit').where({ event: 'TIMER_STOPPED' }).orderBy('id', 'desc').limit(1);
  expect(audit).toMatchObject({ student: bruno.dcid, outcome: 'allowed' });
  // Pressed once more, or for a timer of somebody else, or of nobody: nothing happens.
  const other = await timed(daniela.dcid, {}, await it_.as(maya));
  for (const form_key of [key, other, crypto.randomUUID()])
    expect((await browser.post('/today/stop', { form_key })).status).toBe(303);
  expect(await test.owner('u_ssp_draft').where({ form_key: other }).first('stopped_at')).toEqual({ stopped_at: null });
  expect((await browser.post('/today/stop', { form_key: 'x' })).status).toBe(400);
  const { text } = await browser.get(`/students/${bruno.dcid}?draft=${key}`);
  expect(text).toContain('being written</textarea>');
});

it('saves what lacks nothing; the others stay with what is missing, each a link', async () => {
  const ready: string[] = [];
  for (const student of STUDENTS.slice(0, 7))
    ready.push(await timed(student, { purpose: 'ACA_ATTEND', confirm_overlap: '1' }));
  ready.push(await draft(claire.dcid, { purpose: 'BEH_CLASS', minutes: '20' }));
  const noPurpose = [await timed(5012, { confirm_overlap: '1' }), await timed(bruno.dcid, { confirm_overlap: '1' })];
  it_.clock.pass(20);
  const answer = await closeAll();
  expect(answer.headers.location).toBe('/?closed=8');
  expect(await flash('/?closed=8')).toBe('8 visits saved, 2 need a purpose');
  for (const key of ready) expect(await savedFrom(key)).toHaveLength(1);
  for (const key of noPurpose) {
    expect(await savedFrom(key)).toEqual([]);
    expect((await browser.get('/')).text.replaceAll('&#x3D;', '=')).toMatch(
      new RegExp(`href="/students/\\d+\\?draft=${key}"`),
    );
  }
  const [timedVisit] = await savedFrom(ready[0] as string);
  expect(timedVisit).toMatchObject({ minutes: 20, start_min: 600, end_min: 620, author: ana.reader });
  const audits = await test
    .owner('u_ssp_audit')
    .where({ event: 'VISIT_ADDED', outcome: 'allowed' })
    .whereIn('student', STUDENTS)
    .orderBy('id', 'desc')
    .limit(8);
  expect(new Set(audits.map((row: { student: number }) => row.student)).size).toBe(8);
  expect(audits[0]).toMatchObject({ reason: 'ROLE_AT_SCHOOL', subject: expect.stringMatching(/^visit:\d+$/) });
});

it('says which ones only a person can answer, and which lack what', async () => {
  await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
  await timed(bruno.dcid, { purpose: 'ACA_ATTEND' });
  await timed(daniela.dcid);
  it_.clock.pass(20);
  const answer = await closeAll();
  expect(await flash(answer.headers.location as string)).toBe(
    '0 visits saved, 1 needs a purpose, 2 need an answer from you: open it and save it there',
  );
});

it('pressed twice saves once', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  const answers = await Promise.all([closeAll(), closeAll()]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await savedFrom(key)).toHaveLength(1);
});

it('a timer that was left running is not saved as a visit of five hours', async () => {
  const key = await timed(bruno.dcid, { purpose: 'ACA_ATTEND' });
  it_.clock.pass(300);
  browser = await it_.as(ana);
  expect(await part('running')).toBe('');
  expect(await part('open')).toContain('left running since 10:00 AM · needs the time at which it ended');
  await closeAll();
  expect(await savedFrom(key)).toEqual([]);
  expect(await flash('/?closed=0')).toBe('0 visits saved, 1 needs the time at which it ended');
});

it('a draft that was only begun is a draft, and says what it lacks', async () => {
  await draft(bruno.dcid, { note: 'half a sentence' });
  await draft(daniela.dcid, { purpose: 'EMO_ANX' });
  const text = await part('drafts');
  expect(text).toContain('needs a purpose');
  expect(text).toContain('needs how long it took');
  expect(text).not.toMatch(/half a sentence|anxiety/i);
  expect(await part('open')).toBe('');
});

it('whose student has left the schools is kept, not named, and not saved', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  await test.sis('Students').where({ DCID: sami.dcid }).update({ SchoolID: 102 });
  try {
    const text = await part('drafts');
    expect(text).toContain('A student who left your schools');
    expect((await browser.get('/')).text).not.toContain('Haddad, Sami');
    await closeAll();
    expect(await savedFrom(key)).toEqual([]);
  } finally {
    await test.sis('Students').where({ DCID: sami.dcid }).update({ SchoolID: 101 });
  }
});

it('closes nobody else’s', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  expect((await browser.get('/')).text).toContain('Close all');
  const irenas = await it_.as(irena);
  expect((await irenas.get('/')).text).not.toContain('Close all');
  await closeAll(irenas);
  expect(await savedFrom(key)).toEqual([]);
});

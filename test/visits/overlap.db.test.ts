import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, irena, sami } from '../people.ts';

// Minutes that a timer measured are asked about where they would count twice: beside one's own visits, a colleague's, and time
// without a student; and not in a pause.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
}, 120_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_ = makeApp(test);
  await test.owner('u_ssp_draft').del();
  await test.owner('u_ssp_visit').update({ voided_at: '2026-08-01T12:00:00.000Z' });
  await test.owner('u_ssp_time').update({ voided_at: '2026-08-01T12:00:00.000Z' });
  browser = await it_.as(ana);
});

type Form = Record<string, string>;
const save = (form: Form, student = bruno.dcid, by = browser) => by.post(`/students/${student}/visits`, form);
const asked = /From ([\d: APM]+) to ([\d: APM]+) there is also ([^.]+)\./;
const question = (text: string) => asked.exec(text)?.[3];

/** Saves what ran for these minutes, each after the pause before it. */
async function timed(student: number, runs: { pause?: number; ran: number }[], more: Form = {}) {
  const form: Form = visitForm({ minutes: '', ...more });
  const press = async (what: 'start' | 'stop') => {
    const { body } = await browser.post(`/students/${student}/drafts/${what}`, { ...form, script: '1' });
    const { start, end = '', minutes = '' } = body.timer;
    Object.assign(form, { start, end, minutes, draft_revision: String(body.revision) });
  };
  for (const { pause = 0, ran } of runs) {
    it_.clock.pass(pause);
    await press('start');
    it_.clock.pass(ran);
    await press('stop');
  }
  return { form, answer: await save(form, student) };
}
const back = (minutes: number) => it_.clock.pass(-minutes);

it('a visit in the pause of another one is its own, and each part of the other one is not', async () => {
  const paused = await timed(bruno.dcid, [{ ran: 10 }, { pause: 10, ran: 10 }]);
  expect(paused.answer.status).toBe(303);
  const [row] = await test.owner('u_ssp_visit').where({ form_key: paused.form.form_key });
  expect(row).toMatchObject({ minutes: 20, measured_pauses: '10-20' });
  back(20);
  expect((await timed(daniela.dcid, [{ ran: 10 }])).answer.status).toBe(303);
  for (const begin of [20, 0]) {
    back(begin);
    const again = await timed(sami.dcid, [{ ran: 10 }]);
    expect([begin, question(again.answer.text)]).toEqual([begin, `your visit with ${bruno.name}`]);
    expect((await save({ ...again.form, confirm_overlap: '1' }, sami.dcid)).status).toBe(303);
    it_.clock.pass(10);
  }
});

it('times that were typed ask nothing: a number of minutes that is pressed says "until now", visit after visit', async () => {
  const pressed = (more: Form = {}) => visitForm({ start: '14:45', end: '15:00', minutes: '15', ...more });
  for (const student of [bruno.dcid, sami.dcid, daniela.dcid])
    expect((await save(pressed(), student)).status).toBe(303);
  // A timer beside them does.
  back(10);
  const { form, answer } = await timed(claire.dcid, [{ ran: 5 }]);
  expect(question(answer.text)?.match(/your visit with/g)).toHaveLength(3);
  expect(answer.text).toMatch(/id="confirm-overlap"/);
  expect((await save({ ...form, confirm_overlap: '1' }, claire.dcid)).status).toBe(303);
});

it('time without a student is somewhere, too', async () => {
  it_.clock.pass(30);
  const entry = { form_key: crypto.randomUUID(), kind: 'PLANNING', date: '2026-11-20', minutes: '' };
  expect((await browser.post('/time', { ...entry, start: '15:00', end: '15:30' })).status).toBe(303);
  back(30);
  const { answer } = await timed(bruno.dcid, [{ ran: 10 }]);
  expect(question(answer.text)).toBe('your time without a student');
});

it('so is a colleague’s visit, by the minutes that one was there', async () => {
  it_.clock.pass(30);
  const nurse = await it_.as(irena);
  const theirs = visitForm({ start: '15:00', end: '15:30', minutes: '' });
  const there = (minutes: string) => ({ co_1: String(ana.reader), co_minutes_1: minutes });
  expect((await save({ ...theirs, ...there('10') }, claire.dcid, nurse)).status).toBe(303);
  const [{ id }] = await test.owner('u_ssp_visit').where({ form_key: theirs.form_key });
  back(30);
  // Ten minutes of the half hour, nobody knows which: beside ten others there is room for them.
  const beside = await timed(bruno.dcid, [{ ran: 10 }]);
  expect(beside.answer.status).toBe(303);
  await test.owner('u_ssp_visit_staff').where({ visit_id: id }).update({ minutes: 30 });
  const { answer } = await timed(daniela.dcid, [{ ran: 5 }]);
  expect(question(answer.text)).toBe(`a colleague’s visit with ${claire.name} that you joined`);
});

it('a colleague’s pauses lie where the timer measured, and nowhere where the start was moved', async () => {
  it_.clock.pass(30);
  const nurse = await it_.as(irena);
  const there = { co_1: String(ana.reader), co_minutes_1: '20' };
  const theirs = visitForm({ start: '15:00', end: '15:30', minutes: '', ...there });
  expect((await save(theirs, claire.dcid, nurse)).status).toBe(303);
  const pauses = (measured_start: number) =>
    test
      .owner('u_ssp_visit')
      .where({ form_key: theirs.form_key })
      .update({ measured_start, measured_end: measured_start + 30, measured_pauses: '20-30' });
  back(25);
  // Anywhere in the half hour: beside ten minutes there is room for her twenty.
  await pauses(870);
  expect((await timed(bruno.dcid, [{ ran: 10 }])).answer.status).toBe(303);
  back(10);
  await pauses(900);
  expect(question((await timed(sami.dcid, [{ ran: 10 }])).answer.text)).toContain(claire.name);
});

it('a timer whose times were corrected is where it was corrected to', async () => {
  const form: Form = visitForm({ minutes: '' });
  const press = async (what: string, more: Form = {}) =>
    browser.post(`/students/${claire.dcid}/drafts${what}`, { ...form, draft_revision: '9', ...more });
  await browser.post(`/students/${claire.dcid}/drafts/start`, form);
  it_.clock.pass(60);
  browser = await it_.as(ana);
  await press('/stop');
  const corrected = { start: '15:00', end: '15:20', minutes: '20', time_reason: 'left running' };
  expect((await press('', corrected)).status).toBe(303);
  back(30);
  expect((await timed(bruno.dcid, [{ ran: 10 }])).answer.status).toBe(303);
  back(30);
  const { answer } = await timed(sami.dcid, [{ ran: 5 }]);
  expect(question(answer.text)).toContain(`a stopped timer for ${claire.name}`);
});

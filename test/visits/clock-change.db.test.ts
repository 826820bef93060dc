import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela } from '../people.ts';

// The two nights of a year on which the clocks change: the hour that is missing and the hour that is twice, through the routes.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 120_000);
afterAll(() => test.close());
beforeEach(() => at('2026-11-20T20:00:00Z'));

type Form = Record<string, string>;
async function at(instant: string): Promise<void> {
  it_.clock.at = new Date(instant);
  browser = await it_.as(ana);
}
const save = (form: Form, student = bruno.dcid) => browser.post(`/students/${student}/visits`, form);
const visitOf = async (form: Form) => (await test.owner('u_ssp_visit').where({ form_key: form.form_key }))[0];

describe('the hour that is missing', () => {
  const spring = (more: Form) => visitForm({ date: '2027-03-14', minutes: '', ...more });
  beforeEach(() => at('2027-03-15T20:00:00Z'));

  it('is not counted', async () => {
    const form = spring({ start: '01:30', end: '03:30' });
    expect((await save(form)).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ start_min: 90, end_min: 210, minutes: 60 });
  });

  it.each([
    ['start', { start: '02:30', end: '03:30' }],
    ['end', { start: '01:30', end: '02:30' }],
  ])('has no times: a %s in it is said at its field, and what was typed stays', async (name, times) => {
    const form = spring(times);
    const answer = await save(form);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('There was no 2:30 AM on that day');
    expect(answer.text).toMatch(new RegExp(`id="${name}"[^>]*value="02:30"[^>]*aria-invalid`));
    expect(await visitOf(form)).toBeUndefined();
  });

  it('is not counted in time without a student either', async () => {
    const entry = { form_key: crypto.randomUUID(), kind: 'PLANNING', date: '2027-03-14', minutes: '' };
    expect((await browser.post('/time', { ...entry, start: '02:30', end: '03:30' })).status).toBe(422);
    expect((await browser.post('/time', { ...entry, start: '01:30', end: '03:30' })).status).toBe(303);
    expect(await test.owner('u_ssp_time').where({ form_key: entry.form_key })).toMatchObject([{ minutes: 60 }]);
  });
});

describe('the hour that is twice', () => {
  /** A timer from the first 1:50 to the second 1:20, saved as a visit. */
  async function nightVisit(): Promise<{ id: number; form: Form }> {
    await at('2026-11-01T05:50:00Z');
    const form = visitForm({ date: '2026-11-01', minutes: '' });
    const drafts = `/students/${bruno.dcid}/drafts`;
    await browser.post(`${drafts}/start`, { ...form, script: '1' });
    it_.clock.pass(30);
    const { body } = await browser.post(`${drafts}/stop`, { ...form, draft_revision: '1', script: '1' });
    const { start, end, minutes } = body.timer;
    expect([start, end, minutes]).toEqual(['01:50', '01:20', '30']);
    const sent = { ...form, start, end, minutes, draft_revision: String(body.revision), confirm_overlap: '1' };
    expect((await save(sent)).status).toBe(303);
    const visit = await visitOf(form);
    expect(visit).toMatchObject({ start_min: 110, end_min: 80, minutes: 30, time_reason: null });
    return {
      id: visit.id,
      form: { ...form, start, end, minutes, revision: '1', drawn_times: `${start} ${end} ${minutes}` },
    };
  }
  const change = (id: number, form: Form) =>
    browser.post(`/visits/${id}/change`, { ...form, reason: 'Began earlier', note_state: 'shown' });

  it('lets the start of a visit over it be mended, counted between instants', async () => {
    const { id, form } = await nightVisit();
    expect((await change(id, { ...form, start: '01:45' })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ start_min: 105, end_min: 80, minutes: 35 });
  });

  it('lets its length be mended, and its end follows', async () => {
    const { id, form } = await nightVisit();
    await at('2026-11-02T15:00:00Z');
    expect((await change(id, { ...form, minutes: '40' })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ start_min: 110, end_min: 90, minutes: 40 });
  });

  it('is the shorter time where nobody says how long it was, and the longer one where somebody does', async () => {
    const times = { date: '2026-11-01', start: '00:30', end: '01:30' };
    const [short, long] = [visitForm({ ...times, minutes: '' }), visitForm({ ...times, minutes: '120' })];
    for (const form of [short, long]) expect((await save(form, daniela.dcid)).status).toBe(303);
    expect([(await visitOf(short)).minutes, (await visitOf(long)).minutes]).toEqual([60, 120]);
    const neither = await save(visitForm({ ...times, minutes: '90' }), daniela.dcid);
    expect(neither.text).toContain('From 12:30 AM to 1:30 AM it is 60 minutes');
  });

  it('makes a day of 25 hours, of which nobody works more than 24', async () => {
    const day = { date: '2026-11-01', start: '00:00', end: '23:59', minutes: '' };
    const form = visitForm({ ...day, confirm_long: '1' });
    await at('2026-11-02T15:00:00Z');
    const whole = await save(form, daniela.dcid);
    expect([whole.status, whole.text.includes('Minutes are from 1 to 1,440.')]).toEqual([422, true]);
    const entry = { form_key: crypto.randomUUID(), kind: 'PLANNING', ...day };
    expect((await browser.post('/time', { ...entry, confirm_long: '1' })).status).toBe(422);
    expect((await save({ ...form, start: '00:59', confirm_overlap: '1' }, daniela.dcid)).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ minutes: 1440 });
  });

  it('a timer of that whole day is left by "Close all", and asks for other times', async () => {
    await test.owner('u_ssp_draft').del();
    await at('2026-11-01T04:01:00Z');
    const form = visitForm({ date: '2026-11-01', minutes: '' });
    await browser.post(`/students/${daniela.dcid}/drafts/start`, { ...form, script: '1' });
    it_.clock.pass(1497);
    browser = await it_.as(ana);
    const stopped = { ...form, draft_revision: '1', script: '1', confirm_long: '1' };
    const { body } = await browser.post(`/students/${daniela.dcid}/drafts/stop`, stopped);
    expect(body.timer).toMatchObject({ start: '00:01', end: '23:58', minutes: '1497' });
    expect((await browser.post('/today/close')).status).toBe(303);
    expect(await visitOf(form)).toBeUndefined();
    const { start, end, minutes } = body.timer;
    const sent = { ...form, start, end, minutes, confirm_long: '1', confirm_overlap: '1', draft_revision: '2' };
    const answer = await save(sent, daniela.dcid);
    expect([answer.status, answer.text.includes('Minutes are from 1 to 1,440.')]).toEqual([422, true]);
  });
});

import type { KeyedTable, SealedRow } from '../../src/access/keyed.ts';
import { unseal } from '../../src/access/sealing.ts';
import { KEYED_TABLES } from '../../src/server/keyed-tables.ts';
import { closeDraft, listDrafts } from '../../src/visits/drafts/service.ts';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, joan, maya, mila, sami } from '../people.ts';
import { contextOf } from './draft-context.ts';

let test: TestDatabase;
let it_: TestApp;
let knex: TestDatabase['database']['knex'];
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  knex = test.database.knex;
});
afterAll(() => test.close());
beforeEach(async () => {
  it_ = makeApp(test);
  await test.owner('u_ssp_draft').del();
  // What an earlier test saved at the same time of the day is not in the way.
  await test
    .owner('u_ssp_visit')
    .where({ author: ana.reader })
    .where('start_min', '>=', 890)
    .update({ start_min: null, end_min: null });
  browser = await it_.as(ana);
});

type Form = Record<string, string>;
const at = (student: number, what = '') => `/students/${student}/drafts${what}`;
const keep = (form: Form, what = '', student = bruno.dcid, by = browser) =>
  by.post(at(student, what), { script: '1', ...form });
const draftOf = async (form: Form) => (await knex('u_ssp_draft').where({ form_key: form.form_key }))[0];
const visitOf = async (form: Form) => (await knex('u_ssp_visit').where({ form_key: form.form_key }))[0];
const save = (form: Form, student = bruno.dcid) => browser.post(`/students/${student}/visits`, form);
const audited = (event: string, form: Form) =>
  knex('u_ssp_audit').where({ event, outcome: 'allowed', subject: `draft:${form.form_key}` });
const untimed = (more: Form = {}) => visitForm({ minutes: '', ...more });

describe('a draft', () => {
  it('is kept sealed, with its audit row, and comes back on another device', async () => {
    const form = visitForm({ note: 'only half of a thought', purpose: 'EMO_ANX' });
    const answer = await keep(form);
    expect([answer.status, answer.body.revision, answer.body.text]).toEqual([200, 1, 'Draft saved']);
    const row = await draftOf(form);
    expect(row).toMatchObject({ author: ana.reader, kind: 'VISIT', student_dcid: bruno.dcid, key_id: 'n1' });
    expect(JSON.stringify(row)).not.toContain('thought');
    expect(JSON.stringify(row)).not.toContain('EMO_ANX');
    expect(await audited('DRAFT_SAVED', form)).toMatchObject([{ student: bruno.dcid, actor: ana.reader }]);
    const page = (await (await it_.as(ana)).get(`/students/${bruno.dcid}`)).text;
    expect(page).toContain('only half of a thought');
    expect(page).toContain('Draft of 3:00 PM');
    expect(page).toContain(form.form_key);
    expect(page).toMatch(/value="EMO_ANX"[^>]*selected/);
  });

  it('about one student is not used up by a visit of another', async () => {
    const form = visitForm({ note: 'about Daniela' });
    await keep(form, '', daniela.dcid);
    const answer = await save(form, sami.dcid);
    expect([answer.status, answer.text.includes('a draft about another student')]).toEqual([422, true]);
    expect([await visitOf(form), (await draftOf(form))?.student_dcid]).toEqual([undefined, daniela.dcid]);
  });

  it('is its author’s alone', async () => {
    const form = visitForm({ note: 'mine alone' });
    await keep(form);
    for (const other of [maya, joan])
      expect((await (await it_.as(other)).get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text).not.toContain(
        'mine alone',
      );
    const by = await it_.as(maya);
    await keep({ ...form, note: 'another' }, '', bruno.dcid, by);
    expect(await knex('u_ssp_draft').where({ form_key: form.form_key })).toHaveLength(2);
    expect((await browser.get(`/students/${bruno.dcid}`)).text).toContain('mine alone');
  });

  it.each([
    ['for a student of another school', () => keep(visitForm(), '', mila.dcid), 404],
    ['without a form key', () => keep(visitForm({ form_key: 'x' })), 400],
    ['with a field nobody knows', () => keep(visitForm({ surprise: '1' })), 400],
    ['by an administrator', async () => keep(visitForm(), '', bruno.dcid, await it_.as(joan)), 403],
    ['with a whole book pasted', () => keep(visitForm({ note: 'x'.repeat(2_000_000) })), 409],
  ])('%s is refused', async (_what, act, status) => {
    expect((await act()).status).toBe(status);
    expect(await knex('u_ssp_draft')).toEqual([]);
  });

  it('that was written on elsewhere is not overwritten, and the choice is said', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, note: 'from the phone', draft_revision: '1', draft_page: 'b' });
    const stale = await keep({ ...form, note: 'from the desk', draft_revision: '1', draft_page: 'a' });
    expect(stale.status).toBe(409);
    expect(stale.body.text).toContain('written on in another place at 3:00 PM');
    expect(stale.body).toMatchObject({
      keep: { revision: 2 },
      openUrl: `/students/${bruno.dcid}?draft=${form.form_key}`,
    });
    expect((await browser.get(stale.body.openUrl)).text).toContain('from the phone');
    const mine = await keep({ ...form, note: 'from the desk', draft_revision: '2', draft_page: 'a' });
    expect([mine.status, mine.body.revision]).toEqual([200, 3]);
    expect((await browser.get(stale.body.openUrl)).text).toContain('from the desk');
  });

  it('whose answer was lost is written on by the same page, and the same text twice is no conflict', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a' });
    expect((await keep({ ...form, note: 'second', draft_page: 'a' })).body.revision).toBe(2);
    const same = await keep({ ...form, note: 'second', draft_page: 'b' });
    expect([same.status, same.body.revision]).toEqual([200, 2]);
  });

  it('that was sent on leaving is not overwritten by what was on its way before it', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' });
    await keep({ ...form, note: 'the last words', draft_page: 'a', draft_step: '3' });
    const late = await keep({ ...form, note: 'words before', draft_page: 'a', draft_step: '2' });
    expect([late.status, late.body.revision]).toEqual([200, 2]);
    const resumed = async () => (await browser.get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text;
    expect(await resumed()).toContain('the last words');
    // A press on the timer that comes late counts as a press.
    await keep({ ...form, note: 'words before', draft_page: 'a', draft_step: '2' }, '/start');
    expect(await resumed()).toContain('the last words');
    expect((await draftOf(form))?.started_at).not.toBeNull();
    // Another page counts for itself.
    const other = { ...form, note: 'from the phone', draft_page: 'b', draft_step: '1', draft_revision: '3' };
    expect((await keep(other)).status).toBe(200);
    expect(await resumed()).toContain('from the phone');
  });

  it('a press on the timer that comes late leaves the times that were typed after it', async () => {
    const form = visitForm({ minutes: '' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' }, '/start');
    it_.clock.pass(7);
    await keep({ ...form, minutes: '30', draft_page: 'a', draft_step: '3' });
    const late = await keep({ ...form, draft_page: 'a', draft_step: '2' }, '/stop');
    expect([late.status, late.body.step]).toEqual([200, 3]);
    expect((await draftOf(form))?.stopped_at).not.toBeNull();
    const page = (await browser.get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text;
    expect(/id="minutes"[^>]*value="30"/.test(page)).toBe(true);
  });

  it('the same text once more counts as the later one, and is no change', async () => {
    const form = visitForm({ note: 'a' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' });
    expect((await keep({ ...form, draft_page: 'a', draft_step: '3' })).body).toMatchObject({ revision: 1 });
    expect((await keep({ ...form, note: 'ab', draft_page: 'a', draft_step: '2' })).body.step).toBe(3);
    expect((await draftOf(form))?.revision).toBe(1);
  });

  it('a form that is drawn anew counts on from what its page has sent', async () => {
    const form = visitForm({ note: 'first' });
    for (const step of ['1', '2', '3'])
      await keep({ ...form, note: `words ${step}`, draft_page: 'a', draft_step: step });
    const again = await browser.post(`/students/${bruno.dcid}/visits`, {
      ...form,
      note: 'first',
      add: 'service',
      draft_page: 'a',
      draft_step: '1',
    });
    expect(again.text).toContain('name="draft_step" value="3"');
    // A page that does not know it is told, and sends again.
    const behind = await keep({ ...form, note: 'from an old page', draft_page: 'a', draft_step: '2' });
    expect([behind.status, behind.body.step]).toEqual([200, 3]);
    expect(
      (await keep({ ...form, note: 'from an old page', draft_page: 'a', draft_step: '4' })).body.step,
    ).toBeUndefined();
    expect((await browser.get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text).toContain('from an old page');
  });

  it('without scripts is saved by its button and comes back', async () => {
    const form = visitForm({ note: 'typed without scripts' });
    const answer = await browser.post(at(bruno.dcid), form);
    expect(led(answer)).toBe(`/students/${bruno.dcid}?draft=${form.form_key}&done=draft`);
    const page = (await browser.get(answer.headers.location as string)).text;
    for (const words of ['Draft saved', 'typed without scripts', 'Save draft', 'Start timer'])
      expect(page).toContain(words);
    const stale = await browser.post(at(bruno.dcid), { ...form, note: 'older', draft_revision: '0' });
    expect(stale.status).toBe(409);
    for (const words of ['older', 'Open the newer one', 'Keep mine', 'name="draft_revision" value="1"'])
      expect(stale.text).toContain(words);
  });

  it('goes with the visit that becomes of it, and does not come back', async () => {
    const form = visitForm({ note: 'done' });
    await keep(form);
    expect((await save({ ...form, draft_revision: '1' })).status).toBe(303);
    expect(await draftOf(form)).toBeUndefined();
    for (const draft_revision of ['0', '1']) {
      const late = await keep({ ...form, note: 'too late', draft_revision });
      expect([late.status, late.body.text]).toEqual([409, expect.stringContaining('saved already')]);
    }
    expect(await draftOf(form)).toBeUndefined();
  });

  it('with newer words is not thrown away by saving an older form', async () => {
    const form = visitForm({ note: 'old' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, note: 'newer words', draft_revision: '1', draft_page: 'b' });
    const answer = await save({ ...form, draft_revision: '1', draft_page: 'a' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Open the newer one');
    expect(await visitOf(form)).toBeUndefined();
    expect((await save({ ...form, draft_revision: '2', draft_page: 'a' })).status).toBe(303);
    expect(await draftOf(form)).toBeUndefined();
  });

  it('is discarded once it was seen, and a later save of it is asked about', async () => {
    const form = visitForm({ note: 'old' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, note: 'newer words', draft_revision: '1', draft_page: 'b' });
    const stale = await browser.post(at(bruno.dcid, '/discard'), { ...form, draft_revision: '1', draft_page: 'a' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('newer words');
    const done = await browser.post(at(bruno.dcid, '/discard'), { ...form, draft_revision: '2', draft_page: 'a' });
    expect(led(done)).toContain('done=discarded');
    expect(await draftOf(form)).toBeUndefined();
    const late = await keep({ ...form, note: 'still here', draft_revision: '2' });
    expect([late.status, late.body.keep]).toEqual([409, { revision: 0 }]);
    expect((await keep({ ...form, note: 'still here', draft_revision: '0' })).status).toBe(200);
  });

  it('of a student who is out of reach now is listed without the student, and opens nowhere', async () => {
    const form = visitForm({ note: 'kept' });
    await keep(form);
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 103 });
    const [row] = await listDrafts(await contextOf(it_, ana));
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 101 });
    expect(row).toMatchObject({ student: null, studentName: null, isOutOfReach: true, canClose: false, grade: null });
    expect(row?.input).toBeUndefined();
  });

  it('is encrypted anew with the other texts when the keys are turned', async () => {
    const form = visitForm({ note: 'under the old key' });
    await keep(form);
    const table = KEYED_TABLES.find((one) => one.table === 'u_ssp_draft') as KeyedTable;
    const query = table.texts?.query as string;
    const [row] = await test.database.run<SealedRow>(query, { key_id: 'n1', after_id: 0, take: 5 });
    expect(row?.student).toBe(bruno.dcid);
    const text = unseal(row as SealedRow, table.texts?.place(row as SealedRow) as string, it_.parts.config.noteKeys);
    expect(JSON.parse(text as string).input.note).toBe('under the old key');
  });

  it('that another key sealed, or that was moved, is not opened', async () => {
    const [one, other] = [visitForm({ note: 'one' }), visitForm({ note: 'other' })];
    await keep(one);
    await keep(other);
    const { sealed } = await draftOf(other);
    await test.owner('u_ssp_draft').where({ form_key: one.form_key }).update({ sealed });
    expect((await browser.get(`/students/${bruno.dcid}?draft=${one.form_key}`)).text).not.toContain(
      '>\none</textarea>',
    );
    const rows = await listDrafts(await contextOf(it_, ana));
    expect(rows.map(({ formKey, canClose }) => [formKey, canClose])).toEqual(
      expect.arrayContaining([
        [one.form_key, false],
        [other.form_key, true],
      ]),
    );
  });
});

describe('a text that is too long to be kept', () => {
  const LONG = 'x'.repeat(160_000);
  const opened = async (form: Form) => (await browser.get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text;
  const isMarked = async (form: Form) => (await opened(form)).includes('were too long to save');

  it('is no conflict with itself once it was made shorter, on a page that opened the draft', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' });
    const page = { ...form, draft_revision: '1', draft_page: 'b' };
    const refused = await keep({ ...page, note: LONG, draft_step: '2' });
    expect([refused.status, refused.body.text]).toEqual([409, expect.stringContaining('too much text')]);
    expect(await isMarked(form)).toBe(true);
    // What was on its way before it is not taken for what was typed after it.
    expect((await keep({ ...page, note: 'before', draft_step: '1' })).body.step).toBe(2);
    expect(await isMarked(form)).toBe(true);
    const shorter = await keep({ ...page, note: 'shorter', draft_step: '3' });
    expect([shorter.status, shorter.body.revision]).toEqual([200, 2]);
    expect(await isMarked(form)).toBe(false);
    await keep({ ...page, note: LONG, draft_step: '4', draft_revision: '2' });
    expect((await save({ ...page, note: 'shorter still', draft_step: '5', draft_revision: '2' })).status).toBe(303);
  });

  it('is none with itself without scripts, either', async () => {
    const form = visitForm({ note: 'first' });
    await browser.post(at(bruno.dcid), { ...form, draft_page: 'a' });
    const sent = { ...form, note: LONG, draft_revision: '1', draft_page: 'b' };
    const refused = await browser.post(at(bruno.dcid), sent);
    expect([refused.status, refused.text.includes('name="draft_revision" value="1"')]).toEqual([409, true]);
    const shorter = await browser.post(at(bruno.dcid), { ...sent, note: 'shorter' });
    expect(led(shorter)).toContain('done=draft');
  });

  it('marks nothing that was written elsewhere meanwhile: its page is told of that', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, note: 'whole', draft_revision: '1', draft_page: 'b' });
    const stale = await keep({ ...form, note: LONG, draft_revision: '1', draft_page: 'a' });
    expect([stale.status, stale.body.keep]).toEqual([409, { revision: 2 }]);
    expect(stale.body.text).toContain('written on in another place');
    expect(await isMarked(form)).toBe(false);
  });

  it('is not left out by whoever closes the visit at that moment', async () => {
    const form = visitForm({ note: 'first' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' });
    const context = await contextOf(it_, ana);
    let isRead = false;
    const database: typeof context.database = Object.create(context.database, {
      run: {
        value: async (name: string, asked: Form) => {
          const rows = await context.database.run(name, asked);
          if (name === 'visits/drafts' && !isRead) {
            isRead = true;
            await keep({ ...form, note: LONG, draft_page: 'a', draft_step: '2' });
          }
          return rows;
        },
      },
    });
    const closed = await closeDraft({ ...context, database }, form.form_key as string);
    expect(closed).toMatchObject({ faults: [{ text: expect.stringContaining('too long to save') }] });
    expect(isRead).toBe(true);
    expect(await visitOf(form)).toBeUndefined();
  });

  it('stays said after a press on the timer that leaves the text as it is', async () => {
    const form = untimed({ note: 'first' });
    const own = { ...form, draft_page: 'a', draft_revision: '1' };
    await keep({ ...own, draft_revision: '0', draft_step: '1' }, '/start');
    await keep({ ...own, note: LONG, draft_step: '3' });
    it_.clock.pass(5);
    expect((await keep({ ...own, draft_step: '2' }, '/stop')).body).toMatchObject({ step: 3, timer: { minutes: '5' } });
    expect(await isMarked(form)).toBe(true);
    expect(await closeDraft(await contextOf(it_, ana), form.form_key as string)).toMatchObject({ faults: [{}] });
    // Its own page says its text once more: that is what was typed last.
    expect((await keep({ ...own, draft_step: '4' }, '/start')).status).toBe(200);
    expect(await isMarked(form)).toBe(false);
  });

  it('stays said after presses elsewhere, also where the times were typed by hand', async () => {
    const form = untimed({ note: 'first' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' }, '/start');
    const typed = { ...form, start: '14:50', end: '15:20', minutes: '30', draft_revision: '1' };
    await keep({ ...typed, draft_page: 'a', draft_step: '2' });
    await keep({ ...typed, note: LONG, draft_page: 'a', draft_step: '3' });
    it_.clock.pass(5);
    const other = { ...typed, draft_page: 'b' };
    const stopped = await keep({ ...other, draft_revision: '2', draft_step: '1' }, '/stop');
    expect([stopped.status, await isMarked(form)]).toEqual([200, true]);
    const started = await keep({ ...other, draft_revision: stopped.body.revision, draft_step: '2' }, '/start');
    expect([started.status, await isMarked(form)]).toEqual([200, true]);
    expect((await keep({ ...typed, note: 'shorter', draft_page: 'a', draft_step: '4' })).status).toBe(200);
    expect(await isMarked(form)).toBe(false);
  });

  it('is refused alone where it comes with a press: the timer stops, and the text stays', async () => {
    const form = untimed({ note: 'first' });
    await keep({ ...form, draft_page: 'a', draft_step: '1' }, '/start');
    it_.clock.pass(5);
    const seen = { ...form, draft_page: 'b', draft_revision: '1' };
    const stopped = await keep({ ...seen, note: LONG, draft_step: '1' }, '/stop');
    expect([stopped.status, stopped.body.text]).toEqual([
      200,
      'Timer stopped after 5 minutes. This is too much text to be kept. Shorten the note.',
    ]);
    // The page does not take it for kept.
    expect(stopped.body).toMatchObject({ timer: { running: false, end: '15:05', minutes: '5' } });
    expect([stopped.body.revision, stopped.body.keep]).toEqual([undefined, undefined]);
    expect(await audited('TIMER_STOPPED', form)).toHaveLength(1);
    const page = await opened(form);
    for (const words of ['first', 'value="15:05"', 'they were too long to save']) expect(page).toContain(words);
    it_.clock.pass(9);
    const late = await keep({ ...seen, note: LONG, draft_step: '2' }, '/stop');
    expect(late.body.text).toMatch(/stopped already, at 3:05 PM\. This is too much text/);
    expect((await keep({ ...seen, note: 'shorter', draft_step: '3' })).status).toBe(200);
    expect(await isMarked(form)).toBe(false);
  });

  it('is refused alone without scripts, too, and where a newer text stands', async () => {
    const form = untimed({ note: 'first' });
    await browser.post(at(bruno.dcid, '/start'), { ...form, draft_page: 'a' });
    it_.clock.pass(5);
    const sent = { ...form, note: LONG, draft_page: 'a', draft_revision: '1' };
    const stopped = await browser.post(at(bruno.dcid, '/stop'), sent);
    expect(stopped.status).toBe(409);
    for (const words of ['Timer stopped after 5 minutes. This is too much text', 'name="draft_revision" value="1"'])
      expect(stopped.text).toContain(words);
    expect((await draftOf(form))?.stopped_at).not.toBeNull();
    await keep({ ...form, note: 'whole', draft_page: 'b', draft_revision: '1' });
    const stale = await keep(sent, '/start');
    expect([stale.status, stale.body.keep]).toEqual([200, { revision: 2 }]);
    expect([(await draftOf(form))?.stopped_at, await isMarked(form)]).toEqual([null, false]);
    // Where nothing stands yet no timer is begun without its words.
    const none = await keep({ ...untimed(), note: LONG }, '/start');
    expect([none.status, none.body.timer]).toEqual([409, undefined]);
  });
});

describe('a timer', () => {
  it('starts and stops by the server’s clock, and what it measured is on the visit', async () => {
    const form = untimed();
    const started = await keep(form, '/start');
    expect(started.body).toMatchObject({ text: 'Timer started', timer: { running: true, start: '15:00', seconds: 0 } });
    it_.clock.pass(12);
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(page).toContain('Stop timer');
    expect(page).toContain('12:00');
    const stopped = await keep({ ...form, start: '15:00', draft_revision: '1' }, '/stop');
    expect(stopped.body).toMatchObject({
      text: 'Timer stopped after 12 minutes',
      timer: { running: false, start: '15:00', end: '15:12', minutes: '12' },
    });
    const times = { start: '15:00', end: '15:12', minutes: '12', draft_revision: '2' };
    expect((await save({ ...form, ...times })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({
      ...{ start_min: 900, end_min: 912, minutes: 12, measured_start: 900, measured_end: 912, time_reason: null },
    });
    expect(await audited('TIMER_STARTED', form)).toHaveLength(1);
    expect(await audited('TIMER_STOPPED', form)).toHaveLength(1);
  });

  it('that still runs ends with the visit, and the form sent twice is one visit', async () => {
    const form = untimed();
    await keep(form, '/start');
    it_.clock.pass(7);
    const sent = { ...form, start: '15:00', draft_revision: '1' };
    expect(led(await save(sent))).toContain('done=saved');
    expect(led(await save(sent))).toContain('done=saved');
    expect(await visitOf(form)).toMatchObject({ minutes: 7, end_min: 907 });
  });

  it('stopped on two devices stands as the first one stopped it, and the other is told', async () => {
    const form = untimed();
    await keep({ ...form, draft_page: 'a' }, '/start');
    it_.clock.pass(5);
    await keep({ ...form, draft_revision: '1', draft_page: 'b' }, '/stop');
    it_.clock.pass(9);
    const late = await keep({ ...form, draft_revision: '1', draft_page: 'a' }, '/stop');
    expect(late.status).toBe(200);
    expect(late.body.text).toContain('stopped already, at 3:05 PM');
    expect(late.body.timer).toMatchObject({ end: '15:05', minutes: '5' });
    const plain = await browser.post(at(bruno.dcid, '/stop'), { ...form, draft_revision: '2' });
    expect(plain.text).toContain('stopped already, at 3:05 PM');
  });

  it('that is stopped elsewhere asks nobody who goes on typing', async () => {
    const form = untimed({ note: 'one' });
    await keep({ ...form, draft_page: 'a' }, '/start');
    it_.clock.pass(4);
    const seen = { ...form, start: '15:00', draft_revision: '1' };
    await keep({ ...seen, draft_page: 'b' }, '/stop');
    const typed = await keep({ ...seen, note: 'one and more', draft_page: 'a' });
    expect(typed.status).toBe(200);
    expect(typed.body.timer).toMatchObject({ running: false, minutes: '4' });
    expect((await save({ ...seen, note: 'one and more', draft_page: 'a' })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ minutes: 4, end_min: 904, time_reason: null });
  });

  it('stops although the text was written on elsewhere, which stays', async () => {
    const form = untimed({ note: 'one' });
    await keep({ ...form, draft_page: 'a' }, '/start');
    await keep({ ...form, note: 'from the phone', draft_revision: '1', draft_page: 'b' });
    it_.clock.pass(4);
    const answer = await keep({ ...form, note: 'from the desk', draft_revision: '1', draft_page: 'a' }, '/stop');
    expect(answer.body).toMatchObject({ timer: { minutes: '4' }, keep: { revision: 2 } });
    expect(answer.body.text).toContain('not kept yet');
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(page).toContain('from the phone');
    expect(page).toContain('value="15:04"');
  });

  it('set going again does not count the pause', async () => {
    const form = untimed();
    await keep(form, '/start');
    it_.clock.pass(10);
    await keep({ ...form, draft_revision: '1' }, '/stop');
    it_.clock.pass(30);
    await keep({ ...form, draft_revision: '2' }, '/start');
    it_.clock.pass(5);
    const stopped = await keep({ ...form, draft_revision: '3' }, '/stop');
    expect(stopped.body.timer).toMatchObject({ start: '15:00', end: '15:45', minutes: '15' });
    const { start, end, minutes } = stopped.body.timer;
    expect((await save({ ...form, start, end, minutes, draft_revision: '4' })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ start_min: 900, end_min: 945, minutes: 15, time_reason: null });
  });

  it('set going again asks why somebody says the end that it had before, and not of a page that has not heard of it', async () => {
    const form = untimed();
    await keep({ ...form, draft_page: 'a' }, '/start');
    it_.clock.pass(20);
    const stopped = await keep({ ...form, draft_revision: '1', draft_page: 'a' }, '/stop');
    it_.clock.pass(30);
    const again = await keep({ ...form, draft_revision: '1', draft_page: 'b' }, '/start');
    it_.clock.pass(15);
    const before = { ...form, start: '15:00', end: '15:20', minutes: '20', draft_revision: '1' };
    // Whoever opens the draft and types that end knows of the new start, and so does the page that set it going.
    const opened = (await browser.get(`/students/${bruno.dcid}`)).text;
    const seen = again.body.timer.seen as string;
    expect([stopped.body.timer.seen, opened.includes(`name="timer_seen" value="${seen}"`)]).toEqual(['', true]);
    await keep({ ...before, timer_seen: seen, draft_page: 'b' });
    expect(await closeDraft(await contextOf(it_, ana), form.form_key as string)).toMatchObject({
      faults: [{ fieldId: 'time-reason' }],
    });
    const asked = await save({ ...before, timer_seen: seen, draft_page: 'b' });
    expect([asked.status, asked.text.includes('Say why they were changed.')]).toEqual([422, true]);
    expect(asked.text).toContain(`name="timer_seen" value="${seen}"`);
    const typed = { ...before, timer_seen: seen, time_reason: 'The rest was somebody else', draft_page: 'b' };
    expect((await save(typed)).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({ minutes: 20, end_min: 920, measured_end: 965 });

    const other = untimed();
    await keep({ ...other, draft_page: 'a' }, '/start');
    it_.clock.pass(20);
    await keep({ ...other, draft_revision: '1', draft_page: 'a' }, '/stop');
    it_.clock.pass(30);
    await keep({ ...other, draft_revision: '1', draft_page: 'b' }, '/start');
    it_.clock.pass(15);
    const unheard = { ...other, start: '16:05', end: '16:25', minutes: '20', timer_seen: '', draft_page: 'a' };
    expect((await save({ ...unheard, draft_revision: '1' })).status).toBe(303);
    expect(await visitOf(other)).toMatchObject({ minutes: 35, time_reason: null });
  });

  it('whose times are changed by hand asks why, and keeps both', async () => {
    const form = untimed();
    await keep(form, '/start');
    it_.clock.pass(20);
    const changed = { ...form, start: '14:55', end: '15:20', minutes: '', draft_revision: '1' };
    const asked = await save(changed);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Say why they were changed.');
    expect(asked.text).toContain('Reason for change');
    expect((await save({ ...changed, time_reason: 'x'.repeat(201) })).status).toBe(422);
    expect((await save({ ...changed, time_reason: 'Began in the hall' })).status).toBe(303);
    expect(await visitOf(form)).toMatchObject({
      ...{ start_min: 895, end_min: 920, minutes: 25, measured_start: 900, measured_end: 920 },
      time_reason: 'Began in the hall',
    });
  });

  it('beside another one is flagged on the page, and asked about when both count the same minutes', async () => {
    const [one, other] = [untimed(), untimed()];
    await keep(one, '/start', sami.dcid);
    it_.clock.pass(5);
    await keep(other, '/start');
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(page).toMatch(/Also running:.*Haddad, Sami, since 3:00 PM/);
    it_.clock.pass(5);
    const asked = await save({ ...other, draft_revision: '1' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('a running timer for Haddad, Sami');
    expect((await save({ ...other, draft_revision: '1', confirm_overlap: '1' })).status).toBe(303);
    const second = await save({ ...one, draft_revision: '1' }, sami.dcid);
    expect(second.text).toContain('your visit with Silva, Bruno');
  });

  it('that was forgotten over midnight ends with its day', async () => {
    const form = untimed();
    await keep(form, '/start');
    it_.clock.pass(20 * 60);
    browser = await it_.as(ana);
    const [row] = await listDrafts(await contextOf(it_, ana));
    expect(row).toMatchObject({ unclosed: true, minutesSoFar: 539, canClose: false });
    const context = await contextOf(it_, ana);
    expect(await closeDraft(context, form.form_key as string)).toMatchObject({
      faults: [{ fieldId: 'end' }],
    });
    const ended = await closeDraft(context, form.form_key as string, { endsAt: '15:25' });
    expect(ended).toEqual({ closed: true, student: bruno.dcid });
    expect(await visitOf(form)).toMatchObject({
      ...{ visit_date: '2026-11-20', start_min: 900, end_min: 925, minutes: 25, measured_end: 1439 },
      time_reason: 'The timer was left running',
    });
    expect(await closeDraft(context, form.form_key as string)).toEqual({ gone: true });
  });

  it('of yesterday is not set going again, and one that never ran is not stopped', async () => {
    const form = untimed();
    expect((await keep(form, '/stop')).status).toBe(409);
    await keep(form, '/start');
    it_.clock.pass(3);
    await keep({ ...form, draft_revision: '1' }, '/stop');
    it_.clock.pass(24 * 60);
    browser = await it_.as(ana);
    const answer = await keep({ ...form, draft_revision: '2' }, '/start');
    expect([answer.status, answer.body.text]).toEqual([409, expect.stringContaining('timed on another day')]);
  });

  it('works without scripts', async () => {
    const form = untimed();
    const started = await browser.post(at(daniela.dcid, '/start'), form);
    it_.clock.pass(6);
    const page = (await browser.get(started.headers.location as string)).text;
    expect(page).toContain('Timer started');
    expect(page).toMatch(/formaction="[^"]*\/drafts\/stop"[^>]*>Stop timer/);
    const stopped = await browser.post(at(daniela.dcid, '/stop'), { ...form, start: '15:00', draft_revision: '1' });
    const after = (await browser.get(stopped.headers.location as string)).text;
    for (const words of ['Timer stopped', 'value="15:06"', 'Reason for change']) expect(after).toContain(words);
  });
});

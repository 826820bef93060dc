import { openDatabase } from '../../src/database/connect.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { isLocking, untilItWaits } from '../database/waiting.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno } from '../people.ts';

// Two devices of one person, each with an instance of the service of its own, at the same moment: one is first, the other
// is told, and nothing that was acknowledged is gone.

const ROUNDS = 6;

let test: TestDatabase;
let second: TestDatabase;
let desk: Browser;
let phone: Browser;
let knex: TestDatabase['database']['knex'];
beforeAll(async () => {
  test = await makeDistrict();
  knex = test.database.knex;
  // Connections of its own, as another process has them.
  second = { ...test, database: openDatabase(test.url, queryLibrary()) };
  const instances: [TestApp, TestApp] = [makeApp(test), makeApp(second)];
  desk = await instances[0].as(ana);
  phone = await instances[1].as(ana);
}, 120_000);
afterAll(async () => {
  await second.database.close();
  await test.close();
});

type Form = Record<string, string>;
const address = (what = '') => `/students/${bruno.dcid}/drafts${what}`;
const keep = (by: Browser, form: Form, what = '') => by.post(address(what), { script: '1', ...form });
const save = (by: Browser, form: Form) => by.post(`/students/${bruno.dcid}/visits`, form);
const discard = (by: Browser, form: Form) => by.post(address('/discard'), form);
const drafts = (form: Form) => knex('u_ssp_draft').where({ form_key: form.form_key });
const visits = (form: Form) => knex('u_ssp_visit').where({ form_key: form.form_key });
const shown = async (form: Form) => (await desk.get(`/students/${bruno.dcid}?draft=${form.form_key}`)).text;
const audited = (event: string, form: Form) =>
  knex('u_ssp_audit').where({ event, outcome: 'allowed', subject: `draft:${form.form_key}` });

/** The same form on two devices: both have seen the first state of its draft. */
async function onBoth(more: Form = {}): Promise<[Form, Form, Form]> {
  const form = visitForm({ note: 'begun', ...more });
  expect((await keep(desk, { ...form, draft_page: 'first' })).status).toBe(200);
  return [
    form,
    { ...form, draft_revision: '1', draft_page: 'desk' },
    { ...form, draft_revision: '1', draft_page: 'phone' },
  ];
}

describe('two devices at once', () => {
  it('save + save: one is kept, the other is asked', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [form, one, other] = await onBoth();
      const answers = await Promise.all([
        keep(desk, { ...one, note: 'at the desk' }),
        keep(phone, { ...other, note: 'on the phone' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await drafts(form)).toMatchObject([{ revision: 2 }]);
      const winner = answers[0].status === 200 ? 'at the desk' : 'on the phone';
      expect(await shown(form)).toContain(winner);
      expect(await audited('DRAFT_SAVED', form)).toHaveLength(2);
    }
  });

  it('the first save + the first save of one form: one draft, and the other is asked', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const form = visitForm();
      const answers = await Promise.all([
        keep(desk, { ...form, note: 'at the desk', draft_page: 'desk' }),
        keep(phone, { ...form, note: 'on the phone', draft_page: 'phone' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await drafts(form)).toMatchObject([{ revision: 1 }]);
    }
  });

  it('save + discard: what was kept is not thrown away unseen, what was thrown away does not come back', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [form, one, other] = await onBoth();
      const [kept, gone] = await Promise.all([keep(desk, { ...one, note: 'newer' }), discard(phone, other)]);
      expect([kept.status, gone.status]).toEqual(kept.status === 200 ? [200, 409] : [409, 303]);
      expect(await drafts(form)).toHaveLength(kept.status === 200 ? 1 : 0);
    }
  });

  it('stop + stop: the timer stops once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const form = visitForm({ minutes: '' });
      await keep(desk, { ...form, draft_page: 'first' }, '/start');
      const answers = await Promise.all(
        [desk, phone].map((by, at) => keep(by, { ...form, draft_revision: '1', draft_page: `page ${at}` }, '/stop')),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const first = answers.map(({ body }) => body.text.startsWith('Timer stopped after'));
      expect(first.sort()).toEqual([false, true]);
      expect(await audited('TIMER_STOPPED', form)).toHaveLength(1);
      expect((await drafts(form))[0].stopped_at).not.toBeNull();
    }
  });

  it('start + start: one timer', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [form, one, other] = await onBoth({ minutes: '' });
      const answers = await Promise.all([keep(desk, one, '/start'), keep(phone, other, '/start')]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await audited('TIMER_STARTED', form)).toHaveLength(1);
    }
  });

  it('save the visit + save the draft: the visit has the newer words, or whoever saves it is asked', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [form, one, other] = await onBoth();
      const [visit, draft] = await Promise.all([save(desk, one), keep(phone, { ...other, note: 'newer words' })]);
      expect([visit.status, draft.status]).toEqual(draft.status === 200 ? [409, 200] : [303, 409]);
      expect(await visits(form)).toHaveLength(draft.status === 200 ? 0 : 1);
      expect(await drafts(form)).toHaveLength(draft.status === 200 ? 1 : 0);
    }
  });

  it('save the visit + save its very first draft: never a draft of a visit that is saved', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const form = visitForm();
      const [visit, draft] = await Promise.all([
        save(desk, { ...form, draft_page: 'desk' }),
        keep(phone, { ...form, note: 'newer words', draft_page: 'phone' }),
      ]);
      expect([visit.status, draft.status]).toEqual(draft.status === 200 ? [409, 200] : [303, 409]);
      expect((await visits(form)).length + (await drafts(form)).length).toBe(1);
    }
  });

  it('save the visit + stop its timer: its minutes are there once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const form = visitForm({ minutes: '', confirm_overlap: '1' });
      await keep(desk, { ...form, draft_page: 'desk' }, '/start');
      const seen = { ...form, draft_revision: '1', draft_page: 'desk' };
      const [visit, stop] = await Promise.all([
        save(desk, seen),
        keep(phone, { ...seen, draft_page: 'phone' }, '/stop'),
      ]);
      expect(visit.status).toBe(303);
      expect([200, 409]).toContain(stop.status);
      expect(await visits(form)).toMatchObject([{ minutes: 1 }]);
      expect(await drafts(form)).toEqual([]);
    }
  });

  it('a save waits for whoever is writing the draft right now, and then sees it', async () => {
    const [form, one] = await onBoth();
    const writing = await second.database.knex.transaction();
    await writing('u_ssp_draft').where({ form_key: form.form_key }).update({ revision: 2 });
    const saving = await untilItWaits(knex, () => keep(desk, { ...one, note: 'later' }));
    expect([saving.sql, isLocking(saving.sql)]).toEqual([saving.sql, true]);
    await writing.commit();
    expect((await saving.asked).status).toBe(409);
  });
});

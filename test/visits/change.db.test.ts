import { KeyRing } from '../../src/access/keys.ts';
import { rotateTexts } from '../../src/access/keys-rotate.ts';
import { KEYED_TABLES } from '../../src/server/keyed-tables.ts';
import { openEarlier } from '../../src/visits/changes/earlier.ts';
import { openNote } from '../../src/visits/sealing.ts';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, erik, irena, joan, kwame, maya, mila, peter, ruben, tomas } from '../people.ts';

// A visit that is changed: the present state counts, every earlier one stays, and nothing of somebody else's is lost.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  knex = test.database.knex;
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());

let knex: TestDatabase['database']['knex'];

/** A visit that was just saved: its number, and the fields of its change form with nothing changed yet. */
async function written(more: Record<string, string> = {}, student = bruno.dcid, by = browser) {
  const form = visitForm(more);
  const answer = await by.post(`/students/${student}/visits`, form);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([303, expect.anything()]);
  const [{ id }] = await knex('u_ssp_visit').where({ form_key: form.form_key });
  return { id: id as number, form: fieldsOf(form) };
}

/** What the change form sends when nobody touches it. */
function fieldsOf(form: Record<string, string>): Record<string, string> {
  const {
    form_key: _key,
    referral_agency: _agency,
    referral_school: _school,
    need: _need,
    urgency: _urgency,
    ...rest
  } = form;
  return { ...rest, revision: '1', note_state: 'shown' };
}

const change = (id: number, form: Record<string, string>, by = browser) => by.post(`/visits/${id}/change`, form);
const visitOf = async (id: number) => (await knex('u_ssp_visit').where({ id }))[0];
const changesOf = (id: number) => knex('u_ssp_visit_change').where({ visit_id: id }).orderBy('revision');
const noteOf = async (id: number, student = bruno.dcid) => {
  const [row] = await knex('u_ssp_visit_note').where({ visit_id: id });
  return row && openNote(row, { visit: id, student }, it_.parts.config.noteKeys);
};
const audited = (event: string, id: number, more: object = {}) =>
  knex('u_ssp_audit').where({ event, subject: `visit:${id}`, ...more });

describe('a change that does not hold', () => {
  it.each([
    ['without a purpose', { purpose: '' }, 'Choose what the visit was about.'],
    ['with a day that has not come', { date: '2026-11-21' }, 'This day has not come yet.'],
    ['with an end before the start', { start: '10:20', end: '10:05', minutes: '' }, 'The end is before the start.'],
    ['with a reason that is too long', { reason: 'x'.repeat(201) }, 'Shorten the reason to 200 characters.'],
    ['with a code that nobody knows', { setting: "'; drop table" }, 'This choice is not on the list any more.'],
    ['with a word on why that is too long', { note: 'n', restricted: '1', restricted_why: 'x'.repeat(201) }, 'Shorten'],
    ['on a day without enrollment', { date: '2010-01-04', reason: 'wrong day' }, 'was not enrolled on that day'],
  ])('%s comes back as it was, with the fault, and nothing is written', async (_what, fault, words) => {
    const { id, form } = await written();
    const answer = await change(id, { ...form, disposition: 'HOME', ...fault });
    expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
    expect(answer.text).toMatch(/value="HOME"[^>]*selected/);
    expect(await visitOf(id)).toMatchObject({ revision: 1, minutes: 15 });
    expect(await changesOf(id)).toEqual([]);
    expect(await audited('VISIT_CHANGED', id, { outcome: 'allowed' })).toEqual([]);
  });

  it.each([
    ['a field nobody knows', { surprise: '1' }, 400],
    ['no revision', { revision: '' }, 409],
    ['a revision that never was', { revision: '77' }, 409],
    ['a revision that is no number', { revision: 'NaN; --' }, 409],
  ])('with %s is not written', async (_what, fault, status) => {
    const { id, form } = await written();
    expect((await change(id, { ...form, minutes: '20', ...fault })).status).toBe(status);
    expect(await visitOf(id)).toMatchObject({ revision: 1, minutes: 15 });
  });

  it('is refused whole when one of its rows cannot be written', async () => {
    const { id, form } = await written({ note: 'the first text' });
    const mend = await test.failInserts('u_ssp_visit_service');
    const answer = await change(id, { ...form, minutes: '20', note: 'the second text' });
    await mend();
    expect(answer.status).toBe(500);
    expect(await visitOf(id)).toMatchObject({ revision: 1, minutes: 15 });
    expect(await changesOf(id)).toEqual([]);
    expect(await noteOf(id)).toBe('the first text');
    expect(await knex('u_ssp_visit_service').where({ visit_id: id })).toHaveLength(1);
  });
});

describe('who may change a visit', () => {
  it.each([
    ['a colleague at the same school', maya, 404, 'NOT_AUTHOR'],
    ['the principal', joan, 403, 'ROLE_NOT_ALLOWED'],
    ['the district', ruben, 403, 'ROLE_NOT_ALLOWED'],
    ['IT', peter, 403, 'ROLE_NOT_ALLOWED'],
    ['a teacher', erik, 403, 'NO_ROLE'],
    ['a counselor of another school', kwame, 404, 'NOT_IN_SCOPE'],
  ])('not %s', async (_who, person, status, reason) => {
    const { id, form } = await written({ note: 'hers alone' });
    const other = await it_.as(person);
    for (const address of [`/visits/${id}/change`, `/visits/${id}/readers`]) {
      const got = await other.get(address);
      expect([address, got.status, got.text.includes('hers alone')]).toEqual([address, status, false]);
    }
    expect((await change(id, { ...form, minutes: '20' }, other)).status).toBe(status);
    expect(await visitOf(id)).toMatchObject({ revision: 1, minutes: 15 });
    const [last] = await knex('u_ssp_audit').where({ actor: person.reader }).orderBy('id', 'desc').limit(1);
    expect(last).toMatchObject({ event: 'VISIT_CHANGED', outcome: 'refused', reason });
  });

  it('not its author any more, once the student is at another school', async () => {
    const { id, form } = await written({}, daniela.dcid);
    await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 103 });
    try {
      expect((await browser.get(`/visits/${id}/change`)).status).toBe(404);
      expect((await change(id, { ...form, minutes: '20' })).status).toBe(404);
    } finally {
      await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 101 });
    }
    expect(await visitOf(id)).toMatchObject({ revision: 1 });
  });

  it('nobody, when one of a group’s students is out of reach', async () => {
    const { id, form } = await written();
    const [{ id: _id, ...row }] = await knex('u_ssp_visit_student').where({ visit_id: id });
    await knex('u_ssp_visit_student').insert({ ...row, student_dcid: mila.dcid });
    expect((await change(id, { ...form, minutes: '20' })).status).toBe(404);
  });
});

describe('a changed visit', () => {
  it('is what the form said, in every row, and what it was lies sealed beside it', async () => {
    const { id, form } = await written({
      start: '10:00',
      end: '10:15',
      minutes: '',
      service_2: 'CONSULT_TCH',
      other_1: 'EMO_ANX',
      note: 'before',
      referral_agency: 'City Clinic',
      need: 'VISION',
    });
    const page = await browser.get(`/visits/${id}/change`);
    expect(page.status).toBe(200);
    for (const words of ['Change this visit', 'value="10:00"', 'before', 'Reason for change'])
      expect(page.text).toContain(words);
    for (const words of ['City Clinic', 'Start timer', 'Refer the student']) expect(page.text).not.toContain(words);
    expect(page.text).toContain('Its referral is changed along');
    const answer = await change(id, {
      ...form,
      drawn_times: '10:00 10:15 15',
      service_2: '',
      tier_1: '3',
      other_1: '',
      end: '10:30',
      minutes: '15',
      purpose: 'ACA_PERF',
      note: 'after',
      reason: 'mixed up <two> children',
    });
    expect(led(answer)).toBe(`/students/${bruno.dcid}?done=changed`);
    expect(await visitOf(id)).toMatchObject({
      revision: 2,
      purpose: 'ACA_PERF',
      start_min: 600,
      end_min: 630,
      minutes: 30,
      author: ana.reader,
    });
    expect(Number((await visitOf(id)).sensitive)).toBe(0);
    expect(await knex('u_ssp_visit_service').where({ visit_id: id })).toMatchObject([
      { line_no: 1, service: 'IND_COUNS', tier: 3 },
    ]);
    expect(await knex('u_ssp_visit_purpose').where({ visit_id: id })).toEqual([]);
    expect(await noteOf(id)).toBe('after');
    const [kept] = await changesOf(id);
    expect(kept).toMatchObject({ revision: 1, changed_by: ana.reader, reason: 'mixed up <two> children' });
    expect(JSON.stringify(kept)).not.toContain('before');
    // Nobody has done anything about the referral: it is as wrong as the visit was.
    expect(await knex('u_ssp_referral').where({ visit_id: id })).toMatchObject([
      { reason: 'ACA_PERF', need: 'VISION', opened_on: '2026-11-20', voided_at: null },
    ]);
    expect(await audited('VISIT_CHANGED', id)).toMatchObject([
      { outcome: 'allowed', actor: ana.reader, student: bruno.dcid },
    ]);
    const history = (await browser.get(`/students/${bruno.dcid}`)).text;
    for (const words of [
      'Changed Nov 20 by you: mixed up &lt;two&gt; children',
      'What it was before',
      'Attendance',
      '15 min',
      'before',
    ])
      expect(history).toContain(words);
  });

  it('for administrators says that it was changed, and nothing of what it was', async () => {
    const { id, form } = await written({ purpose: 'ACA_PERF', note: 'told in confidence' });
    await change(id, { ...form, purpose: 'ACA_ATTEND', reason: 'words of hers' });
    const page = (await (await it_.as(joan)).get(`/students/${bruno.dcid}`)).text;
    const row = page.slice(page.indexOf(`data-visit="${id}"`)).split('</li>')[0] as string;
    expect(row).toContain('Changed');
    for (const hidden of ['words of hers', 'What it was before', 'told in confidence', 'Changed Nov'])
      expect(row).not.toContain(hidden);
  });

  it('for a colleague says who, when, why, and what it was', async () => {
    const { id, form } = await written({ note: 'the old text' });
    await change(id, { ...form, note: 'the new text', minutes: '25', reason: 'typed too fast' });
    const page = (await (await it_.as(maya)).get(`/students/${bruno.dcid}`)).text;
    for (const words of ['Changed Nov 20 by A. Reyes: typed too fast', 'the old text', 'the new text', '25 min'])
      expect(page).toContain(words);
    expect(page).not.toContain(`/visits/${id}/change`);
  });

  it('three times over keeps all three earlier states in their order', async () => {
    const { id, form } = await written({ note: 'text 1' });
    for (const revision of [1, 2, 3])
      expect((await change(id, { ...form, revision: String(revision), note: `text ${revision + 1}` })).status).toBe(
        303,
      );
    expect((await changesOf(id)).map((row) => row.revision)).toEqual([1, 2, 3]);
    expect(await noteOf(id)).toBe('text 4');
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    const row = page.slice(page.indexOf(`data-visit="${id}"`));
    const order = ['text 3', 'text 2', 'text 1'].map((text) => row.indexOf(text));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('of which nothing is different is told so, and nothing is written', async () => {
    const { id, form } = await written({ note: 'one\ntwo' });
    const answer = await change(id, { ...form, note: 'one\r\ntwo', reason: 'just because' });
    expect(led(answer)).toBe(`/students/${bruno.dcid}?done=same`);
    expect((await browser.get(answer.headers.location as string)).text).toContain('Nothing was different');
    expect(await visitOf(id)).toMatchObject({ revision: 1 });
    expect(await changesOf(id)).toEqual([]);
    expect(await audited('VISIT_CHANGED', id)).toMatchObject([{ reason: 'ALREADY_DONE' }]);
  });

  it('whose end alone was changed is longer, and sent once more it is still the same change', async () => {
    const { id, form } = await written({ start: '10:00', end: '10:15', minutes: '' });
    const sent = { ...form, end: '10:30', minutes: '15', drawn_times: '10:00 10:15 15' };
    for (let times = 0; times < 2; times++)
      expect(led(await change(id, sent))).toBe(`/students/${bruno.dcid}?done=changed`);
    expect(await visitOf(id)).toMatchObject({ revision: 2, start_min: 600, end_min: 630, minutes: 30 });
  });

  it('that a timer measured takes a reason for other times, and for nothing else', async () => {
    const { id, form } = await written({ start: '10:00', end: '10:15', minutes: '' });
    await knex('u_ssp_visit').where({ id }).update({ measured_start: 600, measured_end: 615 });
    const silent = await change(id, { ...form, end: '10:20' });
    expect([silent.status, silent.text.includes('A timer measured this visit.')]).toEqual([422, true]);
    expect((await change(id, { ...form, setting: 'HALL' })).status).toBe(303);
    expect((await change(id, { ...form, revision: '2', end: '10:20', reason: 'forgot to stop it' })).status).toBe(303);
  });

  it('sent twice is changed once, however often and at whatever moment', async () => {
    const { id, form } = await written();
    const answers = await Promise.all(Array.from({ length: 6 }, () => change(id, { ...form, minutes: '40' })));
    expect(new Set(answers.map(led))).toEqual(new Set([`/students/${bruno.dcid}?done=changed`]));
    expect(await visitOf(id)).toMatchObject({ revision: 2, minutes: 40 });
    expect(await changesOf(id)).toHaveLength(1);
    expect(await audited('VISIT_CHANGED', id, { reason: 'ROLE_AT_SCHOOL' })).toHaveLength(1);
  });

  it('opens with the new key after the keys were turned, and nowhere else than in its own place', async () => {
    const { id, form } = await written({ note: 'under the old key' });
    await change(id, { ...form, note: 'a later text' });
    const ring = (id_: string, byte: number) => `${id_}:${Buffer.alloc(32, byte).toString('base64')}`;
    const keys = KeyRing.parse(`${ring('n2', 7)},${ring('n1', 2)}`);
    const tables = KEYED_TABLES.filter(({ table }) => table === 'u_ssp_visit_change');
    const count = async () => [{ key_id: 'n1', count: 1 }];
    const { database, audit } = it_.parts;
    const rotated = await rotateTexts({ database, audit, keys, tables, count, progress: () => {} });
    expect(rotated).toMatchObject({ changed: 0, closed: [] });
    const [row] = await changesOf(id);
    expect(row.key_id).toBe('n2');
    expect(openEarlier(row, id, 1, bruno.dcid, KeyRing.parse(ring('n2', 7)))?.note).toBe('under the old key');
    for (const [visit, revision] of [
      [id + 1, 1],
      [id, 2],
    ] as const)
      expect(openEarlier(row, visit, revision, bruno.dcid, keys)).toBeUndefined();
    // A state whose key is gone is said to be closed; the page stays.
    const page = await browser.get(`/students/${bruno.dcid}`);
    expect([page.status, page.text.includes('cannot be opened. Tell your IT staff.')]).toEqual([200, true]);
  });

  it('can lose its note: what it said stays among the earlier states', async () => {
    const { id, form } = await written({ note: 'not for this child' });
    expect((await change(id, { ...form, note: '' })).status).toBe(303);
    expect(await noteOf(id)).toBe('');
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    const row = page.slice(page.indexOf(`data-visit="${id}"`)).split('data-visit="')[1] as string;
    expect(row).not.toMatch(/class="note"/);
    expect(row).toContain('not for this child');
    // Taking nothing out again is no change.
    expect(led(await change(id, { ...form, note: '', revision: '2' }))).toContain('done=same');
  });
});

describe('the day of a visit', () => {
  const counted = async (period: string, code: string) => {
    const { text } = await (await it_.as(joan)).get(`/reports/visits.csv?period=${period}`);
    const [heading = '', ...lines] = text.split('\n');
    const visits = heading.split(',').indexOf('visits') - heading.split(',').length;
    return lines
      .filter((line) => line.startsWith(`101,Harborview Middle,${code}`))
      .reduce((sum, line) => sum + Number(line.split(',').at(visits)), 0);
  };

  it('moved to another month and year moves what the reports count', async () => {
    const { id, form } = await written({ date: '2026-11-19' });
    const before = [await counted('2026-2027-Y', '2026-11'), await counted('2026-2027-Y', '2026-10')];
    expect((await change(id, { ...form, date: '2026-10-20', reason: 'wrong month' })).status).toBe(303);
    expect(await visitOf(id)).toMatchObject({
      visit_date: '2026-10-20',
      visit_month: '2026-10',
      school_year: '2026-2027',
    });
    expect([await counted('2026-2027-Y', '2026-11'), await counted('2026-2027-Y', '2026-10')]).toEqual([
      (before[0] as number) - 1,
      (before[1] as number) + 1,
    ]);
    expect(await knex('u_ssp_visit_student').where({ visit_id: id })).toMatchObject([{ visit_date: '2026-10-20' }]);
  });

  it('over a change of schools counts for the school of that day, where one may write there', async () => {
    // Claire came from Eastgate: Ana does not work there, Terrence does not work here.
    const { id, form } = await written({}, claire.dcid);
    const refused = await change(id, { ...form, date: '2026-09-10', reason: 'wrong day' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('a school that is not one of yours');
    await knex('u_ssp_scope').insert({
      ...{ reader: ana.reader, school: 102, role: 'support_staff', title: 'School counselor' },
      until: '2026-11-20T20:12:00.000Z',
    });
    expect((await change(id, { ...form, date: '2026-09-10', reason: 'wrong day' })).status).toBe(303);
    expect(await visitOf(id)).toMatchObject({ school_id: 102, visit_month: '2026-09' });
    expect(await knex('u_ssp_visit_student').where({ visit_id: id })).toMatchObject([{ visit_date: '2026-09-10' }]);
    await knex('u_ssp_scope').where({ reader: ana.reader, school: 102 }).del();
  });

  it('after the student left is refused', async () => {
    const { id, form } = await written({ date: '2026-11-17' }, tomas.dcid);
    expect((await change(id, { ...form, date: '2026-11-20' })).status).toBe(422);
  });

  it('is locked after ten school days of the SIS’s calendar: a change takes a reason', async () => {
    // The tenth school day before today has nine after it, up to yesterday; the one before that has ten.
    const days = (await knex('Calendar_Day')
      .where({ SchoolID: 101, InSession: 1 })
      .where('Date_Value', '<', '2026-11-20')
      .orderBy('Date_Value', 'desc')
      .limit(11)
      .select('Date_Value')) as { Date_Value: string }[];
    const [open, locked] = [days[9]?.Date_Value as string, days[10]?.Date_Value as string];
    const one = await written({ date: open });
    expect((await browser.get(`/visits/${one.id}/change`)).text).not.toContain('Locked since');
    expect((await change(one.id, { ...one.form, minutes: '20' })).status).toBe(303);
    const other = await written({ date: locked });
    expect((await browser.get(`/visits/${other.id}/change`)).text).toContain(
      'Locked since Nov 20: a change needs a reason.',
    );
    const silent = await change(other.id, { ...other.form, minutes: '20', reason: '   ' });
    expect(silent.status).toBe(422);
    expect(silent.text).toContain('Say why it has to be changed.');
    expect((await change(other.id, { ...other.form, minutes: '20', reason: 'typed wrong' })).status).toBe(303);
    // And moved to a locked day it takes one, too.
    const moved = { ...one.form, minutes: '20', date: locked, revision: '2' };
    const refused = await change(one.id, moved);
    expect([refused.status, refused.text.includes('The new day is locked by now.')]).toEqual([422, true]);
    expect(await visitOf(one.id)).toMatchObject({ visit_date: open });
    expect((await change(one.id, { ...moved, reason: 'wrong day' })).status).toBe(303);
    expect(await visitOf(one.id)).toMatchObject({ visit_date: locked });
  });
});

describe('the referral of a changed visit', () => {
  const referred = { referral_agency: 'City Clinic', referral_school: 'Nurse', need: 'VISION', urgency: 'SOON' };
  // The need is open from the test before.
  const REFERRED = { ...referred, confirm_open: '1' };
  const referralOf = async (id: number) => (await knex('u_ssp_referral').where({ visit_id: id }))[0];
  const targetsOf = async (referral_id: number) => knex('u_ssp_target').where({ referral_id }).orderBy('id');
  const factsOf = async (id: number) => {
    const targets = (await targetsOf((await referralOf(id)).id)).map((row) => row.id);
    return knex('u_ssp_milestone').whereIn('target_id', targets).orderBy('id');
  };

  it('that nobody did anything about gets the new day, and all that is counted from it', async () => {
    const { id, form } = await written({ ...REFERRED, date: '2026-11-20' });
    expect((await change(id, { ...form, date: '2026-10-30', reason: 'wrong day' })).status).toBe(303);
    const referral = await referralOf(id);
    expect(referral).toMatchObject({
      ...{ opened_on: '2026-10-30', opened_month: '2026-10', school_year: '2026-2027' },
      ...{ reason: 'ACA_ATTEND', need: 'VISION', urgency: 'SOON', school_id: 101, author: ana.reader },
    });
    const facts = await factsOf(id);
    expect(facts).toMatchObject([1, 2].map(() => ({ kind: 'M_IDENT', happened_on: '2026-10-30', voided_at: null })));
    // What is to be done next is due ten school days after the need was seen: November 3 and 11 were none.
    expect(await targetsOf(referral.id)).toMatchObject([1, 2].map(() => ({ next_due: '2026-11-17', status: 'OPEN' })));
    const row = { event: 'REFERRAL_CHANGED', subject: `referral:${referral.id}` };
    expect(await knex('u_ssp_audit').where(row)).toMatchObject([
      { actor: ana.reader, student: bruno.dcid, outcome: 'allowed', reason: 'ROLE_AT_SCHOOL' },
    ]);
  });

  it('is left alone by a change of something else', async () => {
    const { id, form } = await written(REFERRED);
    await change(id, { ...form, minutes: '35' });
    const { id: referral } = await referralOf(id);
    expect(await knex('u_ssp_audit').where({ event: 'REFERRAL_CHANGED', subject: `referral:${referral}` })).toEqual([]);
    expect(await targetsOf(referral)).toMatchObject([{ revision: 1 }, { revision: 1 }]);
  });

  it.each([
    ['goes on', false],
    ['went on, though that was taken back', true],
  ])('that %s keeps its day and its reason, and the form says so with a way to it', async (_how, isTakenBack) => {
    const { id, form } = await written({ ...REFERRED, referral_school: '', date: '2026-11-19' });
    const before = await referralOf(id);
    const [{ id: target }] = await targetsOf(before.id);
    const step = { step: 'offer', form_key: crypto.randomUUID(), on: '2026-11-19' };
    expect((await browser.post(`/referrals/targets/${target}/steps`, step)).status).toBe(303);
    const offered = (await factsOf(id)).find(({ kind }) => kind === 'M_OFFER');
    if (isTakenBack)
      await browser.post(`/referrals/targets/${target}/take-back`, { fact: String(offered.id), reason: 'too early' });
    const page = (await browser.get(`/visits/${id}/change`)).text;
    expect(page).toContain('Its referral has gone on since');
    expect(page).toContain(`href="/referrals/${before.id}"`);
    const facts = await factsOf(id);
    expect((await change(id, { ...form, date: '2026-11-20', purpose: 'ACA_PERF' })).status).toBe(303);
    expect(await visitOf(id)).toMatchObject({ visit_date: '2026-11-20', purpose: 'ACA_PERF' });
    expect(await referralOf(id)).toEqual(before);
    expect(await factsOf(id)).toEqual(facts);
  });

  it('for which somebody asked another provider keeps the day of each', async () => {
    const { id, form } = await written({ ...REFERRED, date: '2026-11-18' });
    const before = await referralOf(id);
    const another = { form_key: crypto.randomUUID(), school_1: 'Art group', agency_1: '', date: '2026-11-19', why: '' };
    expect((await browser.post(`/referrals/${before.id}/targets`, another)).status).toBe(303);
    const facts = await factsOf(id);
    expect((await change(id, { ...form, date: '2026-11-20' })).status).toBe(303);
    expect(await referralOf(id)).toEqual(before);
    expect(await factsOf(id)).toEqual(facts);
  });

  it('that was voided is not changed, nor spoken of', async () => {
    const { id, form } = await written({ ...REFERRED, date: '2026-11-19' });
    const { id: referral } = await referralOf(id);
    await browser.post(`/referrals/${referral}/void`, { reason: 'not needed' });
    expect((await browser.get(`/visits/${id}/change`)).text).not.toContain('Its referral');
    await change(id, { ...form, date: '2026-11-20' });
    expect(await referralOf(id)).toMatchObject({ opened_on: '2026-11-19' });
  });
});

describe('two people or devices at one visit', () => {
  it('show the second one what differs, and nothing is overwritten before a choice', async () => {
    const { id, form } = await written({ note: 'as written' });
    await change(id, { ...form, minutes: '30', note: 'from the phone' });
    const mine = { ...form, purpose: 'ACA_PERF', note: 'from the laptop' };
    const answer = await change(id, mine);
    expect(answer.status).toBe(409);
    for (const words of [
      'Somebody else changed this visit meanwhile',
      'Keep theirs',
      'Save mine over it',
      '30 min',
      '15 min',
      'from the phone',
      'from the laptop',
      'name="revision" value="2"',
    ])
      expect(answer.text).toContain(words);
    expect(await visitOf(id)).toMatchObject({ revision: 2, minutes: 30, purpose: 'ACA_ATTEND' });
    expect(await audited('VISIT_CHANGED', id, { outcome: 'refused' })).toMatchObject([{ reason: 'CHANGED_MEANWHILE' }]);
    // Mine over theirs: another change, and theirs stays readable.
    expect((await change(id, { ...mine, revision: '2' })).status).toBe(303);
    expect(await visitOf(id)).toMatchObject({ revision: 3, minutes: 15, purpose: 'ACA_PERF' });
    expect((await browser.get(`/students/${bruno.dcid}`)).text).toContain('from the phone');
  });

  it('who both wanted the same are both told that it is so', async () => {
    const { id, form } = await written();
    await change(id, { ...form, minutes: '30' });
    expect(led(await change(id, { ...form, minutes: '30' }))).toContain('done=changed');
    expect(await changesOf(id)).toHaveLength(1);
  });

  it('one of whom voids it: the other one finds what was typed in a new form', async () => {
    const { id, form } = await written();
    await browser.post(`/visits/${id}/void`, { reason: 'wrong student' });
    const answer = await change(id, { ...form, note: 'the crucial sentence' });
    expect(answer.status).toBe(409);
    for (const words of ['voided meanwhile', 'the crucial sentence', `action="/students/${bruno.dcid}/visits"`])
      expect(answer.text).toContain(words);
    expect(await visitOf(id)).toMatchObject({ revision: 1 });
    expect((await browser.get(`/visits/${id}/change`)).status).toBe(409);
  });
});

describe('a restricted note in the change form', () => {
  it('is kept unless it is opened or replaced, and opening it is logged', async () => {
    const { id, form } = await written({ note: 'only for me', restricted: '1', restricted_why: 'custody' });
    const page = await browser.get(`/visits/${id}/change`);
    expect(page.text).toContain('Empty: the restricted text stays');
    expect(page.text).not.toContain('only for me');
    const untouched = { ...form, note: '', note_state: 'kept' };
    expect((await change(id, { ...untouched, minutes: '20' })).status).toBe(303);
    expect(await noteOf(id)).toBe('only for me');
    expect(await audited('RESTRICTED_NOTE_OPENED', id)).toEqual([]);

    const opened = await browser.post(`/visits/${id}/change/note`, {
      ...untouched,
      revision: '2',
      purpose: 'ACA_PERF',
    });
    expect(opened.text).toContain('only for me');
    expect(opened.text).toMatch(/value="ACA_PERF"[^>]*selected/);
    expect(await audited('RESTRICTED_NOTE_OPENED', id)).toHaveLength(1);

    const shown = { ...form, revision: '2', note: 'other words' };
    expect((await change(id, shown)).status).toBe(303);
    expect(await noteOf(id)).toBe('other words');
    const history = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(history).toContain('restricted note changed');
    for (const text of ['only for me', 'other words']) expect(history).not.toContain(text);
  });

  it('is not made open to everybody by somebody who has not read it', async () => {
    const { id, form } = await written({ note: 'only for me', restricted: '1' });
    const answer = await change(id, { ...form, note: '', note_state: 'kept', restricted: '', minutes: '20' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Open the text first');
    expect(answer.text).not.toContain('only for me');
  });

  it('that is restricted afterward hides its earlier texts too', async () => {
    const { id, form } = await written({ note: 'anyone could read this' });
    await change(id, { ...form, note: 'and this', revision: '1' });
    await change(id, { ...form, note: 'and this', restricted: '1', revision: '2' });
    const page = (await (await it_.as(irena)).get(`/students/${bruno.dcid}`)).text;
    const row = page.slice(page.indexOf(`data-visit="${id}"`)).split('data-visit="')[1] as string;
    expect(row).toContain('restricted note changed');
    for (const text of ['anyone could read this', 'and this']) expect(row).not.toContain(text);
    expect((await knex('u_ssp_visit_note').where({ visit_id: id }))[0]).toMatchObject({ restricted_by: ana.reader });
  });

  it('that was restricted once hides its earlier texts after it was emptied, too', async () => {
    const { id, form } = await written({ note: 'hits him at Grove Street' });
    await change(id, { ...form, note: 'told me in confidence', revision: '1' });
    await change(id, { ...form, note: 'told me in confidence', restricted: '1', revision: '2' });
    expect((await change(id, { ...form, note: '', restricted: '', revision: '3' })).status).toBe(303);
    const colleague = await it_.as(irena);
    for (const page of [`/students/${bruno.dcid}`, `/students/${bruno.dcid}/history`])
      for (const text of ['hits him at Grove Street', 'told me in confidence'])
        expect((await colleague.get(page)).text).not.toContain(text);
  });

  it('takes its names back when everybody may read it or it is emptied: they do not open the next secret', async () => {
    const nurse = await it_.as(irena);
    for (const between of [
      { note: 'said to all', restricted: '' },
      { note: '', restricted: '' },
    ]) {
      const { id, form } = await written({ note: 'first', restricted: '1' });
      await browser.post(`/visits/${id}/readers`, { seen: '', reader: [String(irena.reader), ''] });
      expect((await nurse.post(`/visits/${id}/note`)).status).toBe(200);
      expect((await change(id, { ...form, note: 'second', restricted: '1', revision: '1' })).status).toBe(303);
      expect((await nurse.post(`/visits/${id}/note`)).text).toContain('second');
      expect((await change(id, { ...form, ...between, revision: '2' })).status).toBe(303);
      expect((await change(id, { ...form, note: 'about the nurse', restricted: '1', revision: '3' })).status).toBe(303);
      const opened = await nurse.post(`/visits/${id}/note`);
      expect([opened.status, opened.text.includes('about the nurse')]).toEqual([404, false]);
      expect(
        await knex('u_ssp_audit').where({ event: 'NOTE_READERS_SET', subject: `visit:${id} ended:${irena.reader}` }),
      ).toMatchObject([{ actor: ana.reader, student: bruno.dcid, outcome: 'allowed' }]);
    }
  });

  it('does not show in a conflict', async () => {
    const { id, form } = await written({ note: 'only for me', restricted: '1' });
    await change(id, { ...form, note: 'the phone’s secret' });
    const answer = await change(id, { ...form, note: '', note_state: 'kept', minutes: '20' });
    expect(answer.status).toBe(409);
    for (const text of ['only for me', 'the phone’s secret']) expect(answer.text).not.toContain(text);
  });

  it('is forced by the purpose to which the visit is changed', async () => {
    const { id, form } = await written({ note: 'a text' });
    expect((await change(id, { ...form, purpose: 'SAF_ABUSE' })).status).toBe(303);
    expect(Number((await knex('u_ssp_visit_note').where({ visit_id: id }))[0].restricted)).toBe(1);
    expect(Number((await visitOf(id)).sensitive)).toBe(1);
    expect((await (await it_.as(irena)).get(`/students/${bruno.dcid}`)).text).not.toContain('a text</p>');
  });
});

describe('a voided visit', () => {
  it('tells nobody what its note was before, nor why it was changed', async () => {
    const { id, form } = await written({ note: 'of another child' });
    await change(id, { ...form, note: 'mended', revision: '1', reason: 'names the other child' });
    const colleague = await it_.as(irena);
    expect((await colleague.get(`/students/${bruno.dcid}`)).text).toContain('of another child');
    expect((await browser.post(`/visits/${id}/void`, { reason: 'wrong student' })).status).toBe(303);
    for (const reader of [colleague, browser])
      for (const page of [`/students/${bruno.dcid}`, `/students/${bruno.dcid}/history`])
        for (const text of ['of another child', 'mended', 'names the other child'])
          expect((await reader.get(page)).text).not.toContain(text);
  });

  it('is copied to the right student, with its note and referral, and both are in the audit', async () => {
    const { id } = await written({
      note: 'meant for Daniela',
      minutes: '25',
      other_1: 'ACA_PERF',
      referral_agency: 'City Clinic',
      need: 'VISION',
      urgency: 'URGENT',
      location: 'TELEHEALTH',
      confirm_open: '1',
    });
    const voided = await browser.post(`/visits/${id}/void`, { reason: 'wrong student', next: 'copy' });
    expect(voided.headers.location).toBe(`/visits/${id}/copy`);
    const page = await browser.get(`/visits/${id}/copy`);
    expect(page.text).toContain('Copy to a new visit');
    const found = await browser.post(`/visits/${id}/copy`, { q: 'Okafor' });
    expect(found.text.replaceAll('&#x3D;', '=')).toContain(`/students/${daniela.dcid}?copy=${id}`);
    const form = await browser.get(`/students/${daniela.dcid}?copy=${id}`);
    expect(form.status).toBe(200);
    for (const words of ['meant for Daniela', 'value="25"', 'City Clinic', `action="/students/${daniela.dcid}/visits"`])
      expect(form.text).toContain(words);
    for (const code of ['VISION', 'URGENT', 'TELEHEALTH'])
      expect(form.text).toMatch(new RegExp(`value="${code}"[^>]*selected`));
    expect(form.text).toMatch(/value="ACA_PERF"[^>]*selected/);
    expect(await knex('u_ssp_audit').where({ subject: `copy of visit:${id}` })).toMatchObject([
      { event: 'STUDENT_OPENED', outcome: 'allowed', student: daniela.dcid, actor: ana.reader },
    ]);
  });

  it.each([
    ['a student of another school', () => browser, mila.dcid],
    ['a visit of a colleague', () => it_.as(maya), daniela.dcid],
    ['an administrator', () => it_.as(joan), daniela.dcid],
  ])('is not copied: %s', async (_what, who, student) => {
    const { id } = await written({ note: 'hers alone' });
    await browser.post(`/visits/${id}/void`, { reason: 'wrong student' });
    const answer = await (await who()).get(`/students/${student}?copy=${id}`);
    expect([answer.status, answer.text.includes('hers alone')]).toEqual([404, false]);
  });

  it('that is not void is not copied, and one that never was neither', async () => {
    const { id } = await written();
    for (const address of [`/students/${daniela.dcid}?copy=${id}`, `/visits/${id}/copy`])
      expect((await browser.get(address)).status).toBe(404);
    expect((await browser.get(`/students/${daniela.dcid}?copy=2147483647`)).status).toBe(404);
    expect((await browser.get(`/students/${daniela.dcid}?copy=1%27--`)).status).toBe(400);
  });

  it('with a restricted note: copying it is an opening, and is logged', async () => {
    const { id } = await written({ note: 'only for me', restricted: '1' });
    await browser.post(`/visits/${id}/void`, { reason: 'wrong student' });
    expect((await browser.get(`/students/${bruno.dcid}`)).text).not.toContain('only for me');
    expect((await browser.get(`/students/${daniela.dcid}?copy=${id}`)).text).toContain('only for me');
    expect(await audited('RESTRICTED_NOTE_OPENED', id)).toMatchObject([
      { actor: ana.reader, student: bruno.dcid, reason: 'AUTHOR' },
    ]);
  });
});

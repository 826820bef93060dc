import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, joan, maya, tomas } from '../people.ts';

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  knex = test.database.knex;
  browser = await it_.as(ana);
});
afterAll(() => test.close());

let knex: TestDatabase['database']['knex'];
const save = (form: Record<string, string>, student = bruno.dcid) => browser.post(`/students/${student}/visits`, form);
const savedFrom = (form: Record<string, string>) => knex('u_ssp_visit').where({ form_key: form.form_key });

describe('a visit', () => {
  it('is there with all its rows and its audit row', async () => {
    const form = visitForm({
      start: '10:00',
      end: '10:25',
      minutes: '',
      other_1: 'EMO_ANX',
      service_2: 'CONSULT_TCH',
      note: 'a note',
      referral_agency: 'City Clinic',
      urgency: 'SOON',
      location: 'OFF_CAMPUS',
      need: 'VISION',
      follow_up: '2026-11-23',
    });
    expect(led(await save(form))).toBe(`/students/${bruno.dcid}?done=saved`);
    const [visit] = await savedFrom(form);
    expect(visit).toMatchObject({
      visit_date: '2026-11-20',
      visit_month: '2026-11',
      school_year: '2026-2027',
      school_id: 101,
      start_min: 600,
      end_min: 625,
      minutes: 25,
      purpose: 'ACA_ATTEND',
      author: ana.reader,
      author_title: 'School counselor',
      follow_up: '2026-11-23',
    });
    expect(Number(visit.sensitive)).toBe(1);
    expect(await knex('u_ssp_visit_student').where({ visit_id: visit.id })).toMatchObject([
      { student_dcid: bruno.dcid, visit_date: '2026-11-20', grade_level: 6, grade_band: '6-8' },
    ]);
    expect(await knex('u_ssp_visit_service').where({ visit_id: visit.id }).orderBy('line_no')).toMatchObject([
      { service: 'IND_COUNS', tier: 2 },
      { service: 'CONSULT_TCH', tier: 2 },
    ]);
    const [referral] = await knex('u_ssp_referral').where({ visit_id: visit.id });
    expect(referral).toMatchObject({
      student_dcid: bruno.dcid,
      need: 'VISION',
      reason: 'ACA_ATTEND',
      opened_on: '2026-11-20',
    });
    expect(Number(referral.is_mental_health)).toBe(0);
    expect(referral).toMatchObject({ urgency: 'SOON', location: 'OFF_CAMPUS', chain_id: null });
    const [target] = await knex('u_ssp_target').where({ referral_id: referral.id });
    expect(target).toMatchObject({ kind: 'COMMUNITY', provider: 'City Clinic', outcome: null });
    expect(await knex('u_ssp_milestone').where({ target_id: target.id })).toMatchObject([
      { kind: 'M_IDENT', happened_on: '2026-11-20' },
    ]);
    const [note] = await knex('u_ssp_visit_note').where({ visit_id: visit.id });
    expect(JSON.stringify(note)).not.toContain('a note');
    expect(await knex('u_ssp_audit').where({ subject: `visit:${visit.id}` })).toMatchObject([
      { event: 'VISIT_ADDED', outcome: 'allowed', actor: ana.reader, student: bruno.dcid },
    ]);
    const page = await browser.get(`/students/${bruno.dcid}?done=1`);
    for (const words of [
      'Visit saved',
      'a note',
      'City Clinic',
      'Attendance',
      '25 min',
      'Individual counseling, tier 2',
    ])
      expect(page.text).toContain(words);
  });

  it('is saved once for one form, however often and at whatever moment it is sent', async () => {
    const form = visitForm();
    const answers = await Promise.all(Array.from({ length: 8 }, () => save(form)));
    expect(new Set(answers.map(led))).toEqual(new Set([`/students/${bruno.dcid}?done=saved`]));
    expect(await savedFrom(form)).toMatchObject([{ minutes: 15 }]);
    expect(
      await knex('u_ssp_audit').where({ event: 'VISIT_ADDED', subject: `visit:${(await savedFrom(form))[0].id}` }),
    ).toHaveLength(1);
  });

  it('that was changed after a lost answer is not taken for the one that was saved', async () => {
    const form = visitForm();
    await save(form);
    const changed = await save({ ...form, minutes: '45', note: 'the crucial sentence' });
    expect(changed.status).toBe(409);
    expect(changed.text).toContain('was saved already, without your last changes');
    expect(changed.text).toContain('the crucial sentence');
    expect(changed.text).not.toContain(form.form_key as string);
    expect(await savedFrom(form)).toMatchObject([{ minutes: 15 }]);
    const key = /name="form_key" value="([^"]+)"/.exec(changed.text)?.[1] as string;
    expect((await save({ ...form, minutes: '45', note: 'the crucial sentence', form_key: key })).status).toBe(303);
    expect(await savedFrom({ form_key: key })).toMatchObject([{ minutes: 45 }]);
  });

  it('that only asks for one more line is not audited as written down', async () => {
    await save(visitForm({ add: 'service' }));
    const [last] = await knex('u_ssp_audit').where({ event: 'VISIT_ADDED' }).orderBy('id', 'desc').limit(1);
    expect(last).toMatchObject({ reason: 'NOT_YET', subject: null });
  });

  it('from two tabs is two visits', async () => {
    const before = (await knex('u_ssp_visit_student').where({ student_dcid: bruno.dcid })).length;
    await Promise.all([save(visitForm()), save(visitForm())]);
    expect(await knex('u_ssp_visit_student').where({ student_dcid: bruno.dcid })).toHaveLength(before + 2);
  });

  it('of a form that was used for one student is not saved for another', async () => {
    const form = visitForm();
    await save(form);
    const answer = await save(form, daniela.dcid);
    expect(answer.status).toBe(422);
    expect(await savedFrom(form)).toHaveLength(1);
  });

  it('that does not hold comes back as it was, with the fault at its field, and nothing is written', async () => {
    const form = visitForm({
      start: '10:20',
      end: '10:05',
      minutes: '',
      note: 'kept <b>as typed</b> =1+1 שלום',
      service_2: 'CRISIS',
      tier_2: '1',
      setting: 'HALL',
      follow_up: '2027-01-08',
    });
    const answer = await save(form);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('The end is before the start.');
    expect(answer.text).toMatch(/role="alert"/);
    expect(answer.text).toContain('kept &lt;b&gt;as typed&lt;/b&gt;');
    expect(answer.text).toContain('שלום');
    expect(answer.text).toContain(form.form_key as string);
    for (const value of ['10:20', '10:05', '2027-01-08']) expect(answer.text).toContain(`value="${value}"`);
    for (const value of ['HALL', 'CRISIS']) expect(answer.text).toMatch(new RegExp(`value="${value}"[^>]*selected`));
    expect(await savedFrom(form)).toEqual([]);
  });

  it.each([
    ['on a day before the student came', claire.dcid, '2026-08-28', 'enrolled at a school that is not one of yours'],
    ['on a day without enrollment', bruno.dcid, '2010-01-04', 'was not enrolled on that day'],
    ['on a day after the student left', tomas.dcid, '2026-11-20', 'was not enrolled on that day'],
  ])('%s is refused at its date', async (_what, student, date, words) => {
    const form = visitForm({ date });
    const answer = await save(form, student);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(await savedFrom(form)).toEqual([]);
  });

  it('of a student who left can still be written down for the days before', async () => {
    const form = visitForm({ date: '2026-11-17' });
    expect((await save(form, tomas.dcid)).status).toBe(303);
    expect(await savedFrom(form)).toMatchObject([{ school_id: 101, visit_date: '2026-11-17' }]);
  });

  it('is refused whole when one of its rows cannot be written', async () => {
    const mend = await test.failInserts('u_ssp_target');
    const form = visitForm({ referral_agency: 'City Clinic', need: 'VISION', confirm_open: '1', note: 'kept' });
    const answer = await save(form);
    await mend();
    expect(answer.status).toBe(500);
    expect(await savedFrom(form)).toEqual([]);
    expect((await save(form)).status).toBe(303);
  });

  it.each([
    ['a field nobody knows', { surprise: '1' }, 400],
    ['no form key', { form_key: '' }, 422],
    ['an SQL text as form key', { form_key: "'; drop table u_ssp_visit --" }, 422],
  ])('with %s is refused', async (_what, change, status) => {
    expect((await save(visitForm(change))).status).toBe(status);
  });

  it('larger than anything sensible is refused in words', async () => {
    const answer = await save(visitForm({ note: 'x'.repeat(5_000_000) }));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('too large');
  });
});

describe('voiding', () => {
  const saved = async (more: Record<string, string> = {}) => {
    const form = visitForm(more);
    await save(form);
    return ((await savedFrom(form))[0] as { id: number }).id;
  };

  it('asks for a reason, keeps the visit with it, and takes its referrals along', async () => {
    const id = await saved({
      referral_agency: 'City Clinic',
      need: 'VISION',
      confirm_open: '1',
      note: 'about another child',
    });
    const before = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(before).toContain(
      'Its referral to <bdi>City Clinic</bdi> goes along, with all that was written down about it. It stays when somebody else has written on it',
    );
    const without = await browser.post(`/visits/${id}/void`, { reason: '  ' });
    expect(without.status).toBe(422);
    expect(without.text).toContain('Say why the visit is voided.');
    expect(led(await browser.post(`/visits/${id}/void`, { reason: 'wrong <student>' }))).toBe(
      `/students/${bruno.dcid}?done=voided`,
    );
    expect(await knex('u_ssp_visit').where({ id })).toMatchObject([
      { voided_by: ana.reader, void_reason: 'wrong <student>' },
    ]);
    const [referral] = await knex('u_ssp_referral').where({ visit_id: id });
    expect(referral.voided_at).not.toBeNull();
    const told = await knex('u_ssp_audit').where({ event: 'REFERRAL_VOIDED', subject: `referral:${referral.id}` });
    expect(told.map(({ student }) => student)).toEqual([bruno.dcid]);
    const page = (await browser.get(`/students/${bruno.dcid}`)).text;
    expect(page).toContain('wrong &lt;student&gt;');
    expect(page).not.toContain('about another child');
  });

  it('twice changes nothing the second time', async () => {
    const id = await saved();
    await browser.post(`/visits/${id}/void`, { reason: 'first' });
    await browser.post(`/visits/${id}/void`, { reason: 'second' });
    expect((await knex('u_ssp_visit').where({ id }))[0].void_reason).toBe('first');
  });

  it('is for the author alone', async () => {
    const id = await saved();
    const other = await (await it_.as(maya)).post(`/visits/${id}/void`, { reason: 'not mine' });
    expect(other.status).toBe(422);
    expect((await knex('u_ssp_visit').where({ id }))[0].voided_at).toBeNull();
  });
});

describe('a note', () => {
  it('that is restricted is shown as present and opened by its author alone, on demand and logged', async () => {
    const form = visitForm({ note: 'only for me', restricted: '1' });
    await save(form);
    const id = ((await savedFrom(form))[0] as { id: number }).id;
    const list = await browser.get(`/students/${bruno.dcid}`);
    expect(list.text).toContain('Restricted note');
    expect(list.text).not.toContain('only for me');
    const opened = await browser.post(`/visits/${id}/note`);
    expect(opened.text).toContain('only for me');
    expect(
      await knex('u_ssp_audit').where({ event: 'RESTRICTED_NOTE_OPENED', subject: `visit:${id}`, outcome: 'allowed' }),
    ).toHaveLength(1);
    const colleague = await it_.as(maya);
    expect((await colleague.get(`/students/${bruno.dcid}`)).text).toContain('Restricted note');
    expect((await colleague.post(`/visits/${id}/note`)).status).toBe(404);
    expect(
      await knex('u_ssp_audit').where({ event: 'RESTRICTED_NOTE_OPENED', outcome: 'refused', reason: 'NOT_AUTHOR' }),
    ).toHaveLength(1);
  });
});

describe('an administrator', () => {
  it('sees date, staff, minutes and services, but neither notes nor what a sensitive visit was about', async () => {
    await save(
      visitForm({
        purpose: 'EMO_ANX',
        note: 'told in confidence',
        minutes: '35',
        referral_agency: 'City Clinic',
        need: 'VISION',
        confirm_open: '1',
      }),
    );
    const page = await (await it_.as(joan)).get(`/students/${bruno.dcid}`);
    expect(page.status).toBe(200);
    for (const shown of ['Support visit', '35 min', 'A. Reyes, School counselor', 'Individual counseling'])
      expect(page.text).toContain(shown);
    for (const hidden of [
      'City Clinic',
      'Vision',
      'Anxiety',
      'told in confidence',
      'Save visit',
      'Void visit',
      'Restricted note',
    ])
      expect(page.text).not.toContain(hidden);
  });
});

describe('the history', () => {
  it('begins with the newest, and leads to all of them by an address that says no day', async () => {
    for (let at = 0; at < 25; at++)
      await save(visitForm({ date: `2026-11-${String(2 + (at % 5)).padStart(2, '0')}` }), claire.dcid);
    const idsOf = (text: string) => [...text.matchAll(/data-visit="(\d+)"/g)].map((match) => match[1] as string);
    const { text } = await browser.get(`/students/${claire.dcid}`);
    expect(text).toContain(`<a href="/students/${claire.dcid}/history" data-beside>Older visits</a>`);
    const seen = idsOf((await browser.get(`/students/${claire.dcid}/history`)).text);
    const all = await knex('u_ssp_visit_student')
      .where({ student_dcid: claire.dcid })
      .orderBy([
        { column: 'visit_date', order: 'desc' },
        { column: 'visit_id', order: 'desc' },
      ]);
    expect(all.length).toBeGreaterThan(20);
    const ids = all.map((row: { visit_id: number }) => String(row.visit_id));
    expect(idsOf(text)).toEqual(ids.slice(0, 20));
    expect(seen).toEqual(ids.slice(0, 50));
  });
});

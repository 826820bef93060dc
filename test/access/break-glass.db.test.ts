import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { drawnForm } from '../drawn-form.ts';
import { ana, daniela, jun, kwame, maya, mila, ruben } from '../people.ts';

// One student of another school, for one hour, for a real need.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());
beforeEach(async () => {
  it_ = makeApp(test);
  await test.owner('u_ssp_break_glass').del();
  // The rate of one test is not that of the next one.
  await test.owner('u_ssp_audit').del();
  browser = await it_.as(ana);
});

const WORDS = 'The school called, the student is with me and nobody else is here.';
const [MILA, JUN, DANIELA, NOBODY] = ['104239', '104240', '104233', '999999'];
const need = (changes: Record<string, string> = {}) => ({ number: MILA, need: 'CRISIS', words: WORDS, ...changes });
const open = (changes: Record<string, string> = {}) => browser.post('/access/break-glass', need(changes));
const page = `/students/${mila.dcid}`;
const openings = () => test.owner('u_ssp_break_glass').orderBy('id');
const audited = async (event: string) =>
  (await test.owner('u_ssp_audit').where({ event }).orderBy('id', 'desc').limit(1))[0];
const newestVisit = async (student: number) =>
  (await test.owner('u_ssp_visit_student').where({ student_dcid: student }).orderBy('id', 'desc').limit(1))[0];

describe('a student of another school', () => {
  it('is not there before, open for an hour after, and not there again', async () => {
    expect((await browser.get(page)).status).toBe(404);
    const opened = await open();
    expect([opened.status, opened.headers.location]).toEqual([303, page]);
    const first = await browser.get(page);
    expect(first.status).toBe(200);
    expect(first.text).toContain('Not a student of your schools.');
    expect(first.text).toContain('Open to you until 4:00 PM because of a crisis.');
    expect(first.text).toContain('Save visit');
    for (const minutes of [29, 29]) {
      it_.clock.pass(minutes);
      expect((await browser.get(page)).status).toBe(200);
    }
    it_.clock.pass(2);
    expect((await browser.get(page)).status).toBe(404);
  });

  it('is the only one that is opened, to nobody else, and search finds no more than before', async () => {
    await open();
    expect((await browser.get(`/students/${jun.dcid}`)).status).toBe(404);
    expect((await browser.post('/search', { q: 'petrov' })).text).toContain('No student of your schools');
    expect((await browser.post('/search', { q: MILA })).text).toContain('No student of your schools');
    const irrelevant = await it_.as(maya);
    expect((await irrelevant.get(`/students/${jun.dcid}`)).status).toBe(404);
  });

  it('is written about, voided, referred: and the audit says BREAK_GLASS for all of it', async () => {
    await open();
    expect(await audited('BREAK_GLASS_OPENED')).toMatchObject({
      ...{ actor: ana.reader, outcome: 'allowed', reason: 'BREAK_GLASS', student: mila.dcid },
      subject: `break-glass:${(await openings())[0].id}`,
    });
    const referral = {
      referral_kind: 'COMMUNITY',
      referral_agency: 'Lakeside Family Center',
      need: 'MH_THERAPY',
    };
    const form = visitForm({ note: 'she called her mother', restricted: '1', ...referral });
    const saved = await browser.post(`${page}/visits`, form);
    expect(saved.status).toBe(303);
    const { visit_id: visit } = await newestVisit(mila.dcid);
    expect((await test.owner('u_ssp_visit').where({ id: visit }))[0]).toMatchObject({
      author: ana.reader,
      school_id: 103,
    });
    expect((await browser.get(page)).text).toContain('Restricted note');
    expect((await browser.post(`/visits/${visit}/note`)).text).toContain('she called her mother');
    const [target] = await test
      .owner('u_ssp_target as t')
      .join('u_ssp_referral as r', 'r.id', 't.referral_id')
      .where('r.visit_id', visit)
      .select('t.id');
    const outcome = { form_key: crypto.randomUUID(), outcome: 'COMPLETED', outcome_date: '2026-11-20', revision: '1' };
    expect((await browser.post(`/referrals/targets/${target.id}/outcome`, outcome)).status).toBe(303);
    // A form that comes twice is told so, and still stands as what it is.
    await browser.post(`${page}/visits`, form);
    expect((await browser.post(`/visits/${visit}/void`, { reason: 'a mistake' })).status).toBe(303);
    const rows = await test.owner('u_ssp_audit').where({ student: mila.dcid, outcome: 'allowed' });
    expect(new Set(rows.map((row) => row.event))).toEqual(
      new Set([
        ...['BREAK_GLASS_OPENED', 'STUDENT_OPENED', 'VISIT_ADDED', 'RESTRICTED_NOTE_OPENED', 'VISIT_VOIDED'],
        ...['REFERRAL_OUTCOME_SET', 'REFERRAL_VOIDED'],
      ]),
    );
    expect(rows.filter((row) => row.reason !== 'BREAK_GLASS')).toEqual([]);
  });

  it('in a group stands as that, and those of the own school as what they are', async () => {
    await open();
    const reasons = async (event: string) =>
      (await test.owner('u_ssp_audit').where({ event, outcome: 'allowed' }).orderBy('student')).map((row) => [
        row.student,
        row.reason,
      ]);
    const each = [
      [daniela.dcid, 'ROLE_AT_SCHOOL'],
      [mila.dcid, 'BREAK_GLASS'],
    ];
    const student = [daniela.dcid, mila.dcid].map(String) as unknown as string;
    const form = visitForm({ purpose: 'PRO_GROUP', student });
    expect((await browser.post('/visits/group/drafts', { ...form, script: '1' })).status).toBe(200);
    expect((await browser.get(`/visits/group?draft=${form.form_key}`)).text).toContain('2 students chosen');
    expect(await reasons('GROUP_BEGUN')).toEqual(each);
    const { headers } = await browser.post('/visits/group', form);
    expect(await reasons('VISIT_ADDED')).toEqual(each);
    await browser.get((headers.location as string).split('?')[0] as string);
    expect(await reasons('GROUP_OPENED')).toEqual(each);
    const address = `/visits/${/\d+/.exec(headers.location as string)?.[0]}/change`;
    const changed = { ...drawnForm((await browser.get(address)).text, address), minutes: '35' };
    expect((await browser.post(address, changed)).status).toBe(303);
    expect(await reasons('VISIT_CHANGED')).toEqual(each);
  });

  it('is followed up as that by whoever was asked to before the student went there', async () => {
    const of = { student_dcid: daniela.dcid, school_id: 101 };
    const began = { started_by: maya.reader, started_at: '2026-11-20T14:00:00.000Z' };
    await test.owner('u_ssp_crisis').insert({ open_for: daniela.dcid, ...of, ...began });
    const [crisis] = await test.owner('u_ssp_crisis').where({ student_dcid: daniela.dcid });
    await test.owner('u_ssp_follow_up').insert({
      ...{ crisis_id: crisis.id, line_no: 1, student_dcid: daniela.dcid, owner: ana.reader, due_on: '2026-11-23' },
      ...{ written_by: maya.reader, written_at: began.started_at, key_id: 'n1', sealed: 'x' },
    });
    const [{ id }] = await test.owner('u_ssp_follow_up').where({ student_dcid: daniela.dcid });
    const move = (SchoolID: number) => test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID });
    await move(103);
    try {
      expect((await browser.post(`/crisis/follow-ups/${id}/done`)).status).toBe(404);
      await open({ number: DANIELA });
      expect((await browser.post(`/crisis/follow-ups/${id}/done`)).status).toBe(303);
    } finally {
      await move(101);
    }
    expect(await audited('FOLLOW_UP_DONE')).toMatchObject({ student: daniela.dcid, reason: 'BREAK_GLASS' });
  });

  it('afterward a visit that was written is not to be read by its author either', async () => {
    await open();
    await browser.post(`${page}/visits`, visitForm({ note: 'for me alone', restricted: '1' }));
    const { visit_id: visit } = await newestVisit(mila.dcid);
    it_.clock.pass(25);
    expect((await browser.get('/')).status).toBe(200);
    it_.clock.pass(25);
    expect((await browser.post(`/visits/${visit}/note`)).text).toContain('for me alone');
    it_.clock.pass(11);
    expect((await browser.post(`/visits/${visit}/note`)).status).toBe(404);
    expect((await browser.post(`/visits/${visit}/void`, { reason: 'late' })).status).toBe(404);
  });

  it('can be closed before the hour is over, by whoever opened it', async () => {
    await open();
    const [row] = await openings();
    const stranger = await it_.as(maya);
    expect((await stranger.post('/access/break-glass/end', { opening: String(row.id) })).status).toBe(404);
    expect((await browser.get(page)).status).toBe(200);
    const ended = await browser.post('/access/break-glass/end', { opening: String(row.id) });
    expect(led(ended)).toBe('/access/break-glass?done=ended');
    expect((await browser.get(ended.headers.location as string)).text).toContain(
      'The student is not open to you any more.',
    );
    expect(await audited('BREAK_GLASS_ENDED')).toMatchObject({ student: mila.dcid, reason: 'OWN_WISH' });
    expect((await browser.get(page)).status).toBe(404);
    expect((await browser.post('/access/break-glass/end', { opening: String(row.id) })).status).toBe(303);
    expect(await audited('BREAK_GLASS_ENDED')).toMatchObject({ reason: 'ALREADY_DONE' });
  });

  it('is closed as soon as the person is no support staff any more', async () => {
    await open();
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 2 });
    it_.clock.pass(11);
    expect((await browser.get(page)).status).toBe(403);
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 1 });
    it_.clock.pass(11);
    expect((await browser.get(page)).status).toBe(404);
  });

  it('is listed where one opens them, with the way to close her', async () => {
    await open();
    const { text } = await browser.get('/access/break-glass');
    expect(text).toContain('Petrov, Mila');
    expect(text).toContain('until 4:00 PM');
  });
});

describe('the form', () => {
  it.each([
    ['no number', { number: '' }, 'Type the student’s number, digits only.'],
    ['a name for a number', { number: 'Petrov' }, 'Type the student’s number, digits only.'],
    ['a whole page for a number', { number: '7'.repeat(5000) }, 'Type the student’s number, digits only.'],
    ['no reason', { need: '' }, 'Choose why you need the student.'],
    ['a reason that is none of the list', { need: 'CURIOUS' }, 'Choose why you need the student.'],
    ['a word or two', { words: '  crisis, now  ' }, 'in at least 15 characters'],
    ['a whole page', { words: 'x'.repeat(501) }, 'Shorten it to 500 characters.'],
  ])('is not taken with %s, and keeps what was typed', async (_what, changes, fault) => {
    const answer = await open(changes);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(fault);
    if (!('words' in changes)) expect(answer.text).toContain(WORDS);
    expect(await openings()).toEqual([]);
    expect(await audited('BREAK_GLASS_OPENED')).toMatchObject({ outcome: 'refused', reason: 'FAULTS', student: null });
  });

  it('leads to a student of the own schools without opening anything', async () => {
    const answer = await open({ number: DANIELA });
    expect(answer.headers.location).toBe(`/students/${daniela.dcid}`);
    expect(await openings()).toEqual([]);
  });

  it('opens once, however often it is sent', async () => {
    const answers = await Promise.all([open(), open(), open()]);
    expect(answers.map((one) => one.headers.location)).toEqual([page, page, page]);
    expect(await openings()).toHaveLength(1);
  });

  it('takes five in an hour, numbers that nobody has among them, and five again after it', async () => {
    for (let tries = 0; tries < 3; tries++) {
      const answer = await open({ number: NOBODY });
      expect([answer.status, answer.text.includes('No student has this number.')]).toEqual([422, true]);
      expect(await audited('BREAK_GLASS_OPENED')).toMatchObject({ outcome: 'refused', reason: 'NOT_IN_SCOPE' });
    }
    expect((await open()).status).toBe(303);
    expect((await open({ number: JUN })).status).toBe(303);
    for (const number of [NOBODY, '104244', MILA]) {
      const answer = await open({ number });
      expect([answer.status, answer.text.includes('5 in one hour is the most.')]).toEqual([429, true]);
    }
    expect(await audited('BREAK_GLASS_OPENED')).toMatchObject({ outcome: 'refused', reason: 'TOO_MANY' });
    expect((await (await it_.as(kwame)).post('/access/break-glass', need({ number: JUN }))).status).toBe(303);
    it_.clock.pass(25);
    await browser.get('/');
    it_.clock.pass(25);
    await browser.get('/');
    it_.clock.pass(11);
    expect((await open()).status).toBe(303);
  });
});

describe('why it was opened', () => {
  it('cannot be read in the database, and opens only where it was written', async () => {
    await open();
    await open({ number: JUN, words: 'Another student, and another reason.' });
    const [one, other] = await openings();
    expect(JSON.stringify(one)).not.toContain('nobody else');
    expect(Buffer.from(one.sealed, 'base64').toString('latin1')).not.toContain('nobody else');
    const administrator = await it_.as(ruben);
    expect((await administrator.get('/access/review?school=103')).text).toContain(WORDS);
    await test.owner('u_ssp_break_glass').where({ id: one.id }).update({ sealed: other.sealed });
    const moved = (await administrator.get('/access/review?school=103')).text;
    expect(moved).toContain('These words cannot be opened.');
    expect(moved).not.toContain('another reason');
  });

  it('is not in the audit, nor in an address', async () => {
    const opened = await open();
    expect(JSON.stringify(await test.owner('u_ssp_audit'))).not.toContain('nobody else');
    expect(opened.headers.location).toBe(page);
  });
});

describe('the way there', () => {
  it('stands quietly on the search page and on "Nothing here", for support staff alone', async () => {
    const link = 'href="/access/break-glass"';
    expect((await browser.get('/')).text).toContain(link);
    expect((await browser.get(page)).text).toContain(link);
    // The same for a student who does not exist.
    expect((await browser.get('/students/4711')).text).toContain(link);
    const administrator = await it_.as(ruben);
    expect((await administrator.get('/')).text).not.toContain(link);
    expect((await administrator.get('/students/4711')).text).not.toContain(link);
    expect((await it_.nobody.get('/students/4711')).text).not.toContain(link);
  });
});

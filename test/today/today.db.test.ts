import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, erik, hana, joan, kwame, maya, mila, peter, ruben, sami, tomas } from '../people.ts';
import { pastVisit, section } from './rows.ts';

// Today: what waits for whom.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
  // Nothing of the made-up district is due, so that each test says what is.
  await test.owner('u_ssp_visit').update({ follow_up: null });
  await test.owner('u_ssp_target').update({ next_step: null, next_due: null, next_owner: null });
}, 120_000);
afterAll(() => test.close());

const today = async (by = browser) => (await by.get('/')).text;
const due = async (by = browser) => section(await today(by), 'due');
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const clearFollowUps = () => test.owner('u_ssp_visit').update({ follow_up: null });

describe('who sees what', () => {
  it.each([
    ['a principal', joan],
    ['a district administrator', ruben],
  ])('%s finds the search, and no list of students', async (_who, person) => {
    const text = await today(await it_.as(person));
    expect(text).toContain('Search students');
    for (const part of ['My caseload', 'Due', 'Quick visit', 'Close all', 'Favorites'])
      expect(text).not.toContain(part);
  });

  it.each([
    ['a state consultant', hana],
    ['a system administrator', peter],
  ])('%s finds no search either', async (_who, person) => {
    const text = await today(await it_.as(person));
    expect(text).toContain('Your role opens no student’s page');
    expect(text).not.toContain('My caseload');
    expect(text).not.toContain('Search students');
  });

  it('a teacher does not come in', async () => {
    expect((await (await it_.as(erik)).get('/')).status).toBe(403);
  });

  it.each(['page=0', 'page=201', 'page=x', 'due=some', 'name=Silva'])('%s is no address', async (query) => {
    expect((await browser.get(`/?${query}`)).status).toBe(400);
  });
});

describe('due', () => {
  it('says so when nothing is', async () => {
    expect(await due()).toContain('Nothing is due');
  });

  it('names whom one wanted to see by today, the oldest first, and what for', async () => {
    await pastVisit(test, sami.dcid, ana.reader, '2026-11-02', { follow_up: '2026-11-20' });
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-03', { follow_up: '2026-11-10' });
    await test
      .owner('u_ssp_visit_student')
      .where({ student_dcid: sami.dcid })
      .where('visit_date', '>=', '2026-11-20')
      .delete();
    const text = await due();
    expect(text.indexOf('Silva, Bruno')).toBeLessThan(text.indexOf('Haddad, Sami'));
    expect(text).toContain('follow up on attendance');
    expect(text).toContain('was due Nov 10');
    expect(text).toContain('due today');
    expect(text).toContain(`href="/students/${bruno.dcid}/quick?list=due&amp;at=0"`);
    await clearFollowUps();
  });

  it('keeps a sensitive purpose to itself', async () => {
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-03', {
      follow_up: '2026-11-10',
      purpose: 'EMO_ANX',
      sensitive: true,
    });
    const text = await due();
    expect(text).toContain('Silva, Bruno');
    expect(text).not.toMatch(/anxiety/i);
    await clearFollowUps();
  });

  it.each([
    ['tomorrow’s', bruno.dcid, ana.reader, { follow_up: '2026-11-21' }],
    [
      'of a visit that is void',
      bruno.dcid,
      ana.reader,
      { follow_up: '2026-11-10', voided_at: '2026-11-04T10:00:00.000Z' },
    ],
    ['of somebody else', bruno.dcid, maya.reader, { follow_up: '2026-11-10' }],
    ['of a student who left', tomas.dcid, ana.reader, { follow_up: '2026-11-10' }],
    ['of a student of another school', mila.dcid, ana.reader, { follow_up: '2026-11-10' }],
  ])('not what is %s', async (_what, student, author, more) => {
    await pastVisit(test, student, author, '2026-11-03', more);
    expect(await due()).toContain('Nothing is due');
    await clearFollowUps();
  });

  it('is done with once anybody has seen the student, and not by a visit to which nobody came', async () => {
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-03', { follow_up: '2026-11-10' });
    const missed = await pastVisit(test, bruno.dcid, maya.reader, '2026-11-12', { visit_type: 'NOSHOW' });
    expect(await due()).toContain('Silva, Bruno');
    await test.owner('u_ssp_visit').where({ id: missed }).update({ visit_type: 'SCHED' });
    expect(await due()).toContain('Nothing is due');
    await test.owner('u_ssp_visit').where({ id: missed }).update({ voided_at: '2026-11-12T15:00:00.000Z' });
    expect(await due()).toContain('Silva, Bruno');
    await clearFollowUps();
  });

  it('is not done with by a group, unless it was set in one', async () => {
    const alone = await pastVisit(test, bruno.dcid, ana.reader, '2026-11-03', { follow_up: '2026-11-10' });
    const group = { group_kind: 'SMALL_GROUP' };
    const [own, others] = [
      await pastVisit(test, bruno.dcid, ana.reader, '2026-11-12', group),
      await pastVisit(test, bruno.dcid, maya.reader, '2026-11-12', group),
    ];
    const signal = async () => plain((await browser.get(`/students/${bruno.dcid}`)).text);
    expect(await due()).toContain('Silva, Bruno');
    expect(await signal()).toContain('Follow-up was due Nov 10');
    await test.owner('u_ssp_visit').where({ id: alone }).update(group);
    expect(await due()).toContain('Nothing is due');
    expect(await signal()).not.toContain('Follow-up was due');
    // A group of somebody else is not the one that was meant.
    await test.owner('u_ssp_visit').where({ id: own }).update({ voided_at: '2026-11-12T15:00:00.000Z' });
    expect(await due()).toContain('Silva, Bruno');
    await test.owner('u_ssp_visit').where({ id: others }).update({ group_kind: null });
    expect(await due()).toContain('Nothing is due');
    await clearFollowUps();
  });

  it('handed over, it is done with by the next group of whoever has it now', async () => {
    await test
      .owner('u_ssp_visit')
      .where({ visit_date: '2026-11-12' })
      .update({ voided_at: '2026-11-12T15:00:00.000Z' });
    const group = { group_kind: 'SMALL_GROUP' };
    const visit_id = await pastVisit(test, bruno.dcid, maya.reader, '2026-11-03', {
      ...group,
      follow_up: '2026-11-10',
    });
    await test.owner('u_ssp_follow_owner').insert({
      ...{ visit_id, student_dcid: bruno.dcid, owner: ana.reader },
      ...{ handed_by: joan.reader, handed_at: '2026-11-05T15:00:00.000Z' },
    });
    const signal = async () => plain((await browser.get(`/students/${bruno.dcid}`)).text);
    // Whoever set it has handed it on: another group of hers ends nothing.
    await pastVisit(test, bruno.dcid, maya.reader, '2026-11-12', group);
    expect(await due()).toContain('Silva, Bruno');
    expect(await signal()).toContain('Follow-up was due Nov 10');
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-12', group);
    expect(await due()).toContain('Nothing is due');
    expect(await signal()).not.toContain('Follow-up was due');
    await clearFollowUps();
  });

  it('shows ten, and all on demand; each student once', async () => {
    const students = (await test
      .sis('Students')
      .where({ SchoolID: 101, Enroll_Status: 0 })
      .orderBy('DCID', 'desc')
      .limit(12)) as { DCID: number }[];
    for (const { DCID } of students) {
      await test
        .owner('u_ssp_visit_student')
        .where({ student_dcid: DCID })
        .where('visit_date', '>=', '2026-11-09')
        .delete();
      for (const day of ['2026-10-01', '2026-10-02'])
        await pastVisit(test, DCID, ana.reader, day, { follow_up: '2026-11-09' });
    }
    const rows = (text: string) => text.match(/\/quick\?list=due/g)?.length;
    expect(rows(await due())).toBe(10);
    expect(await due()).toContain('Show all 12');
    expect(rows(section((await browser.get('/?due=all')).text, 'due'))).toBe(12);
    await clearFollowUps();
  });
});

describe('answers that came in', () => {
  let target: number;
  const answer = async (more: Record<string, unknown> = {}) => {
    const row = { target_id: target, kind: 'M_INIT', happened_on: '2026-11-18', author: maya.reader };
    const written = { form_key: 'answer', created_at: '2026-11-19T15:00:00.000Z' };
    await test.owner('u_ssp_milestone').insert({ ...row, ...written, ...more });
    const text = section(await today(), 'answers').replace(/<[^>]+>/g, '');
    await test.owner('u_ssp_milestone').where({ target_id: target }).delete();
    return text;
  };
  beforeAll(async () => {
    await test.owner('u_ssp_milestone').update({ voided_at: '2026-11-01T15:00:00.000Z' });
    const insert = async (table: string, row: object) =>
      ((await test.owner(table).insert(row).returning('id')) as { id: number }[])[0]?.id as number;
    const referral = await insert('u_ssp_referral', {
      ...{ student_dcid: daniela.dcid, school_id: 101, need: 'VISION', urgency: 'ROUTINE', is_mental_health: false },
      ...{
        opened_on: '2026-11-02',
        opened_month: '2026-11',
        school_year: '2026-2027',
        grade_level: 7,
        grade_band: '6-8',
      },
      ...{ author: ana.reader, created_at: '2026-11-02T15:00:00.000Z' },
    });
    target = await insert('u_ssp_target', {
      referral_id: referral,
      kind: 'COMMUNITY',
      provider: 'Clifford Beers',
      owner: ana.reader,
      revision: 1,
    });
  });

  it('say who did what with whom, and when', async () => {
    expect(await answer()).toContain('Clifford Beers started with Daniela Okafor, Nov 18');
    expect(await answer({ kind: 'M_WAIT' })).toContain('Clifford Beers put Daniela Okafor on the waitlist, Nov 18');
    expect(await answer({ kind: 'M_CLOSE', outcome: null })).toContain(
      'Clifford Beers: closed, Daniela Okafor, Nov 18',
    );
  });

  it.each([
    ['what one wrote down oneself', { author: ana.reader }],
    ['what came in more than a week ago', { created_at: '2026-11-13T19:59:59.999Z' }],
    ['what was voided', { voided_at: '2026-11-19T16:00:00.000Z' }],
  ])('leave out %s', async (_what, more) => {
    expect(await answer(more)).toContain('None in the last seven days');
  });

  it('are for whoever made the referral, while the student is at one’s school', async () => {
    const row = {
      target_id: target,
      kind: 'M_INIT',
      happened_on: '2026-11-18',
      author: maya.reader,
      form_key: 'answer',
      created_at: '2026-11-19T15:00:00.000Z',
    };
    await test.owner('u_ssp_milestone').insert(row);
    expect(section(await today(await it_.as(maya)), 'answers')).toContain('None in the last seven days');
    await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 102 });
    expect(section(await today(), 'answers')).toContain('None in the last seven days');
    await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 101 });
    expect(section(await today(), 'answers')).toContain('Clifford Beers');
  });
});

describe('the day’s sum', () => {
  const sum = async (by: Browser) => /<p class="soft">(Friday, [^<]*)<\/p>/.exec(await today(by))?.[1];

  it('counts one’s own visits of the day, each student once, without void ones', async () => {
    const kwames = await it_.as(kwame);
    await test
      .owner('u_ssp_visit')
      .where({ author: kwame.reader, visit_date: '2026-11-20' })
      .update({ voided_at: '2026-11-20T15:00:00.000Z' });
    expect(await sum(kwames)).toBe('Friday, November 20 · no visits yet');
    await pastVisit(test, mila.dcid, kwame.reader, '2026-11-20');
    expect(await sum(kwames)).toBe('Friday, November 20 · 1 visit, 1 student, 20 min');
    await pastVisit(test, mila.dcid, kwame.reader, '2026-11-20', { minutes: 50 });
    await pastVisit(test, mila.dcid, kwame.reader, '2026-11-20', { voided_at: '2026-11-20T15:00:00.000Z' });
    await pastVisit(test, mila.dcid, kwame.reader, '2026-11-19');
    expect(await sum(kwames)).toBe('Friday, November 20 · 2 visits, 1 student, 1 h 10 min');
  });
});

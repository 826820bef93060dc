import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, irena, joan, kwame, maya, mila, ruben } from '../people.ts';
import { pastVisit, section } from '../today/rows.ts';
import { actor } from './actor.ts';

// What goes over with the referrals when somebody leaves: follow-ups after a crisis, those planned in visits, families to call.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
beforeAll(
  async () => {
    test = await makeDistrict();
    it_ = makeApp(test);
    browser = await it_.as(ana);
    does = actor(test, it_);
  },
  ON_MSSQL ? 180_000 : 30_000,
);
afterAll(() => test.close());

/** A crisis that ended with something for her to do. */
async function crisisFor(student: number, owner: number, words: string): Promise<number> {
  const started = await browser.post('/crisis', { student: String(student) });
  const url = String(started.headers.location).split('?')[0];
  const line = { words_1: words, who_1: String(owner), due_1: '2026-11-20' };
  const end = await browser.post(`${url}/end`, line);
  expect([end.status, end.status === 303 ? '' : end.text]).toEqual([303, '']);
  const [row] = await test.owner('u_ssp_follow_up').orderBy('id', 'desc').limit(1).select('id');
  return row.id;
}

async function calledBy(student: number, caller: number): Promise<number> {
  const card = { caller: String(caller), language: 'Português', revision: '0' };
  expect((await browser.post(`/students/${student}/family`, card)).status).toBe(303);
  return (await test.owner('u_ssp_family').where({ student_dcid: student }).first('id')).id;
}

/** One of each, all of the nurse, whom the referrals’ tests let go, too. */
async function load() {
  const crisis = await crisisFor(bruno.dcid, irena.reader, 'see how the night was');
  const due = await pastVisit(test, bruno.dcid, irena.reader, '2026-11-10', { follow_up: '2026-11-19' });
  // A class in which he sat is no answer to that.
  await pastVisit(test, bruno.dcid, irena.reader, '2026-11-20', { group_kind: 'SMALL_GROUP' });
  const later = await pastVisit(test, claire.dcid, irena.reader, '2026-11-12', { follow_up: '2026-12-10' });
  const family = await calledBy(claire.dcid, irena.reader);
  const ticks = {
    [`crisis_${crisis}`]: '1',
    [`visit_${due}_${bruno.dcid}`]: '1',
    [`visit_${later}_${claire.dcid}`]: '1',
    [`family_${family}`]: '1',
  };
  return { crisis, due, later, family, ticks };
}

const form = (to: number, ticks: Record<string, string>) => ({
  person: String(irena.reader),
  to: String(to),
  ...ticks,
});

describe('somebody leaves', () => {
  let open: Awaited<ReturnType<typeof load>>;
  let referral: number;
  beforeAll(async () => {
    const [target] = await does.refer(await it_.as(irena), bruno.dcid, { need: 'DENTAL' });
    referral = target?.id as number;
    open = await load();
    // What is done, seen since, or of another school is not hers to hand over here.
    await pastVisit(test, claire.dcid, irena.reader, '2026-11-02', { follow_up: '2026-11-09' });
    await pastVisit(test, mila.dcid, irena.reader, '2026-11-12', { follow_up: '2026-11-25', school_id: 102 });
    await test.sis('SchoolStaff').where({ Users_DCID: irena.reader }).update({ Status: 2 });
  });

  it('and what is open stands there, of each kind how much', async () => {
    const page = (await browser.get(`/referrals/hand-over?person=${irena.reader}`)).text;
    expect(page).toContain('4 referrals, 1 follow-up after a crisis, 2 follow-ups of visits, 1 family to call');
    for (const words of [
      'Silva, Bruno: follow up after a crisis',
      'Silva, Bruno: follow up on a visit',
      'call the family',
      'due Nov 19',
      'due Dec 10',
    ])
      expect(page).toContain(words);
    for (const name of Object.keys(open.ticks)) expect(page).toContain(`name="${name}"`);
    expect(page).not.toContain('Petrov');
    // What it is about is not for the whole school to read.
    expect(page).not.toContain('see how the night was');
  });

  it('and an administrator does not read which follow-up is that of a crisis', async () => {
    const page = (await (await it_.as(joan)).get(`/referrals/hand-over?person=${irena.reader}`)).text;
    expect(page).toContain('4 referrals, 3 follow-ups, 1 family to call');
    expect(page).toContain('Silva, Bruno: follow up');
    expect(page).not.toContain('crisis<');
    expect(page).not.toContain('after a crisis');
  });

  it('and nothing goes to whoever does not work there, nor when a word is too long', async () => {
    const wrong = await browser.post('/referrals/hand-over', form(kwame.reader, open.ticks));
    expect([wrong.status, wrong.text]).toEqual([
      422,
      expect.stringContaining('does not work at the school of every student'),
    ]);
    const untick = await browser.post('/referrals/hand-over', form(maya.reader, {}));
    expect([untick.status, untick.text]).toEqual([422, expect.stringContaining('Select what is to be handed over')]);
    expect((await browser.post('/referrals/hand-over', { ...form(maya.reader, {}), visit_7: '1' })).status).toBe(400);
    expect(await test.owner('u_ssp_follow_owner')).toEqual([]);
    // Somebody of another school finds nothing of it.
    const far = await (await it_.as(kwame)).post('/referrals/hand-over', form(kwame.reader, open.ticks));
    expect(far.headers.location).toBe('/referrals/hand-over?handed=0');
  });

  it('and as many ticks as the page can show are taken', async () => {
    const gone = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`family_${900_000 + at}`, '1']));
    const sent = await browser.post('/referrals/hand-over', { ...form(maya.reader, gone), school: '101', why: 'away' });
    expect([sent.status, sent.headers.location]).toEqual([303, '/referrals/hand-over?school=101&handed=0']);
  });

  it('and it all goes over with one press, each student audited', async () => {
    const principal = await it_.as(joan);
    const all = form(maya.reader, { ...open.ticks, [`target_${referral}`]: '1' });
    const done = await principal.post('/referrals/hand-over', all);
    expect(done.headers.location).toBe('/referrals/hand-over?handed=1&crisis=1&visits=2&families=1');
    expect((await principal.get(String(done.headers.location))).text).toContain(
      'Handed over: 1 referral, 3 follow-ups, 1 family to call',
    );
    const audits = (await does.audits('REFERRALS_HANDED_OVER')).filter(
      ({ outcome, actor }) => outcome === 'allowed' && actor === joan.reader,
    );
    expect(audits.map(({ subject, student }) => [subject, student]).toSorted()).toEqual(
      [
        [`family:${open.family} from:9004 to:9002`, claire.dcid],
        [`follow-up:${open.crisis} from:9004 to:9002`, bruno.dcid],
        [`target:${referral} from:9004 to:9002`, bruno.dcid],
        [`visit:${open.due} from:9004 to:9002`, bruno.dcid],
        [`visit:${open.later} from:9004 to:9002`, claire.dcid],
      ].toSorted(),
    );
    // The same press again finds nothing left.
    expect((await principal.post('/referrals/hand-over', all)).headers.location).toBe('/referrals/hand-over?handed=0');
    // Two that she had before were not ticked.
    expect((await browser.get('/referrals/hand-over')).text).toContain(
      'Irena Kowalski</a> <span class="soft">3 referrals</span>',
    );
  });

  it('and it is all where she looks: Today, the family’s page; the visit keeps its author', async () => {
    const hers = (await (await it_.as(maya)).get('/')).text;
    expect(hers).toContain('see how the night was');
    expect(section(hers, 'due')).toContain('Silva, Bruno');
    expect((await test.owner('u_ssp_visit').where({ id: open.due }).first('author')).author).toBe(irena.reader);
    expect((await browser.get(`/students/${claire.dcid}/family`)).text).toMatch(/value="9002" selected/);
    expect(await test.owner('u_ssp_family').where({ id: open.family }).first()).toMatchObject({
      ...{ caller: maya.reader, revision: 2, changed_by: joan.reader, language: 'Português' },
    });
  });

  it('and what she took over goes on, and back', async () => {
    const tick = { [`visit_${open.due}_${bruno.dcid}`]: '1' };
    const from = (person: number, to: number) => ({ person: String(person), to: String(to), ...tick });
    const on = await browser.post('/referrals/hand-over', from(maya.reader, ana.reader));
    expect(on.headers.location).toBe('/referrals/hand-over?handed=0&visits=1');
    expect(section((await browser.get('/')).text, 'due')).toContain('Silva, Bruno');
    expect(await test.owner('u_ssp_follow_owner').where({ visit_id: open.due })).toHaveLength(1);
    await test.sis('SchoolStaff').where({ Users_DCID: irena.reader }).update({ Status: 1 });
    // Here again, the author of the visit has it no more.
    expect(section((await (await it_.as(irena)).get('/')).text, 'due')).not.toContain('Silva, Bruno');
    const back = await browser.post('/referrals/hand-over', from(ana.reader, irena.reader));
    expect(back.headers.location).toBe('/referrals/hand-over?handed=0&visits=1');
    expect(section((await (await it_.as(irena)).get('/')).text, 'due')).toContain('Silva, Bruno');
    // Seen since: there is nothing to follow up.
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-20');
    const late = await browser.post('/referrals/hand-over', from(irena.reader, ana.reader));
    expect(late.headers.location).toBe('/referrals/hand-over?handed=0');
  });

  it('and of two who hand over at once one does it', async () => {
    const tick = { [`crisis_${open.crisis}`]: '1' };
    const one = { person: String(maya.reader), ...tick };
    const answers = await Promise.all([
      browser.post('/referrals/hand-over', { ...one, to: String(ana.reader) }),
      (await it_.as(ruben)).post('/referrals/hand-over', { ...one, to: String(irena.reader) }),
    ]);
    expect(answers.map(({ headers }) => headers.location).toSorted()).toEqual([
      '/referrals/hand-over?handed=0',
      '/referrals/hand-over?handed=0&crisis=1',
    ]);
  });
});

import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, joan, maya, ruben } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// The worked example of the field: 1,000 students, 80 referred, 100 referrals. Written down through the routes by a
// counselor, read back by an administrator.

const OPENED = '2026-09-08';
const DAY: Record<number, string> = {
  0: OPENED,
  5: '2026-09-13',
  10: '2026-09-18',
  30: '2026-10-08',
  40: '2026-10-18',
  70: '2026-11-17',
};
const WHY = 'entered at the end of the year';

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
let students: number[];
/** Of the same school, and not referred. */
let others: number[];
const targets: { student: number; kind: 'SCHOOL' | 'COMMUNITY'; id: number }[] = [];

beforeAll(
  async () => {
    test = await makeDistrict();
    it_ = makeApp(test);
    it_.clock.at = new Date('2027-06-10T16:00:00.000Z');
    does = actor(test, it_);
    browser = await it_.as(ana);
    await onlyThousand();
    await enter();
  },
  ON_MSSQL ? 600_000 : 120_000,
);
afterAll(() => test.close());

/** A thousand students and no referral; eighty of them, at Ana's school, will be referred. */
async function onlyThousand(): Promise<void> {
  for (const table of ['u_ssp_milestone', 'u_ssp_target', 'u_ssp_referral']) await test.owner(table).delete();
  await test.sis('ReEnrollments').delete();
  const all = await test
    .sis('Students')
    .where({ Enroll_Status: 0 })
    .where('EntryDate', '<=', '2026-09-01')
    .orderBy('DCID')
    .select('DCID', 'SchoolID');
  const atSchool = all.filter(({ SchoolID }) => SchoolID === 101).map(({ DCID }) => DCID as number);
  students = atSchool.slice(0, 80);
  others = atSchool.slice(80, 82);
  expect(students).toHaveLength(80);
  const asked = new Set([...students, ...others]);
  const rest = all.map(({ DCID }) => DCID as number).filter((dcid) => !asked.has(dcid));
  const kept = new Set([...asked, ...rest.slice(0, 1000 - asked.size)]);
  const gone = (await test.sis('Students').select('DCID')).map(({ DCID }) => DCID).filter((dcid) => !kept.has(dcid));
  for (let at = 0; at < gone.length; at += 200)
    await test
      .sis('Students')
      .whereIn('DCID', gone.slice(at, at + 200))
      .delete();
}

async function step(target: number, name: string, after: number, more: Record<string, string> = {}): Promise<void> {
  const answer = await does.step(browser, target, name, { on: DAY[after] as string, why: WHY, ...more });
  expect([name, answer.status]).toEqual([name, 303]);
}

async function enter(): Promise<void> {
  for (const [at, student] of students.entries()) {
    const both = at < 20;
    const isSchool = both || at < 55;
    const made = await does.refer(browser, student, {
      ...{ date: OPENED, why: WHY, location: isSchool ? '' : 'OFF_CAMPUS' },
      ...{
        school_1: isSchool ? 'Student support team' : '',
        agency_1: both || !isSchool ? 'Lakeside Family Center' : '',
      },
    });
    for (const target of made)
      targets.push({ student, kind: target.id === made[0]?.id && isSchool ? 'SCHOOL' : 'COMMUNITY', id: target.id });
    // 72 were offered, whether or not they consented.
    if (at < 72) await step(made[0]?.id as number, 'offer', 5);
  }
  const school = targets.filter(({ kind }) => kind === 'SCHOOL').map(({ id }) => id);
  const community = targets.filter(({ kind }) => kind === 'COMMUNITY').map(({ id }) => id);
  // 51 started: at school 44, of them 20 who were sent to an agency as well; at an agency alone 7.
  const alone = community.slice(20);
  const started = [...school.slice(0, 44), ...alone.slice(0, 7)];
  for (const id of started) await step(id, 'start', 10);
  // 40 were active after a month, 3 were done before, 8 ended early.
  for (const id of started.slice(0, 40)) await step(id, 'check', 40, { active: 'yes' });
  for (const id of started.slice(40, 43)) await step(id, 'close', 30, { outcome: 'COMPLETED' });
  for (const id of started.slice(43)) await step(id, 'close', 30, { outcome: 'PARTIAL' });
  // Of the eleven others at school six are not known, five were declined.
  for (const id of school.slice(44, 47)) await step(id, 'close', 30, { outcome: 'NO_FEEDBACK' });
  for (const id of school.slice(50)) await step(id, 'close', 30, { outcome: 'DECL_FAMILY' });
  // Eleven who were served at school reached the agency, too; twelve agencies gave no word, fifteen referrals came to nothing.
  for (const id of community.slice(0, 11)) await step(id, 'start', 40);
  const rest = [...community.slice(11, 20), ...alone.slice(7)];
  expect(rest).toHaveLength(27);
  for (const id of rest.slice(0, 6)) await step(id, 'close', 30, { outcome: 'NO_FEEDBACK' });
  for (const id of rest.slice(12)) await step(id, 'close', 30, { outcome: 'DECL_FAMILY' });
}

async function report(query = '', who = ruben): Promise<Map<string, string>> {
  const answer = await (await it_.as(who)).get(`/reports/pathway.csv?period=2026-2027-Y${query}`);
  const lines = answer.text.trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const cells =
        line.match(/("[^"]*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '').replaceAll('"', '')) ?? [];
      return [[cells[0], cells[2]].filter(Boolean).join(' '), `${cells[3]}/${cells[4]} ${cells[5]}`];
    }),
  );
}

const EXAMPLE = {
  M01: '80/1000 8.0',
  M02: '72/80 90.0',
  M03: '51/80 63.8',
  M04a: '40/80 50.0',
  M04b: '40/51 78.4',
  'M04b ended as planned before': '3/51 5.9',
  M05_SCHOOL: '44/49 89.8',
  'M05_SCHOOL not known': '6/55 10.9',
  M05_COMMUNITY: '18/33 54.5',
  'M05_COMMUNITY not known': '12/45 26.7',
  M12: '18/45 40.0',
  'M12 of all providers’ referrals': '18/100 18.0',
};

it('is read back as those very numbers', async () => {
  expect(targets).toHaveLength(100);
  const numbers = await report();
  expect(Object.fromEntries(Object.keys(EXAMPLE).map((id) => [id, numbers.get(id)]))).toEqual(EXAMPLE);
  expect(numbers.get('M03 without those who moved first')).toBe('51/80 63.8');
  // All of them are mental health needs: the twin is the same.
  expect(await report('&needs=all')).toEqual(numbers);
});

it('stands on the page, with the funnel and the definitions in words', async () => {
  const principal = await it_.as(joan);
  const page = await principal.get('/reports/pathway?period=2026-2027-Y&school=101');
  expect(page.status).toBe(200);
  for (const words of [
    'Offered within 30 days',
    '63.8 %',
    '78.4 %',
    'ended as planned before: 3 of 51, 5.9 %',
    'not known: 12 of 45, 26.7 %',
    'whether or not anybody consented',
    'Started, and active after a month',
  ])
    expect(page.text).toContain(words);
  expect((await principal.get('/reports/pathway?period=2026-2027-Y&school=102')).status).toBe(404);
});

it('does not change by an entry in error or a duplicate', async () => {
  const [student, other] = others as [number, number];
  const more = { date: OPENED, why: WHY };
  const [error] = await does.refer(browser, student, { ...more, agency_1: 'Entered twice' });
  await step(error?.id as number, 'close', 30, { outcome: 'ERROR' });
  const [twice] = await does.refer(browser, other, { ...more, agency_1: 'Lakeside Family Center' });
  await browser.post(`/referrals/${twice?.referral_id}/void`, { reason: 'there is one already' });
  const numbers = await report();
  expect(Object.fromEntries(Object.keys(EXAMPLE).map((id) => [id, numbers.get(id)]))).toEqual(EXAMPLE);
});

it('when one moves before anything began, only what leaves those out changes', async () => {
  const before = await report();
  const declined = targets.filter(({ kind }) => kind === 'SCHOOL')[54]?.id as number;
  const { revision } = await does.now(declined);
  const when = { outcome_date: DAY[30] as string, why: WHY, reason: 'they had moved' };
  const form = { form_key: crypto.randomUUID(), outcome: 'MOVED', ...when, revision: String(revision) };
  expect((await browser.post(`/referrals/targets/${declined}/outcome`, form)).status).toBe(303);
  const after = await report();
  expect(after.get('M03 without those who moved first')).toBe('51/79 64.6');
  const key = 'M03 without those who moved first';
  expect([...after].filter(([id]) => id !== key)).toEqual([...before].filter(([id]) => id !== key));
});

it('a check that was taken back is missing, until the provider has seen the student again', async () => {
  // One whom nobody has seen that autumn.
  const visited = await test.owner('u_ssp_visit_student').where('visit_date', '>', OPENED).select('student_dcid');
  const seen = new Set(visited.map(({ student_dcid }) => student_dcid));
  const target = targets
    .slice(0, 40)
    .find(({ kind, student }) => kind === 'SCHOOL' && !seen.has(student)) as (typeof targets)[number];
  const check = (await does.facts(target.id)).find(({ kind }) => kind === 'M_1MO');
  await browser.post(`/referrals/targets/${target.id}/take-back`, { fact: String(check.id), reason: 'of another one' });
  const before = await report();
  expect(before.get('M04b')).toBe('39/51 76.5');
  // Who started has it, and saw nine of the others again that autumn.
  expect(before.get('M04b of the active seen again by the provider')).toBe('9/39 23.1');
  await step(target.id, 'assign', 40, { person: String(ana.reader) });
  expect((await report()).get('M04b')).toBe('39/51 76.5');
  const visit = visitForm({ date: DAY[30] as string });
  expect((await browser.post(`/students/${target.student}/visits`, visit)).status).toBe(303);
  const numbers = await report();
  expect([numbers.get('M04a'), numbers.get('M04b')]).toEqual(['40/80 50.0', '40/51 78.4']);
  expect(numbers.get('M04b of the active seen again by the provider')).toBe('10/40 25.0');
  // Whoever goes on with it later changes nothing about that autumn.
  await step(target.id, 'assign', 70, { person: String(maya.reader) });
  expect((await report()).get('M04b')).toBe('40/51 78.4');
});

it('a start after its window is access, and not a start in time', async () => {
  const waiting = targets.filter(({ kind, student }) => kind === 'COMMUNITY' && students.indexOf(student) >= 55);
  const states = await Promise.all(waiting.map(({ id }) => does.now(id)));
  const silent = states.find(({ access, outcome }) => access === null && outcome === null);
  await step(silent?.id as number, 'start', 70);
  const numbers = await report();
  expect([numbers.get('M03'), numbers.get('M05_COMMUNITY')]).toEqual(['51/80 63.8', '19/34 55.9']);
});

it('counts nobody as a failure whose window is not over', async () => {
  it_.clock.at = new Date('2026-10-20T16:00:00.000Z');
  const numbers = await report();
  expect(numbers.get('M03')).toBe('0/0 ');
  expect(numbers.get('M03 window not over yet')).toBe('80/80 100.0');
  expect(numbers.get('M12')).toBe('0/0 ');
});

it('the variants of M03 look at all of a student’s referrals, and at when each of them was closed', async () => {
  it_.clock.at = new Date('2027-06-10T16:00:00.000Z');
  browser = await it_.as(ana);
  const [, student] = others as [number, number];
  const [full, moved] = await does.refer(browser, student, {
    ...{ date: OPENED, why: WHY, agency_1: 'City Clinic', agency_2: 'Lakeside Family Center' },
  });
  await step(full?.id as number, 'close', 30, { outcome: 'NO_CAPACITY' });
  await step(moved?.id as number, 'close', 30, { outcome: 'MOVED' });
  const before = await report();
  expect(before.get('M03')).toBe('51/81 63.0');
  // This one, and the one of before.
  expect(before.get('M03 without those who moved first')).toBe('51/79 64.6');
  expect(before.get('M03 with needs met another way')).toBe('51/81 63.0');
  const set = async (outcome_date: string) => {
    const { revision } = await does.now(full?.id as number);
    const form = {
      form_key: crypto.randomUUID(),
      outcome: 'MET_ELSEWHERE',
      outcome_date,
      why: WHY,
      reason: 'it was otherwise',
      revision: String(revision),
    };
    expect((await browser.post(`/referrals/targets/${full?.id}/outcome`, form)).status).toBe(303);
    return (await report()).get('M03 with needs met another way');
  };
  expect(await set(DAY[70] as string)).toBe('51/81 63.0');
  expect(await set(DAY[40] as string)).toBe('52/81 64.2');
});

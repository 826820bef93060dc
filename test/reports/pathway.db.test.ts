import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, ruben } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// What the report says of a year that is young, read from the page; and what it says of needs beside mental health.

const WHY = 'entered later';

let test: TestDatabase;
let it_: TestApp;
let ana_: Browser;
let does: ReturnType<typeof actor>;
let students: number[];

beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  it_.clock.at = new Date('2026-10-20T16:00:00.000Z');
  does = actor(test, it_);
  ana_ = await it_.as(ana);
  for (const table of ['u_ssp_milestone', 'u_ssp_target', 'u_ssp_referral']) await test.owner(table).delete();
  const enrolled = test
    .sis('Students')
    .where({ Enroll_Status: 0, SchoolID: 101 })
    .where('EntryDate', '<=', '2026-09-01');
  students = (await enrolled.orderBy('DCID').limit(8).select('DCID')).map(({ DCID }) => DCID as number);
});
afterAll(() => test.close());

async function refer(at: number, date: string, more: Record<string, string> = {}): Promise<number> {
  const [target] = await does.refer(ana_, students[at] as number, { date, why: WHY, ...more });
  return target?.id as number;
}

async function step(target: number, name: string, on: string, more: Record<string, string> = {}): Promise<void> {
  expect((await does.step(ana_, target, name, { on, why: WHY, ...more })).status).toBe(303);
}

const open = async (query = '') =>
  (await (await it_.as(ruben)).get(`/reports/pathway?period=2026-2027-Y${query}`)).text;

/** Each bar as it stands there: label, count, words beneath, percent of it reached, percent whose window is over. */
function bars(page: string): string[] {
  const bar =
    /<li><span class="chart-label">([^<]*)<\/span>.*?class="open" width="(\d+)%".*?class="done" width="(\d+)%".*?class="number">([^<]*)<.*?class="base soft">([^<]*)</g;
  return [...page.matchAll(bar)].map(
    ([, label, over, done, value, base]) => `${label}: ${value} ${base} ${done}/${over}`,
  );
}

/** A row of the table beneath: count, of, rate, too early to say. */
function row(page: string, title: string): string {
  const [, cells = ''] = new RegExp(`<th scope="row">${title}</th>(.*?)</tr>`, 's').exec(page) ?? [];
  return [...cells.matchAll(/<td[^>]*>([^<]*)<\/td>/g)]
    .slice(0, 4)
    .map(([, text]) => text)
    .join(' ');
}

describe('in October of a young year', () => {
  beforeAll(async () => {
    // Six were referred: two on the first days, of whom one was offered and started; four three weeks ago, of whom three were offered.
    const [first] = [await refer(0, '2026-09-08'), await refer(1, '2026-09-09')];
    await step(first, 'offer', '2026-09-10');
    await step(first, 'start', '2026-09-14');
    for (const at of [2, 3, 4, 5]) {
      const target = await refer(at, '2026-09-29');
      if (at < 5) await step(target, 'offer', '2026-10-01');
    }
  });

  it('a bar says of how many, and whoever waits stands apart', async () => {
    expect(bars(await open())).toEqual([
      'Referred: 6 all students referred in the period 100/100',
      'Offered within 30 days: 1 of 2 whose window is over; 4 too early to say 17/33',
      'Started within 60 days: 0 nobody’s window is over yet; 6 too early to say 0/0',
      'Active after a month: 0 nobody’s window is over yet; 6 too early to say 0/0',
    ]);
  });

  it('so does the table beneath', async () => {
    const page = await open();
    expect(row(page, 'Students referred')).toMatch(/^6 .* –$/);
    expect(row(page, 'Offered')).toBe('1 2 50.0 % 4');
    expect(row(page, 'Started')).toBe('0 0 – 6');
    expect(row(page, 'Started, and active after a month')).toBe('0 0 – 6');
    // Of the one who started, the first month is over only tomorrow.
    expect(row(page, 'Active after a month, of those who started')).toBe('0 0 – 1');
    expect(row(page, 'Referrals that led to service in the community')).toBe('0 0 – 6');
  });

  it('a day later the month of the one who started is over, and everything else is as it was', async () => {
    it_.clock.at = new Date('2026-10-21T16:00:00.000Z');
    const page = await open();
    expect(row(page, 'Active after a month, of those who started')).toBe('0 1 0.0 % 0');
    expect(row(page, 'Offered')).toBe('1 2 50.0 % 4');
  });
});

describe('a referral to a dentist', () => {
  const ACCESS = 'Referrals to a community agency that led to service';
  const numbers = async (query = '') => {
    const page = await open(query);
    return [
      row(page, 'Students referred').split(' ')[0],
      row(page, ACCESS),
      row(page, 'Referrals that led to service in the community'),
    ];
  };

  it('counts for access whatever needs are chosen, as in a package; for the rest only among all needs', async () => {
    it_.clock.at = new Date('2027-06-10T16:00:00.000Z');
    ana_ = await it_.as(ana);
    expect(await numbers()).toEqual(['6', '1 1 100.0 % –', '1 6 16.7 % 0']);
    const target = await refer(6, '2026-09-10', { need: 'DENTAL' });
    await step(target, 'close', '2026-09-20', { outcome: 'NO_CAPACITY' });
    expect(await numbers()).toEqual(['6', '1 2 50.0 % –', '1 6 16.7 % 0']);
    expect(await numbers('&needs=all')).toEqual(['7', '1 2 50.0 % –', '1 7 14.3 % 0']);
    const period = { from_day: '2026-08-01', to_day: '2027-06-30' };
    expect(await test.database.run('exports/access-community', period)).toMatchObject([
      { numerator: 1, denominator: 2 },
    ]);
  });
});

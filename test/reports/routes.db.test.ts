import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, erik, hana, joan, type Person, peter, ruben } from '../people.ts';

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
});
afterAll(() => test.close());
beforeEach(() => test.owner('u_ssp_audit').del());

const audited = (event: string) =>
  test.database.knex('u_ssp_audit').where({ event }).select('actor', 'outcome', 'reason', 'subject', 'student');

describe('the report of visits', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await it_.as(joan);
  });

  it('opens for a principal with the numbers of her school, and the audit says which', async () => {
    const page = await browser.get('/reports/visits');
    expect(page.status).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain('Harborview Middle · Aug 27 – Nov 20, 2026');
    expect(page.text).toContain('How much support was given, to whom, and did referrals lead to service?');
    expect(page.text).not.toContain('Northside High');
    expect(await audited('REPORT_OPENED')).toEqual([
      { actor: joan.reader, outcome: 'allowed', reason: 'ROLE', subject: 'visits:2026-2027-Y-101', student: null },
    ]);
  });

  it('downloads as a file of her school alone', async () => {
    const file = await browser.get('/reports/visits.csv?period=2025-2026-S1');
    expect(file.status).toBe(200);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.headers['content-disposition']).toBe('attachment; filename=visits-2025-2026-S1-101.csv');
    const [heading, ...lines] = file.text.trimEnd().split('\n');
    expect(heading).toMatch(/^school_id,school,month,purpose,service,tier,visits,students,minutes,/);
    expect(lines.length).toBeGreaterThan(50);
    expect(new Set(lines.map((line) => line.split(',').slice(0, 2).join()))).toEqual(
      new Set(['101,Harborview Middle']),
    );
    expect(await audited('REPORT_DOWNLOADED')).toMatchObject([
      { outcome: 'allowed', subject: 'visits:2025-2026-S1-101' },
    ]);
  });

  it.each([
    ['another school', 'school=103', 'No such school', 'NOT_IN_SCOPE'],
    ['a school that is not there', 'school=9', 'No such school', 'NOT_IN_SCOPE'],
    ['a semester that has not begun', 'period=2026-2027-S2', 'No such period', 'BAD_INPUT'],
    ['a year that the SIS does not know', 'period=1990-1991-Y', 'No such period', 'BAD_INPUT'],
  ])('is not there for %s', async (_what, query, heading, reason) => {
    for (const [address, event] of [
      ['/reports/visits', 'REPORT_OPENED'],
      ['/reports/visits.csv', 'REPORT_DOWNLOADED'],
    ] as const) {
      const answer = await browser.get(`${address}?${query}`);
      expect(answer.status).toBe(404);
      expect(answer.text).toContain(heading);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(await audited(event)).toMatchObject([{ outcome: 'refused', reason, subject: null }]);
    }
  });

  it('shows a district administrator every school, and one when asked', async () => {
    const district = await it_.as(ruben);
    expect((await district.get('/reports/visits')).text).toContain('All 4 schools · ');
    expect((await district.get('/reports/visits?school=103&period=2026-2027-S1')).text).toContain('Northside High · ');
    const file = await district.get('/reports/visits.csv');
    expect(file.headers['content-disposition']).toContain('visits-2026-2027-Y-all.csv');
    expect(
      new Set(
        file.text
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.slice(0, 3)),
      ).size,
    ).toBe(4);
  });
});

it.each([
  [ana, 'ROLE_NOT_ALLOWED'],
  [hana, 'ROLE_NOT_ALLOWED'],
  [peter, 'ROLE_NOT_ALLOWED'],
  [erik, 'NO_ROLE'],
] as [Person, string][])('%j gets no report', async (who, reason) => {
  const browser = await it_.as(who);
  for (const address of ['/reports/visits', '/reports/visits.csv']) {
    const answer = await browser.get(address);
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('school_id');
  }
  expect(await audited('REPORT_DOWNLOADED')).toMatchObject([{ actor: who.reader, outcome: 'refused', reason }]);
});

it.each([
  ['an administrator to the report', ruben, 303, '/reports/visits'],
  ['a consultant to the exports', hana, 303, '/exports'],
  ['support staff to the start page', ana, 303, '/'],
  ['a teacher nowhere', erik, 403, undefined],
] as [string, Person, number, string | undefined][])('/reports leads %s', async (_whom, who, status, address) => {
  const answer = await (await it_.as(who)).get('/reports');
  expect([answer.status, answer.headers.location]).toEqual([status, address]);
});

it('asks whoever is not signed in to sign in', async () => {
  expect((await it_.nobody.get('/reports/visits.csv')).status).toBe(401);
});

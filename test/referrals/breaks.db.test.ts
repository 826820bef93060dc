import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, ruben } from '../people.ts';
import { actor } from './actor.ts';

// School breaks and a district's own windows, through the routes: from December 24 to January 3 nobody was at school, and
// from June 2027 on until the first of September, as far as the SIS knows.

const WHY = 'noted late';

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-windows-'));
  test = await makeDistrict();
  await noReferrals();
  use();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

async function noReferrals(): Promise<void> {
  for (const table of ['u_ssp_referral_form', 'u_ssp_milestone', 'u_ssp_target', 'u_ssp_referral'])
    await test.owner(table).delete();
}

/** The app, with what the district says of windows. */
function use(windows: Record<string, number> = {}, from = '2020-01-01'): void {
  const rules = Object.fromEntries(Object.entries(windows).map(([name, value]) => [name, { value, because: 'ours' }]));
  const own = { format: 1, code: 'own', name: 'Harborview', dated: '2026-11-01', source: 'Board policy' };
  const more: Record<string, string> = Object.keys(rules).length > 0 ? { CONFIG_DIR: folder } : {};
  writeFileSync(path.join(folder, 'profile.json'), JSON.stringify({ ...own, editions: [{ from, rules }] }));
  it_ = makeApp(test, more);
  does = actor(test, it_);
}

async function at(day: string): Promise<void> {
  it_.clock.at = new Date(`${day}T16:00:00.000Z`);
  browser = await it_.as(ana);
}

async function refer(date: string, more: Record<string, string> = {}): Promise<number> {
  const [target] = await does.refer(browser, bruno.dcid, { date, why: WHY, ...more });
  return target?.id as number;
}

async function step(target: number, name: string, on: string, more: Record<string, string> = {}): Promise<void> {
  const answer = await does.step(browser, target, name, { on, why: WHY, ...more });
  expect([name, answer.status]).toEqual([name, 303]);
}

/** The lines of the file for these measures: numerator, denominator and, of what is too early, how many. */
async function measured(...ids: string[]): Promise<string[]> {
  const answer = await (await it_.as(ruben)).get('/reports/pathway.csv?period=2026-2027-Y');
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  return ids.map((id) => {
    const [own = '', early = ''] = [/^[^,]*,[^,]*,,/, /window not over yet/].map((which) =>
      lines.filter((line) => line.startsWith(`${id},`)).find((line) => which.test(line.replaceAll(/"[^"]*"/g, ''))),
    );
    const numbers = (line: string) => line.split(',').slice(-3, -1).join('/');
    return `${id} ${numbers(own)} early ${numbers(early)}`;
  });
}

describe('a winter break', () => {
  let target: number;

  it('that has just begun stands still at once', async () => {
    await at('2026-12-26');
    await refer('2026-11-25');
    expect(await measured('M02')).toEqual(['M02 0/0 early 1/1']);
    await noReferrals();
  });

  it('is not among the days until an offer, and the window is over so much later', async () => {
    await at('2027-01-10');
    target = await refer('2026-12-01');
    await step(target, 'offer', '2027-01-06');
    const [row] = await test.owner('u_ssp_target').where({ id: target });
    expect(row).toMatchObject({ days_to_offer: 36, net_to_offer: 25 });
    expect(await measured('M02')).toEqual(['M02 0/0 early 1/1']);
    await at('2027-01-11');
    expect(await measured('M02')).toEqual(['M02 1/1 early 0/1']);
  });

  it('a district’s own window holds for measures at once, and is told in words', async () => {
    use({ 'windows.offer_days': 20 });
    await at('2027-01-11');
    expect(await measured('M02')).toEqual(['M02 0/1 early 0/1']);
    const page = (await (await it_.as(ruben)).get('/reports/pathway?period=2026-2027-Y')).text;
    expect(page).toContain('Offered within 20 days');
    expect(page).toContain('20 days from the opening of the referral, school breaks of more than five days left out');
    use();
  });

  it('is not in the first month: the check is later, and so is the end of it', async () => {
    await at('2027-01-20');
    await step(target, 'start', '2026-12-10');
    expect(await does.now(target)).toMatchObject({ next_step: 'CHECK', next_due: '2027-01-20', month_state: null });
    const [row] = await test.owner('u_ssp_target').where({ id: target });
    expect(row).toMatchObject({ month_from: '2026-12-10', month_on: '2027-01-27', net_to_service: 9 });
    expect(await measured('M04b')).toEqual(['M04b 0/0 early 1/1']);
    // Thirty-six days after the start, and the 25th of its month.
    await step(target, 'close', '2027-01-15', { outcome: 'PARTIAL' });
    expect(await does.now(target)).toMatchObject({ month_state: 'ENDED' });
    await at('2027-01-27');
    expect(await measured('M04b')).toEqual(['M04b 0/1 early 0/1']);
  });

  it.each([
    ['EMERGENCY', '2026-12-23', '2026-12-23'],
    ['URGENT', '2026-12-23', '2027-01-05'],
    ['URGENT', '2026-12-14', '2026-12-16'],
    ['SOON', '2026-12-18', '2027-01-12'],
    ['ROUTINE', '2026-12-01', '2026-12-22'],
  ])('%s on %s: to be offered by %s, in school days', async (urgency, opened, due) => {
    await at('2027-01-20');
    const id = await refer(opened, { urgency, need: 'MENTOR' });
    expect(await does.now(id)).toMatchObject({ next_step: 'OFFER', next_due: due });
  });

  it('stands between what is asked and the answer, whose days a district may set from a day on', async () => {
    await at('2027-01-20');
    const usual = await refer('2026-12-14', { need: 'MENTOR' });
    await step(usual, 'send', '2026-12-21');
    expect(await does.now(usual)).toMatchObject({ next_step: 'ANSWER', next_due: '2027-01-15' });
    use({ 'windows.feedback_days': 5 }, '2026-12-15');
    await at('2027-01-20');
    const own = await refer('2026-12-15', { need: 'MENTOR' });
    await step(own, 'send', '2026-12-21');
    expect(await does.now(own)).toMatchObject({ next_step: 'ANSWER', next_due: '2027-01-06' });
    // One that was opened before that day keeps what held then.
    const before = await refer('2026-12-14', { need: 'MENTOR' });
    await step(before, 'send', '2026-12-21');
    expect(await does.now(before)).toMatchObject({ next_due: '2027-01-15' });
    use();
  });
});

describe('a summer', () => {
  beforeAll(async () => {
    await noReferrals();
  });

  it('nobody is counted as missed who was referred in June and is offered in September', async () => {
    await at('2027-06-10');
    const target = await refer('2027-06-01');
    await at('2027-08-20');
    expect(await measured('M02')).toEqual(['M02 0/0 early 1/1']);
    await at('2027-09-08');
    await step(target, 'offer', '2027-09-07');
    const [row] = await test.owner('u_ssp_target').where({ id: target });
    expect(row.days_to_offer).toBe(98);
    expect(row.net_to_offer).toBeLessThan(20);
    await at('2027-10-04');
    expect(await measured('M02')).toEqual(['M02 1/1 early 0/1']);
  });

  it('ends on the first day of the school year as the SIS’s terms say, for what is to be done then', async () => {
    const year = {
      ID: 3700,
      SchoolID: 101,
      YearID: 37,
      Name: '2027-2028',
      Abbreviation: '27-28',
      IsYearRec: 1,
      Portion: 1,
    };
    await test.sis('Terms').insert({ DCID: 99_001, ...year, FirstDay: '2027-08-30', LastDay: '2028-06-16' });
    await at('2027-06-15');
    const target = await refer('2027-05-03', { need: 'MENTOR' });
    await step(target, 'start', '2027-05-10');
    await step(target, 'close', '2027-06-15', { outcome: 'ONGOING' });
    expect(await does.now(target)).toMatchObject({ next_step: 'RENEW', next_due: '2027-08-30' });
  });
});

import type { Browser, Locator } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import { Hands } from './hands.ts';
import * as looking from './look.ts';
import { ANA, type Begin, goToStudent, openReports, rows, told } from './steps.ts';

// Today and the quick visit in the SIS's frame: how many steps they take, and how long, counted by what the hands do.

export function todayAndQuickVisits(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let counselor: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
    counselor = await openWindow(browser, demo);
    await signIn(counselor, demo, ANA);
  });
  afterAll(async () => {
    await counselor?.context.close();
  });
  afterEach(() => expect(counselor.errors).toEqual([]));

  const link = (name: string): Locator => counselor.frame.getByRole('link', { name, exact: true });
  const button = (name: string): Locator => counselor.frame.getByRole('button', { name, exact: true });
  const field = (label: string): Locator => counselor.frame.getByLabel(label, { exact: true });
  const heading = (name: string): Promise<void> =>
    counselor.frame.getByRole('heading', { name, level: 1, exact: true }).waitFor();

  async function openToday(): Promise<void> {
    await openReports(counselor, demo);
    await heading('Today');
  }
  const student = () => counselor.frame.getByRole('heading', { level: 1 }).innerText();
  const saved = () =>
    (rows<{ n: number }>(demo, 'select count(*) as n from u_ssp_visit where author = 9001')[0] as { n: number }).n;

  const look = (name: string) => looking.look(counselor, name);

  it('the caseload is a rule that is chosen once', async () => {
    await openToday();
    await look('today-first');
    await link('Choose my caseload').click();
    await heading('My caseload');
    await look('today-rule');
    await field('Grade 6').check();
    await button('Save caseload').click();
    await heading('Today');
    expect(await counselor.frame.getByText('Not seen yet').count()).toBeGreaterThan(0);
    await look('today-caseload');
  });

  describe('a quick visit', () => {
    it('by keyboard: two steps from the loaded page, and the next student is there', async () => {
      const before = saved();
      await link('Quick visit').last().click();
      await button('Save and next').waitFor();
      const first = await student();
      await look('today-quick');
      expect(await counselor.inner().evaluate(() => document.activeElement?.id)).toBe('purpose');
      const hands = new Hands(counselor);
      // A field filled with its choice, and a command key.
      await hands.fillHere('atten', 'Enter');
      await hands.command('Control+Enter');
      await told(counselor, 'Visit saved');
      expect(hands.interactions).toBeLessThanOrEqual(4);
      expect(hands.seconds).toBeLessThanOrEqual(15);
      expect(saved()).toBe(before + 1);
      const second = await student();
      expect(second).not.toBe(first);
      expect(await counselor.inner().evaluate(() => document.activeElement?.id)).toBe('purpose');
      expect(new URL(counselor.inner().url()).pathname).toMatch(/^\/students\/\d+\/quick$/);
      // And once more, at once.
      await counselor.page.keyboard.type('peer');
      await counselor.page.keyboard.press('Enter');
      await counselor.page.keyboard.press('Control+Enter');
      await counselor.frame.locator('h1').filter({ hasNotText: second }).waitFor();
      expect(saved()).toBe(before + 2);
    });

    it('by a favourite: a press fills it in, the next one saves it', async () => {
      await counselor.page.keyboard.type('atten');
      await counselor.page.keyboard.press('Enter');
      await button('10 minutes').click();
      await button('Keep as favorite').click();
      await told(counselor, 'Kept as a favorite');
      await look('today-quick-favourite');
      const before = saved();
      await counselor.inner().evaluate(() => {
        document.body.dataset.before = 'the reload';
        location.reload();
      });
      await counselor.frame.locator('body:not([data-before]) a', { hasText: 'Back to Today' }).waitFor();
      const hands = new Hands(counselor);
      await hands.click(button('Attendance · 10 min'));
      expect(await field('Purpose').inputValue()).toBe('Attendance');
      expect(await field('Minutes').inputValue()).toBe('10');
      expect(await counselor.inner().evaluate(() => document.activeElement?.textContent)).toBe('Save and next');
      await hands.command('Enter');
      await told(counselor, 'Visit saved');
      expect(hands.interactions).toBeLessThanOrEqual(4);
      expect(hands.seconds).toBeLessThanOrEqual(15);
      expect(saved()).toBe(before + 1);
    });

    it('that lacks its purpose says so at the field, and goes nowhere', async () => {
      await counselor.page.keyboard.press('Control+Enter');
      await counselor.frame.getByRole('alert').getByText('Choose what the visit was about.').waitFor();
      await look('today-quick-fault');
      await counselor.frame.getByRole('alert').getByRole('link').click();
      await counselor.page.keyboard.type('atten');
      await counselor.page.keyboard.press('Enter');
      await button('Save visit').last().click();
      await told(counselor, 'Visit saved');
      await heading('Today');
    });
  });

  it('a follow-up is planned and done by keyboard alone', async () => {
    const { dcid, name } = rows<{ dcid: number; name: string }>(
      demo,
      `select s.DCID as dcid, s.LastFirst as name from Students s where s.SchoolID = 101 and s.Enroll_Status = 0 and s.Grade_Level = 8
       and not exists (select 1 from u_ssp_visit_student v where v.student_dcid = s.DCID) order by s.DCID desc limit 1`,
    )[0] as { dcid: number; name: string };
    await goToStudent(counselor, demo, dcid);
    await counselor.page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
    const hands = new Hands(counselor);
    const today = await field('Date').inputValue();
    const typed = (day: string) => `${day.slice(5, 7)}${day.slice(8)}${day.slice(0, 4)}`;
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    await hands.fill('Purpose', 'anx', 'Enter');
    await hands.fill('Date', typed(yesterday));
    await hands.fill('Minutes', '20');
    await hands.tabTo(/^Other purposes, details/);
    await hands.press('Enter');
    await hands.fill('Follow-up date', typed(today));
    await hands.command('Control+Enter');
    await told(counselor, 'Visit saved');

    await openToday();
    const due = counselor.frame.locator('.due li').filter({ hasText: name });
    const all = counselor.frame.locator('.due').getByRole('link', { name: /^Show all/ });
    if ((await due.count()) === 0) {
      await hands.tabTo(await all.innerText());
      await hands.press('Enter');
    }
    await due.getByText('Due today').waitFor();
    await hands.tabTo(name);
    await hands.tabTo('Quick visit');
    await hands.press('Enter');
    await heading(name);
    await hands.type('anx');
    await hands.press('Enter');
    await hands.command('Control+Enter');
    await told(counselor, 'Visit saved');
    await openToday();
    expect(await due.count()).toBe(0);
    expect(hands.pointerActions).toBe(0);
    // Two visits, the way to the second one, and two dates.
    expect(hands.seconds).toBeLessThanOrEqual(60);
  });

  it('a favourite that lacks everything says so where one is, far down the page', async () => {
    await openToday();
    await counselor.frame.getByText('Add a favorite', { exact: true }).click();
    await button('Add favorite').click();
    const faults = counselor.frame.getByRole('alert').filter({ hasText: 'Choose what the visit is about.' });
    await faults.waitFor();
    expect(await counselor.inner().evaluate(() => document.activeElement?.className)).toBe('faults');
    await counselor.page.waitForFunction(() => scrollY > 0 || document.documentElement.scrollHeight <= innerHeight);
  });

  it('ten open visits are closed within a minute: most are timers, and one lacks its purpose', async () => {
    const before = saved();
    const students = rows<{ DCID: number }>(
      demo,
      'select DCID from Students where SchoolID = 101 and Enroll_Status = 0 order by DCID limit 10',
    );
    const begin = (student: number, what: '' | '/start', more: Record<string, string>) =>
      counselor.inner().evaluate(
        async ([student, what, date, more]) => {
          const token = (document.querySelector('input[name=token]') as HTMLInputElement).value;
          const form = { token, form_key: crypto.randomUUID(), service_1: 'CHECKIN', date, script: '1' };
          const body = new URLSearchParams({ ...form, ...more });
          return (await fetch(`/students/${student}/drafts${what}`, { method: 'POST', body })).status;
        },
        [student, what, daysAgo(0), more] as const,
      );
    const purpose = 'ACA_ATTEND';
    for (const [at, { DCID }] of students.entries()) {
      // They run at the same time in this test, and somebody has said that this is right.
      const timer = () => begin(DCID, '/start', { ...(at === 0 ? {} : { purpose }), confirm_overlap: '1' });
      const answer = at < 7 ? timer() : begin(DCID, '', { purpose, minutes: '10' });
      expect(await answer).toBe(200);
    }
    await openToday();
    await look('today-open');
    const hands = new Hands(counselor);
    await hands.click(button('Close all'));
    await told(counselor, '9 visits saved, 1 needs a purpose');
    expect(saved()).toBe(before + 9);
    await look('today-closed');
    const running = counselor.frame.getByRole('region', { name: 'Running' });
    await hands.click(running.getByRole('link').first());
    await button('Stop timer').waitFor();
    await hands.click(field('Purpose'));
    await hands.fillHere('atten', 'Enter');
    await hands.command('Control+Enter');
    await told(counselor, 'Visit saved');
    expect(saved()).toBe(before + 10);
    expect(rows(demo, 'select id from u_ssp_draft')).toEqual([]);
    expect(hands.seconds).toBeLessThanOrEqual(60);
  });

  it('on paper it is the lists, without what is pressed', async () => {
    await openToday();
    await counselor.page.emulateMedia({ media: 'print' });
    await looking.takePicture(counselor.page, 'today-print', 816);
    expect(await button('Search').isVisible()).toBe(false);
    expect(await link('Quick visit').first().isVisible()).toBe(false);
    expect(await counselor.frame.getByText('My caseload').isVisible()).toBe(true);
    await counselor.page.emulateMedia({ media: 'screen' });
  });

  describe('with scripts off', () => {
    it('a favourite fills the form, and the visit is saved and the next one there', async () => {
      const plain = await openWindow(browser, demo, { javaScriptEnabled: false });
      await signIn(plain, demo, ANA);
      await openReports(plain, demo);
      await plain.frame.getByRole('link', { name: 'Quick visit', exact: true }).last().click();
      const name = await plain.frame.getByRole('heading', { level: 1 }).innerText();
      await plain.frame.getByRole('button', { name: 'Attendance · 10 min' }).click();
      await told(plain, 'Filled in; nothing is saved yet');
      const before = saved();
      await plain.frame.getByRole('button', { name: 'Save and next' }).click();
      await told(plain, 'Visit saved');
      expect(saved()).toBe(before + 1);
      expect(await plain.frame.getByRole('heading', { level: 1 }).innerText()).not.toBe(name);
      await plain.context.close();
    });
  });
}

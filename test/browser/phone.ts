import type { Browser, Locator } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import { isTooWide, resize, violations } from './look.ts';
import { ANA, type Begin, button, comesOnScreen, field, goToStudent, openReports, RUBEN, rows, told } from './steps.ts';

// On a phone, with a finger; and as narrow as a large page that is zoomed to 400 %.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NARROW = { width: 320, height: 640 };

export function onAPhone(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let counselor: Window;
  let administrator: Window;
  let student: number;
  beforeAll(async () => {
    [demo, browser] = await begin();
    // Nobody wrote anything about this one yet.
    const sql = `select DCID as dcid from Students where SchoolID = 101 and Enroll_Status = 0 and DCID > 5012
    and DCID not in (select student_dcid from u_ssp_visit_student) order by DCID limit 1`;
    student = (rows<{ dcid: number }>(demo, sql)[0] as { dcid: number }).dcid;
    [counselor, administrator] = await Promise.all([
      openWindow(browser, demo, PHONE),
      openWindow(browser, demo, PHONE),
    ]);
  });
  afterAll(async () => {
    await counselor?.context.close();
    await administrator?.context.close();
  });

  const topOf = async (place: Locator) => (await place.boundingBox())?.y ?? Number.NaN;

  /** What is wrong with the page at 390 and at 320 pixels, its frame and the SIS's page around it. */
  async function faults(window: Window): Promise<string[]> {
    const found = await violations(window.inner());
    for (const size of [NARROW, PHONE.viewport]) {
      await resize(window, size);
      if (await isTooWide(window.inner())) found.push(`the frame is too wide at ${size.width} px`);
      if (await isTooWide(window.page)) found.push(`the SIS's page is too wide at ${size.width} px`);
    }
    return found;
  }

  describe('on a phone', () => {
    it('a counselor opens the student’s page: form, referrals, history, one under the other', async () => {
      await signIn(counselor, demo, ANA);
      await goToStudent(counselor, demo, 5001);
      const { frame } = counselor;
      const form = await topOf(frame.getByRole('heading', { name: 'New visit' }));
      const history = await topOf(frame.getByRole('heading', { name: 'History' }));
      const referrals = await topOf(frame.getByRole('heading', { name: 'Referrals' }));
      expect(form).toBeLessThan(referrals);
      expect(referrals).toBeLessThan(history);
      // What only helps with a keyboard is not said to a thumb.
      expect(await frame.getByText('or press Ctrl and Enter').isVisible()).toBe(false);
      expect(await faults(counselor)).toEqual([]);
    });

    it('writes down a visit with a referral, and sees that it is saved', async () => {
      await goToStudent(counselor, demo, student);
      const { frame, page } = counselor;
      await field(counselor, 'Purpose').tap();
      await page.keyboard.type('Attend');
      await frame.getByRole('option', { name: 'Attendance' }).tap();
      await button(counselor, '10 minutes').tap();
      await frame.getByText('Other purposes, details, follow-up').tap();
      await frame.getByText('Refer the student').tap();
      await field(counselor, 'Referral').selectOption({ label: 'Community agency' });
      await field(counselor, 'Community agency').fill('Lakeside Family Center');
      await field(counselor, 'Need').tap();
      await page.keyboard.type('Ther');
      await page.keyboard.press('Enter');
      expect(await faults(counselor)).toEqual([]);
      await button(counselor, 'Save visit').tap();
      await told(counselor, 'Visit saved');
      await comesOnScreen(page, frame.getByRole('status').filter({ hasText: 'Visit saved' }));
      expect(await frame.locator('.visit').first().innerText()).toContain('referral to Lakeside Family Center');
    });

    it('is told on the screen what does not hold', async () => {
      await button(counselor, 'Save visit').tap();
      const alert = counselor.frame.getByRole('alert');
      await alert.waitFor();
      await comesOnScreen(counselor.page, alert);
      expect(await faults(counselor)).toEqual([]);
    });

    it('sets an outcome and voids', async () => {
      const { frame } = counselor;
      await goToStudent(counselor, demo, student);
      await frame.getByText('Set outcome').tap();
      await frame.getByText('Void', { exact: true }).tap();
      expect(await faults(counselor)).toEqual([]);
      await field(counselor, 'Outcome').selectOption({ label: 'Service received' });
      await button(counselor, 'Save outcome').tap();
      await told(counselor, 'Outcome saved');
      await frame.getByText('Void', { exact: true }).tap();
      await field(counselor, 'Reason').fill('wrong student');
      await button(counselor, 'Void visit').tap();
      await told(counselor, 'Visit voided');
    });

    it('searches from the start page of Student Support', async () => {
      await openReports(counselor, demo);
      expect(await faults(counselor)).toEqual([]);
      await counselor.frame.getByLabel('Search students').fill('an');
      await button(counselor, 'Search').tap();
      await counselor.inner().waitForURL('**/search*');
      await counselor.frame.getByRole('link', { name: /,/ }).first().waitFor();
      expect(await faults(counselor)).toEqual([]);
      expect(counselor.errors).toEqual([]);
    });

    it('an administrator reads the report and the exports', async () => {
      await signIn(administrator, demo, RUBEN);
      await openReports(administrator, demo);
      expect(await faults(administrator)).toEqual([]);
      await administrator.frame.getByRole('link', { name: 'Exports' }).tap();
      await button(administrator, 'Make export').tap();
      await administrator.frame.getByRole('link', { name: /-r1\.zip/ }).waitFor();
      expect(await faults(administrator)).toEqual([]);
      expect(administrator.errors).toEqual([]);
    });

    it('all that is pressed is large enough for a thumb', async () => {
      await goToStudent(counselor, demo, 5001);
      const small = await counselor.inner().evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'a, button, summary, input:not([type=hidden]), select:not(.usa-sr-only)',
          ),
        ]
          .filter((element) => element.checkVisibility() && !element.matches('.usa-skipnav'))
          .map((element) => ({
            text: element.textContent?.trim().slice(0, 30) || element.id,
            box: element.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ text, box }) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
      );
      expect(small).toEqual([]);
    });
  });
}

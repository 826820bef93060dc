import type { Browser } from 'playwright-core';
import { openWindow, turns, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import { ANA, type Begin, button, choose, field, goToStudent, JOAN, openReports, rows, told } from './steps.ts';

// One student of the worked example: referred, offered, with consent, served, all written down late; and what of it the
// measures show to an administrator, before and after.

const BRUNO = 5005;
/** Longer ago than a first service may take, so that both measures count the student. */
const OPENED = 75;

interface Share {
  count: number;
  of: number;
}

export function measuresMoved(begin: Begin): void {
  let demo: Demo;
  let window: Window;
  let as: (person: string) => Promise<Window>;
  beforeAll(async () => {
    let browser: Browser;
    [demo, browser] = await begin();
    window = await openWindow(browser, demo);
    as = turns(window, demo);
  });
  afterAll(async () => {
    await window?.context.close();
  });
  afterEach(() => expect(window.errors).toEqual([]));

  const heading = (name: string | RegExp) => window.frame.getByRole('heading', { name, level: 1 }).waitFor();

  /** M02 and M03 as the principal reads them on the report. */
  async function measures(): Promise<{ offered: Share; started: Share }> {
    await as(JOAN);
    await openReports(window, demo);
    await window.frame.getByRole('link', { name: 'From referral to service', exact: true }).click();
    await heading('From referral to service');
    return { offered: await share('Offered'), started: await share('Started') };
  }

  async function share(measure: string): Promise<Share> {
    const title = window.frame.getByRole('rowheader', { name: measure, exact: true });
    const cells = await window.frame.getByRole('row').filter({ has: title }).getByRole('cell').allInnerTexts();
    const [count, of] = cells.map((text) => Number(text.replaceAll(',', '')));
    return { count: count as number, of: of as number };
  }

  /** `milestone`: what the track says once it is saved; the page before said “Saved”, too. */
  async function step(name: string, milestone: string, ago: number): Promise<void> {
    const fold = window.frame.locator('details.step').filter({ has: window.frame.getByText(name, { exact: true }) });
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
    await fold.getByLabel('On', { exact: true }).fill(daysAgo(ago));
    await fold.getByLabel(/^Why only now/).fill('from the paper log');
    await button(window, `Save “${name}”`).click();
    await window.frame.locator('.way .is-done').filter({ hasText: milestone }).waitFor();
  }

  const plus = ({ count, of }: Share, more: Share): Share => ({ count: count + more.count, of: of + more.of });

  it('each by exactly one student: under the line when referred, above it when offered and when service started', async () => {
    const known = rows(demo, 'select id from u_ssp_referral where student_dcid = ? and is_mental_health = 1', BRUNO);
    expect(known).toEqual([]);
    const before = await measures();
    expect(before.offered.of).toBeGreaterThan(0);

    await as(ANA);
    await goToStudent(window, demo, BRUNO);
    await window.frame.getByRole('link', { name: 'New referral', exact: true }).click();
    await heading(/New referral for/);
    await choose(window, 'Need', 'therapy');
    await choose(window, 'Reason', 'peer');
    await field(window, 'School-based provider').fill('Counseling room');
    await field(window, 'Date').fill(daysAgo(OPENED));
    await window.frame.getByLabel(/^Why only now/).fill('from the paper log');
    await button(window, 'Save referral').click();
    await told(window, 'Referral saved');
    await heading(/Therapy for/);

    const referred = await measures();
    expect(referred).toEqual({
      offered: plus(before.offered, { count: 0, of: 1 }),
      started: plus(before.started, { count: 0, of: 1 }),
    });

    await as(ANA);
    await goToStudent(window, demo, BRUNO);
    await window.frame.locator('.card').getByRole('link', { name: 'Counseling room' }).click();
    await heading(/Therapy for/);
    await step('Offered', 'Offered', OPENED - 5);
    await step('Consent given', 'Consent', OPENED - 8);
    await step('Service started', 'Started', OPENED - 20);
    expect(await window.frame.locator('.target').innerText()).toContain('Reached the service after 20 days');

    expect(await measures()).toEqual({
      offered: plus(before.offered, { count: 1, of: 1 }),
      started: plus(before.started, { count: 1, of: 1 }),
    });
  });
}

import type { Browser } from 'playwright-core';
import { openWindow, turns, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, button, choose, field, goToStudent, HANA, IRENA, JOAN, openReports, told } from './steps.ts';

// A referral of one student of the worked example, from the student's page to a service that goes on, in the SIS's frame.

const BRUNO = 5005;

export function referralsFollowed(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let window: Window;
  let as: (person: string) => Promise<Window>;
  beforeAll(async () => {
    [demo, browser] = await begin();
    window = await openWindow(browser, demo);
    as = turns(window, demo);
  });
  afterAll(async () => {
    await window?.context.close();
  });
  afterEach(() => expect(window.errors).toEqual([]));

  const look = (name: string) => looking.look(window, name);
  const heading = (name: string | RegExp) => window.frame.getByRole('heading', { name, level: 1 }).waitFor();
  const link = (name: string) => window.frame.getByRole('link', { name, exact: true });
  const summary = (name: string) => window.frame.locator('summary').filter({ hasText: new RegExp(`^${name}$`) });

  it('is opened on its own, by keyboard in its fields', async () => {
    await as(ANA);
    await goToStudent(window, demo, BRUNO);
    await link('New referral').click();
    await heading(/New referral for/);
    await look('referral-new');
    await button(window, 'Save referral').press('Enter');
    await window.frame.getByRole('alert').getByText('Choose the need.').waitFor();
    await look('referral-new-faults');
    await choose(window, 'Need', 'social');
    await choose(window, 'Reason', 'peer');
    await field(window, 'School-based provider').fill('Friendship group');
    await field(window, 'Date').fill(daysAgo(10));
    await button(window, 'Save referral').press('Enter');
    await told(window, 'Referral saved');
    await heading(/Social skills for/);
    await look('referral-opened');
  });

  const startPage = () => window.page.goto(`${demo.sis}/admin/home.html`);
  const counted = () => window.page.locator('.ssp-count');
  const hiddenFrame = () => window.page.locator(`iframe[src^="${demo.service}"]`);
  /** Until the page has asked, and put its frame away. */
  const asked = async () => {
    await hiddenFrame().waitFor({ state: 'attached' });
    await hiddenFrame().waitFor({ state: 'detached' });
  };

  it('came in at the school, with a number in the SIS’s navigation, wherever one is there', async () => {
    await as(IRENA);
    await startPage();
    await counted().waitFor();
    expect(await counted().innerText()).toMatch(/^[1-9]\d* new referrals?$/);
    const main = window.page.getByRole('link', { name: 'Student Support Reports', exact: true });
    const words = await counted().innerText();
    expect(await main.getAttribute('aria-describedby')).toBe(await counted().getAttribute('id'));
    expect(await hiddenFrame().count()).toBe(0);
    await looking.look(window, 'sis-count', window.page);
    // Again in the same tab: nothing is asked, and it stands there all the same.
    const requests: string[] = [];
    const note = (request: { url(): string }) => requests.push(request.url());
    window.page.on('request', note);
    await window.page.reload();
    await counted().waitFor();
    window.page.off('request', note);
    expect(requests.filter((url) => url.startsWith(demo.service))).toEqual([]);
    expect(await counted().innerText()).toBe(words);
    // Beside a student's own link it would read as that student's.
    await goToStudent(window, demo, BRUNO);
    expect(await counted().count()).toBe(0);
  });

  it('gives no number to whoever takes none, and none when the service is away', async () => {
    await as(JOAN);
    await startPage();
    await asked();
    expect(await counted().count()).toBe(0);
    await window.page.reload();
    await window.page.waitForLoadState('networkidle');
    expect(await hiddenFrame().count()).toBe(0);
    // The SIS shows a consultant the link, and no student's page: nothing is asked.
    await as(HANA);
    await startPage();
    await window.page.waitForLoadState('networkidle');
    expect([await hiddenFrame().count(), await window.page.locator('script[data-ssp-ask]').count()]).toEqual([0, 0]);
    await as(ANA);
    await window.page.route(`${demo.service}/**`, (away) => away.abort());
    await startPage();
    await hiddenFrame().waitFor({ state: 'attached' });
    await window.page.getByLabel('Search students').fill('Silva');
    expect([await counted().count(), await window.page.getByRole('alert').count()]).toEqual([0, 0]);
    await window.page.unroute(`${demo.service}/**`);
  });

  it('and is taken with one press', async () => {
    await as(IRENA);
    await openReports(window, demo);
    await counted().first().waitFor();
    expect(await counted().first().innerText()).toMatch(/^[1-9]\d* new referrals?$/);
    await link('Referrals').click();
    await heading('Referrals');
    await look('referrals-incoming');
    const row = window.frame.locator('.came-in > li').filter({ hasText: 'Silva, Bruno' });
    await row.getByRole('button', { name: 'Take', exact: true }).click();
    await told(window, 'Saved');
    expect(await window.frame.locator('.came-in > li').filter({ hasText: 'Silva, Bruno' }).innerText()).toContain(
      'with you',
    );
  });

  it('is followed from the list of tasks in three steps at most', async () => {
    await link('Tasks').click();
    await heading('Tasks');
    await look('tasks');
    const row = window.frame.locator('.lines > li').filter({ hasText: 'Silva, Bruno' });
    expect(await row.innerText()).toContain('Set the first date');
    await row.getByRole('link', { name: 'Do it' }).click();
    await heading(/Social skills for/);
    await field(window, 'Day of the first session').fill(daysAgo(-2));
    await button(window, 'Save “First date set”').click();
    await told(window, 'Saved');
    await heading('Tasks');
  });

  it('says on the referral’s page how far it got, by keyboard and in print', async () => {
    await as(ANA);
    await goToStudent(window, demo, BRUNO);
    await window.frame.locator('.card').getByRole('link', { name: 'Friendship group' }).click();
    await heading(/Social skills for/);
    await summary('Service started').focus();
    await window.page.keyboard.press('Enter');
    await look('referral-step-open');
    await window.frame.getByLabel('On', { exact: true }).locator('visible=true').first().fill(daysAgo(1));
    await button(window, 'Save “Service started”').focus();
    await window.page.keyboard.press('Enter');
    // It was accepted today, and started yesterday: possible, and asked about.
    await window.frame.getByRole('alert').getByText('later than this').waitFor();
    await look('referral-odd-order');
    await field(window, 'Yes, in this order').check();
    await button(window, 'Save “Service started”').click();
    await told(window, 'Saved');
    expect(await window.frame.locator('.target').innerText()).toContain('Reached the service after 9 days');
    await look('referral-served');
    await window.page.emulateMedia({ media: 'print' });
    expect(await window.frame.getByText('Reached the service after 9 days').isVisible()).toBe(true);
    expect(await window.frame.locator('.step').first().isVisible()).toBe(false);
    await window.page.emulateMedia({ media: 'screen' });
    await goToStudent(window, demo, BRUNO);
    await window.frame.getByText('Now served by Friendship group').waitFor();
    await look('student-served');
    await link('Reaching the family').click();
    await heading(/Reaching the family of/);
    await look('family');
  });

  it('an administrator reads the pathway, and hands over', async () => {
    await as(JOAN);
    await openReports(window, demo);
    await link('From referral to service').click();
    await heading('From referral to service');
    await look('report-pathway');
    await window.inner().evaluate((to) => location.assign(to), `${demo.service}/referrals/hand-over`);
    await heading('Hand over');
    await window.frame.locator('.facts a').first().click();
    await window.frame.getByText('What is handed over').waitFor();
    await look('hand-over');
  });
}

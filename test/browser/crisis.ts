import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, button, choose, goToStudent, IRENA, JOAN, told } from './steps.ts';

// One press, steps ticked by keyboard, and nothing for axe to find; in the SIS's frame, with scripts and without.

/** How long a page that is open may take to say that one is needed. */
const AT_MOST_MS = 25_000;

export function crisesAndConsents(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
  });
  afterEach(async () => {
    expect(window.errors).toEqual([]);
    await window.context.close();
  });

  const look = (name: string) => looking.look(window, name);

  const heading = () => window.frame.getByRole('heading', { level: 1, name: /^Crisis:/ });
  const step = (words: string) => window.frame.getByRole('checkbox', { name: words });

  async function as(person: string, options: Parameters<typeof openWindow>[2] = {}): Promise<void> {
    window = await openWindow(browser, demo, options);
    await signIn(window, demo, person);
  }

  /** Whom a district names: the demo has no list of its own. */
  function call(person: number): void {
    const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'));
    database
      .prepare(
        'insert into u_ssp_crisis_call (crisis_id, person, called_at) select max(id), ?, started_at from u_ssp_crisis',
      )
      .run(person);
    database.close();
  }

  it('is begun by one press, ticked by keyboard, and ends in the visit that writes it down', async () => {
    await as(ANA);
    await goToStudent(window, demo, 5005);
    await button(window, 'Crisis').focus();
    await window.page.keyboard.press('Enter');
    await heading().waitFor();
    const stay = step('Stay with the student, or have another adult stay.');
    await stay.focus();
    await window.page.keyboard.press('Space');
    await window.frame.getByText(/^done by A\. Reyes, /).waitFor();
    expect(await stay.isChecked()).toBe(true);
    expect(await stay.evaluate((one) => one === document.activeElement)).toBe(true);
    // What is half written elsewhere on the page stays.
    const follow = window.frame.getByLabel('What is to be done', { exact: true });
    await follow.fill('Call her aunt');
    await stay.focus();
    await window.page.keyboard.press('Space');
    await window.frame.getByText(/^taken back by A\. Reyes, /).waitFor();
    expect(await follow.inputValue()).toBe('Call her aunt');
    await button(window, 'Left a message').click();
    await window.frame.getByText('Left a message, ').waitFor();
    expect(await follow.inputValue()).toBe('Call her aunt');
    expect(await button(window, 'Left a message').evaluate((one) => one === document.activeElement)).toBe(true);
    // A second line, and a report, cost neither of them anything.
    await button(window, 'Another follow-up').click();
    const second = window.frame.getByLabel('What is to be done 2', { exact: true });
    await second.fill('Ask her teacher');
    await window.frame.getByText('Record the report').click();
    const reference = window.frame.getByLabel('Reference number', { exact: true });
    await reference.fill('R-1');
    await stay.focus();
    await window.page.keyboard.press('Space');
    await window.frame.getByText(/^done by A\. Reyes, /).waitFor();
    expect(await reference.inputValue()).toBe('R-1');
    await button(window, 'End the crisis and write down the visit').click();
    await window.frame.getByText(/^A report is half written\./).waitFor();
    await look('crisis');
    await button(window, 'Write down the report').click();
    await window.frame.getByText('No. R-1').waitFor();
    expect([await follow.inputValue(), await second.inputValue()]).toEqual(['Call her aunt', 'Ask her teacher']);
    await second.fill('');
    await window.frame.getByLabel('Follow-up by', { exact: true }).selectOption({ label: 'Irena Kowalski' });
    await window.frame.getByLabel('What is to be done', { exact: true }).fill('Call home');
    await button(window, 'End the crisis and write down the visit').click();
    await choose(window, 'Purpose', 'Suicide concern');
    expect(await window.frame.locator('[name="visit_type"]').inputValue()).toBe('CRISIS');
    await window.frame.getByLabel('Started by', { exact: true }).selectOption({ label: 'Teacher' });
    await window.frame.getByLabel('Disposition', { exact: true }).selectOption({ label: 'Emergency services' });
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    await window.frame.getByRole('link', { name: /^Crisis of / }).click();
    await heading().waitFor();
    await window.frame.getByText('Call home').waitFor();
    await button(window, 'Reached').click();
    await window.frame.getByText('Reached, ').waitFor();
    await look('crisis-closed');
  });

  it('is seen by whoever is called, on the page that is open, who says that they are coming', async () => {
    await as(JOAN);
    await goToStudent(window, demo, 5001);
    const other = await openWindow(browser, demo);
    await signIn(other, demo, IRENA);
    await goToStudent(other, demo, 5002);
    await button(other, 'Crisis').click();
    await other.frame.getByRole('heading', { level: 1, name: /^Crisis:/ }).waitFor();
    await window.inner().evaluate(() => (document.body.dataset.before = 'the call'));
    call(9005);
    // Asked for every 20 seconds; some more for the way and a machine that is busy.
    await window.frame
      .locator('[data-before="the call"]')
      .getByText(/You are needed at Harborview Middle: Irena Kowalski called at/)
      .waitFor({ timeout: AT_MOST_MS });
    await look('called');
    await button(window, 'I am coming').click();
    await window.frame.getByText('Thank you. It was said that you are coming.').waitFor();
    await other.page.reload();
    await other.context.close();
  });

  it('works with scripts off', async () => {
    await as(ANA, { javaScriptEnabled: false });
    await goToStudent(window, demo, 5003);
    await button(window, 'Crisis').click();
    await heading().waitFor();
    await step('Make the place safe, and move others away.').check();
    await window.frame.getByRole('button', { name: /Make the place safe/ }).click();
    await window.frame.getByText(/^done by A\. Reyes, /).waitFor();
    await window.frame.getByLabel('What is to be done', { exact: true }).fill('Call her aunt');
    await button(window, 'Another follow-up').click();
    await window.frame.getByLabel('What is to be done 2', { exact: true }).waitFor();
    expect(await window.frame.getByLabel('What is to be done', { exact: true }).inputValue()).toBe('Call her aunt');
  });

  it('a page of consents has nothing for axe to find', async () => {
    await as(ANA);
    await goToStudent(window, demo, 5004);
    await window.frame.getByRole('link', { name: 'Consents' }).click();
    await window.frame.getByRole('heading', { level: 1, name: /^Consents of/ }).waitFor();
    await button(window, 'Write down').click();
    await window.frame.getByRole('alert').waitFor();
    await look('consents');
  });
}

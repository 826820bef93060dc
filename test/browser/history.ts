import type { Browser, Page } from 'playwright-core';
import { openStudent, openTab, openWindow, signIn, signInByHand, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, beginVisit, button, field, goToStudent, told } from './steps.ts';

// The history: filtered and searched by keyboard, on a phone, with scripts off, and on one sheet of paper.

const DANIELA = 5001;

export function historyOfVisits(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
    window = await openWindow(browser, demo);
    await signIn(window, demo, ANA);
  });
  afterAll(async () => {
    await window?.context.close();
  });
  afterEach(() => expect(window.errors).toEqual([]));

  const look = (name: string, tab?: Page) => looking.look(window, name, tab);
  const rowCount = () => window.frame.locator('.visit').count();

  it('is filtered and searched by keyboard alone, and what was being written stays', async () => {
    await goToStudent(window, demo, DANIELA);
    await beginVisit(window, 'José waited for the bus');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    await field(window, 'Note').fill('half a new visit');
    const link = window.frame.getByRole('link', { name: 'Filter and search' });
    await link.focus();
    await window.page.keyboard.press('Enter');
    await window.frame.getByRole('heading', { name: /^History of/ }).waitFor();
    await look('history');

    const all = await rowCount();
    expect(all).toBeGreaterThan(3);
    await field(window, 'Purpose').selectOption({ label: 'Attendance' });
    await field(window, 'Purpose').press('Tab');
    await button(window, 'Show').press('Enter');
    const counted = window.frame.getByText(/^\d+ visits?$/);
    await counted.filter({ hasNotText: new RegExp(`^${all} `) }).waitFor();
    expect(await rowCount()).toBeLessThan(all);

    await field(window, 'Search notes').focus();
    await window.page.keyboard.type('jose BUS');
    await window.page.keyboard.press('Enter');
    await told(window, 'Found in the notes of 1 visit');
    expect(await window.frame.locator('mark').allInnerTexts()).toEqual(['José', 'bus']);
    await look('history-found');

    await field(window, 'From').fill('2026-11-20');
    await field(window, 'To').fill('2026-11-01');
    await button(window, 'Show').click();
    await window.frame.getByRole('alert').getByText('The first day is after the last one.').waitFor();
    await look('history-fault');
  });

  it('goes back to the student, with the form as it was left', async () => {
    await goToStudent(window, demo, DANIELA);
    await field(window, 'Note').fill('still being written');
    await window.frame.getByRole('link', { name: 'Filter and search' }).click();
    await button(window, 'Show').click();
    await window.frame.getByRole('link', { name: 'Back to the student’s page' }).click();
    await field(window, 'Note').waitFor();
    expect(await field(window, 'Note').inputValue()).toBe('still being written');
  });

  it('shows what was asked for last, also when an earlier answer comes after it', async () => {
    await goToStudent(window, demo, DANIELA);
    await window.frame.getByRole('link', { name: 'Filter and search' }).click();
    await window.frame.getByRole('heading', { name: /^History of/ }).waitFor();
    let goOn = () => {};
    const isHeld = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const filtered = `**/students/${DANIELA}/history`;
    await window.page.route(filtered, async (route) => {
      await isHeld;
      await route.continue();
    });
    await button(window, 'Show').click();
    await window.frame.getByRole('link', { name: 'Back to the student’s page' }).click();
    await field(window, 'Note').waitFor();
    const answer = window.page.waitForResponse(filtered);
    goOn();
    await (await answer).finished();
    await window.page.unroute(filtered);
    // The frame has had time to show it.
    await window.page.waitForTimeout(200);
    expect(await window.frame.getByRole('heading', { name: /^History of/ }).count()).toBe(0);
  });

  it('no letter does anything on its own', async () => {
    const { page } = await openTab(window.context);
    await page.goto(`${demo.service}/enter?student=${DANIELA}`);
    await page.getByRole('heading', { name: 'History', exact: true }).waitFor();
    const state = () =>
      page.evaluate(
        () => `${location.href} ${document.activeElement?.tagName} ${document.querySelector('main')?.innerHTML.length}`,
      );
    await page.locator('h1').focus();
    const before = await state();
    for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789?/.,') await page.keyboard.press(letter);
    expect(await state()).toBe(before);
    await page.close();
  });

  it('is one sheet of paper for a student with a year of visits', async () => {
    const { page } = await openTab(window.context);
    await page.goto(`${demo.service}/enter?student=${DANIELA}`);
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await page.getByRole('button', { name: 'Print this page' }).waitFor();
    await look('history-print', page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText(/^Confidential/).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Print this page' }).isVisible()).toBe(false);
    await looking.takePicture(page, 'history-paper', 816);
    const paper = await page.pdf({
      format: 'Letter',
      margin: { top: '0.5in', bottom: '0.5in', left: '0.5in', right: '0.5in' },
    });
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });

  it('works with scripts off', async () => {
    const plain = await openWindow(browser, demo, { javaScriptEnabled: false });
    await signInByHand(plain, demo, ANA);
    await openStudent(plain, demo, 'Okafor, Daniela');
    await plain.frame.getByRole('link', { name: 'Filter and search' }).click();
    await plain.frame.getByLabel('Purpose', { exact: true }).selectOption({ label: 'Attendance' });
    await plain.frame.getByRole('button', { name: 'Show' }).click();
    // The page before it counts visits, too.
    await plain.frame.locator('[name="purpose"] option[value="ACA_ATTEND"][selected]').waitFor({ state: 'attached' });
    await plain.frame.getByText(/^\d+ visits?$/).waitFor();
    await plain.frame.getByLabel('Search notes').fill('bus');
    await plain.frame.getByRole('button', { name: 'Search' }).click();
    await plain.frame.locator('mark').first().waitFor();
    await plain.frame.getByLabel('With notes').check();
    await plain.frame.getByRole('button', { name: 'Print', exact: true }).click();
    await plain.frame.getByText(/^Confidential/).waitFor();
    await plain.frame.getByText('José waited for the bus').waitFor();
    await plain.context.close();
  });
}

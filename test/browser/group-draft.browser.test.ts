import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, button, choose, field, openReports, PATIENT, rows, start, told } from './steps.ts';

// What is typed about a group is kept while one types: a reload and another device find everything, the timer included.

jest.setTimeout(PATIENT * 2);

let demo: Demo;
let browser: Browser;
let desk: Window;
beforeAll(async () => {
  [demo, browser] = await start();
  desk = await openWindow(browser, demo);
  await signIn(desk, demo, ANA);
}, PATIENT);
afterAll(async () => {
  expect(desk.errors).toEqual([]);
  await browser?.close();
  await demo?.stop();
});

const drafts = () =>
  rows<{ kind: string; student_dcid: number | null }>(demo, 'select kind, student_dcid from u_ssp_draft');
const said = (window: Window, words: string | RegExp) =>
  window.frame.locator('[data-draft-said]', { hasText: words }).waitFor();
const heading = (window: Window) =>
  window.frame.getByRole('heading', { level: 1, name: 'Group visit', exact: true }).waitFor();
const own = (window: Window) => window.frame.getByLabel('Note about this student alone').first();

/** Everything that was typed stands there, and the timer runs. */
async function whole(window: Window): Promise<void> {
  await heading(window);
  await window.frame.getByText('2 students chosen').waitFor();
  expect(await field(window, 'Purpose').inputValue()).toContain('Scheduled group');
  expect(await field(window, 'Note').inputValue()).toBe('Talked about exams.');
  expect(await own(window).inputValue()).toBe('Was quiet.');
  await button(window, 'Stop timer').waitFor();
}

it('what is typed into the group form is found again after a reload and on another device', async () => {
  await openReports(desk, demo);
  await desk.frame.getByRole('link', { name: 'Group visit', exact: true }).click();
  await heading(desk);
  // Whom one looks for is not kept: nothing was written down yet.
  for (const name of ['Silva, Bruno', 'Haddad, Sami']) {
    await field(desk, 'Search students').fill(name.split(',')[0] as string);
    await field(desk, 'Search students').press('Enter');
    await desk.frame.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
  }
  await button(desk, 'Put them on the list').click();
  await desk.frame.getByText('2 students chosen').waitFor();
  // Not even a field was left: what was put on the list is kept all the same.
  await said(desk, /^Draft saved \d/);
  await desk.frame.getByText('Own note', { exact: true }).first().click();
  await own(desk).fill('Was quiet.');
  await choose(desk, 'Purpose', 'scheduled g');
  await button(desk, 'Start timer').click();
  await button(desk, 'Stop timer').waitFor();
  const kept = desk.page.waitForResponse((answer) => answer.url().endsWith('/visits/group/drafts'));
  await field(desk, 'Note').fill('Talked about exams.');
  await kept;
  await said(desk, /^Draft saved \d/);
  expect(drafts()).toEqual([{ kind: 'GROUP', student_dcid: null }]);
  expect(await desk.inner().evaluate(() => location.search)).toMatch(/^\?draft=[0-9a-f-]{36}$/);
  expect(await looking.violations(desk.inner())).toEqual([]);

  await desk.inner().evaluate(() => {
    document.body.dataset.before = 'the reload';
    location.reload();
  });
  await desk.frame.locator('body:not([data-before])').waitFor();
  await whole(desk);
  await desk.frame.getByText(/^Draft of/).waitFor();
  expect(await looking.violations(desk.inner())).toEqual([]);
  await looking.takePicture(desk.page, 'group-draft', 1280);

  const phone = await openWindow(browser, demo, { viewport: { width: 390, height: 800 } });
  await signIn(phone, demo, ANA);
  await openReports(phone, demo);
  await phone.frame.getByRole('link', { name: 'Group visit, 2 students' }).click();
  await whole(phone);
  expect(await looking.violations(phone.inner())).toEqual([]);
  await looking.takePicture(phone.page, 'group-draft-phone', 390);
  await button(phone, 'Stop timer').click();
  await button(phone, 'Start timer').waitFor();
  await button(phone, 'Save visit').click();
  await told(phone, 'Visit saved');
  expect(drafts()).toEqual([]);
  expect(await phone.inner().evaluate(() => location.pathname)).toMatch(/^\/visits\/groups\/\d+$/);
  await phone.context.close();
});

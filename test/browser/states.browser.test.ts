import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openTab, openWindow, turns, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import {
  ANA,
  beginVisit,
  button,
  choose,
  dropDraft,
  ERIK,
  endSessions,
  field,
  goToStudent,
  HANA,
  JOAN,
  openReports,
  PATIENT,
  PETER,
  RUBEN,
  start,
  told,
} from './steps.ts';

// Every page in every state: nothing for axe to find, nothing too wide, and with PICTURES=1 a picture of each to be
// looked at (test/.cache/pictures).

jest.setTimeout(PATIENT);
const [BRUNO, DANIELA, LEFT, ARABIC] = [5005, 5001, 5010, 5012];

let demo: Demo;
let browser: Browser;
let window: Window;
let as: (person: string) => Promise<Window>;
beforeAll(async () => {
  [demo, browser] = await start();
  window = await openWindow(browser, demo);
  as = turns(window, demo);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});
afterEach(async () => {
  expect(window.errors).toEqual([]);
});

const look = (name: string, page?: Page) => looking.look(window, name, page);

const inFrame = async (address: string) => {
  // As a link of the page would: the door lets in only who goes on from a page of ours.
  await window.inner().evaluate((to) => location.assign(to), `${demo.service}${address}`);
  await window.inner().waitForURL(`**${address}`);
  await window.frame.getByRole('heading', { level: 1 }).waitFor();
};

describe('a student’s page', () => {
  it('without visits, with history, of one who left, with a name from right to left', async () => {
    await as(ANA);
    for (const [name, student] of [
      ['student-empty', BRUNO],
      ['student-history', DANIELA],
      ['student-left', LEFT],
      ['student-arabic', ARABIC],
    ] as const) {
      await goToStudent(window, demo, student);
      await look(name);
    }
  });

  it('with everything open, a running timer, a list of choices', async () => {
    await goToStudent(window, demo, DANIELA);
    await button(window, 'Start timer').click();
    await button(window, 'Add a service').click();
    for (const fold of ['Other purposes, details', 'Refer the student', 'Set outcome', 'Change outcome'])
      await window.frame.getByText(fold).first().click();
    await window.frame.getByText('Void', { exact: true }).first().click();
    await look('student-all-open');
    await field(window, 'Purpose').focus();
    await window.page.keyboard.press('ArrowDown');
    await window.frame.getByRole('option', { name: 'Attendance', exact: true }).waitFor();
    await look('student-choices');
  });

  it('with faults in the form, in an outcome, in voiding', async () => {
    await goToStudent(window, demo, BRUNO);
    await button(window, 'Save visit').click();
    await window.frame.getByRole('alert').waitFor();
    await look('student-faults');
    await choose(window, 'Purpose', 'Other');
    await field(window, 'Start').fill('09:30');
    await field(window, 'End').fill('09:10');
    await field(window, 'Restricted note').check();
    await field(window, 'Follow-up date').fill('2020-01-01');
    await window.frame.getByText('Refer the student').click();
    await field(window, 'Referral').selectOption({ label: 'Community agency' });
    await button(window, 'Save visit').click();
    await window.frame.getByRole('alert').getByText('Say to whom the student is referred.').waitFor();
    await look('student-many-faults');
    await goToStudent(window, demo, DANIELA);
    await window.frame.getByText('Set outcome').first().click();
    await button(window, 'Save outcome').first().click();
    await window.frame.getByRole('alert').getByText('Choose what came of it.').waitFor();
    await look('student-outcome-faults');
    await window.frame.getByText('Void', { exact: true }).first().click();
    await button(window, 'Void visit').first().click();
    await window.frame.getByRole('alert').getByText('Say why the visit is voided.').waitFor();
    await look('student-void-faults');
  });

  it('after saving, with a restricted note, opened, and a voided visit', async () => {
    await goToStudent(window, demo, BRUNO);
    await dropDraft(window);
    await beginVisit(window, 'A longer note.\n\nIn two parts, with <b>signs</b> in it.');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    await beginVisit(window, 'Told in confidence.');
    await field(window, 'Restricted note').check();
    await button(window, 'Save visit').click();
    await window.frame.getByRole('button', { name: 'Restricted note' }).waitFor();
    await look('student-saved');
    await window.frame.getByRole('button', { name: 'Restricted note' }).click();
    await window.frame.getByText('Told in confidence.').waitFor();
    await look('note-opened');
    await window.frame.getByRole('link', { name: 'Back to the student' }).click();
    const last = window.frame.locator('.visit').last();
    await last.getByText('Void', { exact: true }).click();
    await last.getByLabel('Reason').fill('wrong student');
    await last.getByRole('button', { name: 'Void visit' }).click();
    await told(window, 'Visit voided');
    await look('student-voided');
  });

  it('as an administrator sees it', async () => {
    await as(JOAN);
    await goToStudent(window, demo, DANIELA);
    await window.frame.getByText('Notes and sensitive purposes are for support staff').waitFor();
    await look('student-limited');
  });
});

describe('the other pages', () => {
  it('the start page, students found and not found', async () => {
    await as(ANA);
    await openReports(window, demo);
    await look('home');
    await window.frame.getByLabel('Search students').fill('an');
    await button(window, 'Search').click();
    await window.frame.locator('.results').waitFor();
    await look('home-found');
    await window.frame.getByLabel('Search students').fill('nobody of this name');
    await button(window, 'Search').click();
    await window.frame.getByText('No student of your schools').waitFor();
    await look('home-none');
    await as(PETER);
    await openReports(window, demo);
    await look('home-system-admin');
  });

  it('the report, of a period without visits, of a period that is not there', async () => {
    await as(JOAN);
    await openReports(window, demo);
    await look('report');
    await inFrame('/reports/visits?period=2025-2026-S2');
    await look('report-other-period');
    await inFrame('/reports/visits?period=2019-2020-Y');
    await look('report-no-period');
  });

  it('exports: none yet, a fault, made, and as the state sees them', async () => {
    await as(RUBEN);
    await openReports(window, demo);
    await window.frame.getByRole('link', { name: 'Exports' }).click();
    await window.frame.getByText('No package has been made yet.').waitFor();
    await look('exports-none');
    await field(window, 'Period').evaluate((select) => {
      (select as HTMLSelectElement).options[0]?.setAttribute('value', 'nonsense');
    });
    await button(window, 'Make export').click();
    await window.frame.getByRole('alert').waitFor();
    await look('exports-faults');
    await button(window, 'Make export').click();
    await window.frame.getByRole('link', { name: /-r1\.zip/ }).waitFor();
    await look('exports-made');
    await as(HANA);
    await openReports(window, demo);
    await look('exports-consultant');
  });

  it('what is not there, not allowed, or over', async () => {
    await as(ANA);
    await openReports(window, demo);
    await inFrame('/students/424242');
    await look('not-found');
    await openReports(window, demo);
    await inFrame('/exports');
    await look('not-allowed');
    await inFrame('/signed-out');
    await look('signed-out');
    const { page } = window;
    await page.goto(`${demo.service}/enter?student=${DANIELA}`);
    endSessions(demo);
    await page.reload();
    await page.getByRole('heading', { name: 'Please sign in' }).waitFor();
    await look('sign-in-needed', page);
    await as(ERIK);
    await window.page.goto(`${demo.service}/enter`);
    await window.page.getByRole('heading', { name: 'No access' }).waitFor();
    await look('no-role', window.page);
    await window.page.goto(`${demo.sis}/admin/ssp/reports.html`);
    await look('no-page-of-the-sis', window.page);
  });
});

it('on paper, the page is black on white, says who printed it, and has no restricted note', async () => {
  await as(ANA);
  const { page } = await openTab(window.context);
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${demo.service}/enter?student=${DANIELA}`);
  await page.getByText(/printed by Ana Reyes/).waitFor();
  expect(await page.getByRole('button', { name: 'Save visit' }).isVisible()).toBe(false);
  await looking.takePicture(page, 'print-student', 720);
  await page.goto(`${demo.service}/enter?student=${BRUNO}`);
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Restricted note' }).click();
  await page.getByText('Told in confidence.').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByText('Told in confidence.').isVisible()).toBe(false);
  await page.getByText('A restricted note is not printed.').waitFor();
  await looking.takePicture(page, 'print-note', 720);
  await as(JOAN);
  await page.goto(`${demo.service}/enter?page=reports`);
  await page.getByText(/printed by Joan Whitfield/).waitFor();
  await looking.takePicture(page, 'print-report', 720);
});

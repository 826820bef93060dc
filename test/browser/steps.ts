import path from 'node:path';
import { expect } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser, Locator, Page } from 'playwright-core';
import { instantNow } from '../../src/server/clock.ts';
import { launch, type Window } from './browser.ts';
import { type Demo, demoClock, startDemo } from './demo-process.ts';

// What people do on the pages, said once for all browser tests.

export const ANA = 'Ana Reyes, School counselor';
export const IRENA = 'Irena Kowalski, School nurse';
export const JOAN = 'Joan Whitfield, Principal';
export const RUBEN = 'Rubén Alvarez, District administrator';
export const HANA = 'Hana Sato, State consultant';
export const PETER = 'Peter Novak, System administrator';
export const ERIK = 'Erik Lindqvist, Teacher';

/** A whole file shares one demo on a busy machine; a single step may take its time. */
export const PATIENT = 90_000;

/** A demo and a browser for a file of tests; no browser stays behind when the demo does not start. */
export async function start(logLevel?: string): Promise<[Demo, Browser]> {
  const launching = launch();
  try {
    return [await startDemo(logLevel), await launching];
  } catch (error) {
    await (await launching).close();
    throw error;
  }
}

export type Begin = () => Promise<[Demo, Browser]>;

/** One demo and one browser for a file of several parts: the first part starts them, and they end with the file. */
export function startOnce(): Begin {
  let started: Promise<[Demo, Browser]> | undefined;
  afterAll(async () => {
    const [demo, browser] = (await started?.catch(() => undefined)) ?? [];
    await browser?.close();
    await demo?.stop();
  });
  return () => {
    started ??= start();
    return started;
  };
}

/** Types into a choice and takes it with Enter. */
export async function choose(window: Window, label: string, words: string): Promise<void> {
  await window.frame.getByLabel(label, { exact: true }).click();
  await window.page.keyboard.type(words);
  await window.page.keyboard.press('Enter');
}

/**
 * Chooses in the list that has the focus by its arrow keys. Words with a space are no way: on a machine that is slow
 * for a second between two keys, the space opens the list, and it takes whatever is typed next.
 */
export async function goDownTo({ page, inner }: Window, label: string): Promise<void> {
  const chosen = () => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.label;
  for (let presses = 0; presses < 40 && (await inner().evaluate(chosen)) !== label; presses++)
    await page.keyboard.press('ArrowDown');
  expect(await inner().evaluate(chosen)).toBe(label);
}

/** Waits until the page in the frame says that it went well. */
export function told(window: Window, words: string): Promise<void> {
  return window.frame.getByRole('status').filter({ hasText: words }).waitFor();
}

export const field = (window: Window, label: string): Locator => window.frame.getByLabel(label, { exact: true });
export const button = (window: Window, name: string): Locator =>
  window.frame.getByRole('button', { name, exact: true });

/** Puts away a draft that an earlier step left: what is typed next is another visit. */
export async function dropDraft(window: Window): Promise<void> {
  if (!(await button(window, 'Discard').isVisible())) return;
  await button(window, 'Discard').click();
  await told(window, 'Draft discarded');
}

/** Waits until what stands in the form is kept on the server: nothing more is sent by itself. */
export async function kept(window: Window): Promise<void> {
  // Leaving the last field sends it.
  await field(window, 'Minutes').focus();
  await window.frame.locator('[data-draft-said]').filter({ hasText: 'Draft saved' }).waitFor();
}

/** A quick visit as far as the moment before Save. */
export async function beginVisit(window: Window, note: string, purpose = 'Attendance'): Promise<void> {
  await choose(window, 'Purpose', purpose);
  await field(window, 'Minutes').fill('15');
  await field(window, 'Note').fill(note);
}

/** Straight to the SIS's page of a student, for tests that are not about the way there. */
export async function goToStudent(window: Window, demo: Demo, dcid: number): Promise<void> {
  await window.page.goto(`${demo.sis}/admin/students/ssp/support.html?frn=001${dcid}`);
  await window.frame.getByRole('heading', { name: 'Referrals', exact: true }).waitFor();
}

/** Straight to where the SIS's link "Student Support Reports" leads. */
export async function openReports(window: Window, demo: Demo): Promise<void> {
  await window.page.goto(`${demo.sis}/admin/ssp/reports.html`);
  await window.frame.getByRole('heading', { level: 1 }).waitFor();
}

export async function signOutOfSis(page: Page, demo: Demo): Promise<void> {
  await page.goto(`${demo.sis}/admin/home.html`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in as' }).waitFor();
}

/** Looks into the demo's database, beside the running service. */
export function rows<Row>(demo: Demo, sql: string, ...values: unknown[]): Row[] {
  const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'), { readonly: true });
  try {
    return database.prepare(sql).all(...values) as Row[];
  } finally {
    database.close();
  }
}

/** How many visits this student has, by this author. */
export function countVisits(demo: Demo, student: number, author: number): number {
  const sql = `select count(*) as n from u_ssp_visit v join u_ssp_visit_student s on s.visit_id = v.id
    where s.student_dcid = ? and v.author = ?`;
  return (rows<{ n: number }>(demo, sql, student, author)[0] as { n: number }).n;
}

/** Ends all sessions of the service, as the half hour without a step would. */
export function endSessions(demo: Demo): void {
  const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'));
  try {
    database
      .prepare("update u_ssp_session set ended_at = ?, end_reason = 'idle' where ended_at is null")
      .run(instantNow(demoClock));
  } finally {
    database.close();
  }
}

/** Makes telling the parents the next step of a referral, as in a state that asks for it. */
export function asksForNotice(demo: Demo, provider: string, due: string): void {
  const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'));
  try {
    database
      .prepare("update u_ssp_target set next_step = 'NOTICE', next_due = ? where provider = ?")
      .run(due, provider);
  } finally {
    database.close();
  }
}

/** Is it on the screen, or does one have to scroll to see it? */
export async function isOnScreen(page: Page, place: Locator): Promise<boolean> {
  const box = await place.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y + Math.min(box.height, 40) <= height;
}

/** Waits until it is on the screen: the page scrolls there by itself. */
export async function comesOnScreen(page: Page, place: Locator): Promise<void> {
  for (let looks = 0; looks < 100 && !(await isOnScreen(page, place)); looks++) await page.waitForTimeout(50);
  expect(await isOnScreen(page, place)).toBe(true);
}

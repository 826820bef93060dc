import path from 'node:path';
import { jest } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { namedStudents, people } from '../../src/sandbox/cast.ts';
import { wordsOf } from '../logged.ts';
import { openStudent, openWindow, signInByHand, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import {
  ANA,
  beginVisit,
  button,
  choose,
  ERIK,
  field,
  goToStudent,
  JOAN,
  openReports,
  PATIENT,
  start,
  told,
} from './steps.ts';

// A day in a real browser, with the service as talkative as it gets. Then its whole log is searched for every student of
// the cast, for whoever worked, and for everything that was typed.

jest.setTimeout(PATIENT);

let demo: Demo;
let browser: Browser;
beforeAll(async () => {
  [demo, browser] = await start('trace');
}, PATIENT);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const TYPED = {
  search: 'Okafor, Daniela',
  note: 'Zebrafish told in confidence',
  restricted: 'Quokka told in strict confidence',
  provider: 'Marmot Family Center',
  reason: 'Axolotl was another student',
  lost: 'Pangolin could not be saved',
  need: 'Wombat comes today and nobody else is here',
  otherSchool: '104239',
};

const as = async (person: string): Promise<Window> => {
  const window = await openWindow(browser, demo);
  await signInByHand(window, demo, person);
  return window;
};

async function counselorsDay(): Promise<void> {
  const window = await as(ANA);
  await openStudent(window, demo, TYPED.search);
  await beginVisit(window, TYPED.note);
  await window.frame.getByText('Refer the student').click();
  await field(window, 'Referral').selectOption({ label: 'Community agency' });
  await field(window, 'Community agency').fill(TYPED.provider);
  await choose(window, 'Need', 'Legal aid');
  await button(window, 'Save visit').click();
  await told(window, 'Visit saved');
  await beginVisit(window, TYPED.restricted, 'Peer conflict');
  await field(window, 'Restricted note').check();
  await button(window, 'Save visit').click();
  await told(window, 'Visit saved');
  const visit = window.frame.locator('.visit').filter({ hasText: 'Peer conflict' }).first();
  await visit.getByText('Void', { exact: true }).click();
  await visit.getByLabel('Reason').fill(TYPED.reason);
  await visit.getByRole('button', { name: 'Void visit' }).click();
  await told(window, 'void');
  await whileTheDatabaseRefuses(async () => {
    await beginVisit(window, TYPED.lost);
    await button(window, 'Save visit').click();
    await window.frame.getByRole('alert').first().waitFor();
  });
  await outsideOfTheFrame(window);
  await window.context.close();
}

/** What a driver would say of a fault holds a student's name. */
async function whileTheDatabaseRefuses(work: () => Promise<void>): Promise<void> {
  const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'));
  const says = `select raise(abort, 'Okafor, Daniela (5001): ${TYPED.lost}')`;
  database.exec(`create trigger refuses before insert on u_ssp_visit_note begin ${says}; end`);
  try {
    await work();
  } finally {
    database.exec('drop trigger refuses');
    database.close();
  }
}

/** In a tab of its own: a search, a student who is not hers, one opened for a real need, and addresses that are wrong. */
async function outsideOfTheFrame(window: Window): Promise<void> {
  const page = await window.context.newPage();
  await page.goto(`${demo.service}/enter?student=5001&user=9001`);
  await page.getByRole('heading', { name: TYPED.search, level: 1 }).waitFor();
  await page.goto(`${demo.service}/`);
  const search = page.getByRole('searchbox').or(page.getByLabel('Search students'));
  await search.first().fill('Okafor');
  await search.first().press('Enter');
  await page.getByRole('link', { name: TYPED.search }).first().waitFor();
  await page.goto(`${demo.service}/students/5007`);
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await page.goto(`${demo.service}/access/break-glass`);
  await page.getByLabel('number', { exact: false }).first().fill(TYPED.otherSchool);
  await page.locator('#need').selectOption('CRISIS');
  await page.locator('#words').fill(TYPED.need);
  await page.getByRole('button', { name: 'Open for one hour' }).click();
  await page.getByRole('heading', { name: 'Petrov, Mila', level: 1 }).waitFor();
  await page.goto(`${demo.service}/students/5001/Okafor?name=Daniela`);
  await page.goto(`${demo.service}/enter?student=Okafor`);
  await page.close();
}

it('a whole day leaves no student, nobody’s name and nothing typed in the log', async () => {
  await counselorsDay();
  const principal = await as(JOAN);
  await openReports(principal, demo);
  const [download] = await Promise.all([
    principal.page.waitForEvent('download'),
    principal.frame.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  await download.path();
  await goToStudent(principal, demo, 5003);
  await principal.context.close();
  const teacher = await openWindow(browser, demo);
  await teacher.page.goto(demo.sis);
  await teacher.page.getByRole('button', { name: ERIK }).click();
  await teacher.page.goto(`${demo.service}/enter?student=5004&user=9009`);
  await teacher.context.close();

  const log = demo.log();
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  // The day is really in there: saved, refused, and failed.
  const routes = new Set(said.map(({ route }) => route));
  for (const route of ['GET /students/:dcid', 'POST /students/:dcid/visits', 'POST /search', 'GET /reports/visits.csv'])
    expect(routes).toContain(route);
  expect(said.some(({ code }) => code === 'NOT_FOUND')).toBe(true);
  expect(said.some(({ status }) => Number(status) >= 500)).toBe(true);
  for (const line of said.filter(({ route }) => route)) expect(line.request).toMatch(/^[0-9a-f-]{36}$/);

  expect(found(log, secrets())).toEqual([]);
});

/** Names, numbers and words, each as a word of its own. */
function secrets(): RegExp[] {
  const words = [
    ...namedStudents.flatMap(({ dcid, firstName, lastName, studentNumber }) => [
      dcid,
      firstName,
      lastName,
      studentNumber,
    ]),
    ...people.flatMap(({ dcid, firstName, lastName }) => [dcid, firstName, lastName]),
    ...Object.values(TYPED),
    ...Object.values(TYPED).map((text) => text.split(' ')[0]),
  ];
  const alone = [...new Set(words.map(String))].map(
    (word) => new RegExp(`(?<![\\p{L}\\d])${word}(?![\\p{L}\\d])`, 'iu'),
  );
  const partsOfAddresses = ['frn=', 'student=', 'user=', 'code=', 'state=', 'Bearer ', 'ssp_session'];
  return [...alone, ...partsOfAddresses.map((part) => new RegExp(part))];
}

function found(log: string, all: RegExp[]): string[] {
  return wordsOf(log)
    .split('\n')
    .flatMap((line) => all.filter((secret) => secret.test(line)).map((secret) => `${secret.source} in ${line}`));
}

it('would find them', () => {
  const line = { route: '/students/5001?frn=0015001', fault: { message: 'Okafor' }, ms: 5002 };
  expect(found(`${JSON.stringify(line)}\nReady for Daniela`, secrets())).toHaveLength(4);
});

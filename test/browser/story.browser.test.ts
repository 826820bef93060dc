import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { ROOT } from '../../src/server/root.ts';
import { wordsOf } from '../logged.ts';
import { openStudent, openWindow, signInByHand, turns, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import { violations } from './look.ts';
import { ANA, choose, goToStudent, HANA, JOAN, RUBEN, start, told } from './steps.ts';

// The main job from end to end, in the order in which it happens at a school.

const [BRUNO, DANIELA] = [5005, 5001];

let demo: Demo;
let browser: Browser;
let counselor: Window;
let office: Window;
let inOffice: (person: string) => Promise<Window>;
beforeAll(async () => {
  [demo, browser] = await start();
  [counselor, office] = [await openWindow(browser, demo), await openWindow(browser, demo)];
  inOffice = turns(office, demo);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** By the SIS's link, as it stands on its start page. */
async function toReports(person: string): Promise<Window> {
  await inOffice(person);
  await office.page.goto(`${demo.sis}/admin/home.html`);
  await office.page.getByRole('link', { name: 'Student Support Reports' }).click();
  return office;
}

describe('the story', () => {
  it('a counselor finds the student in the SIS and opens Student Support inside its page', async () => {
    await signInByHand(counselor, demo, ANA);
    await openStudent(counselor, demo, 'Silva, Bruno');
    await counselor.frame.getByText('No visits yet').waitFor();
    expect(await violations(counselor.inner())).toEqual([]);
    expect(await counselor.page.locator('iframe[name="student-support"]').getAttribute('title')).toBe(
      'Student Support',
    );
  });

  it('writes down a quick visit in four actions', async () => {
    await choose(counselor, 'Purpose', 'Attendance');
    await counselor.frame.getByRole('button', { name: '15 minutes' }).click();
    expect(await counselor.frame.getByLabel('Minutes', { exact: true }).inputValue()).toBe('15');
    await counselor.frame.getByRole('button', { name: 'Save visit' }).click();
    await told(counselor, 'Visit saved');
    const row = counselor.frame.locator('.visit').first();
    expect(await row.innerText()).toMatch(/Attendance · \w/);
    expect(await row.innerText()).toContain('15 min');
    expect(await violations(counselor.inner())).toEqual([]);
  });

  it('writes down a full one, with a second service, a note and a referral', async () => {
    const { frame } = counselor;
    await choose(counselor, 'Purpose', 'Anxiety or worry');
    await frame.getByRole('button', { name: 'Add a service' }).click();
    await choose(counselor, 'Service 2', 'Teacher consultation');
    await frame.getByRole('button', { name: '5 minutes', exact: true }).click();
    await frame.getByLabel('Note', { exact: true }).fill('Told in confidence <b>&</b> =1+1');
    await frame.getByText('Refer the student').click();
    await frame.getByLabel('Referral', { exact: true }).selectOption({ label: 'Community agency' });
    expect(await frame.getByLabel('School-based provider', { exact: true }).isVisible()).toBe(false);
    await frame.getByLabel('Community agency', { exact: true }).fill('Lakeside Family Center');
    await choose(counselor, 'Need', 'Therapy');
    expect(await violations(counselor.inner())).toEqual([]);
    await counselor.page.keyboard.press('Control+Enter');
    const row = frame.locator('.visit').filter({ hasText: 'Anxiety or worry' });
    await row.waitFor();
    await told(counselor, 'Visit saved');
    for (const words of [
      'Anxiety or worry',
      'Teacher consultation',
      'referral to Lakeside Family Center',
      'Told in confidence <b>&</b> =1+1',
      '5 min',
    ]) {
      expect(await row.innerText()).toContain(words);
    }
    expect(await frame.locator('.card').first().innerText()).toContain('Lakeside Family Center');
  });

  it('is told at the field what does not hold, and loses nothing', async () => {
    const { frame } = counselor;
    await choose(counselor, 'Purpose', 'Peer conflict');
    // Of yesterday: shortly after midnight the start of today would not have come yet.
    await frame.getByLabel('Date', { exact: true }).fill(daysAgo(1));
    await frame.getByLabel('Start', { exact: true }).fill('00:30');
    await frame.getByLabel('End', { exact: true }).fill('00:10');
    await frame.getByLabel('Minutes', { exact: true }).fill('');
    await frame.getByLabel('Note', { exact: true }).fill('still here');
    await frame.getByRole('button', { name: 'Save visit' }).click();
    const alert = frame.getByRole('alert');
    await alert.getByText('The end is before the start.').waitFor();
    await alert.and(frame.locator(':focus')).waitFor();
    expect(await violations(counselor.inner())).toEqual([]);
    await alert.getByRole('link', { name: 'The end is before the start.' }).click();
    await frame.getByLabel('End', { exact: true }).and(frame.locator(':focus')).waitFor();
    expect(await frame.getByLabel('Note', { exact: true }).inputValue()).toBe('still here');
    expect(await frame.getByLabel('Purpose', { exact: true }).inputValue()).toBe('Peer conflict or friendship');
  });

  it('is asked for own words where they are kept, and sees them while they are there', async () => {
    const { frame } = counselor;
    const words = frame.getByLabel('In your words', { exact: true });
    const purpose = (code: string) =>
      frame.locator('select[name="purpose"]').evaluate((select, value) => {
        (select as HTMLSelectElement).value = value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, code);
    expect(await words.isVisible()).toBe(false);
    await purpose('OTH');
    await words.fill('a lost cat');
    await purpose('ACA_ATTEND');
    expect(await words.isVisible()).toBe(true);
    await words.fill('');
    await purpose('ACA_ATTEND');
    expect(await words.isVisible()).toBe(false);
  });

  it('starts and stops the timer', async () => {
    const { frame } = counselor;
    await goToStudent(counselor, demo, BRUNO);
    await frame.getByRole('button', { name: 'Start timer' }).click();
    await frame.getByText('0:01').waitFor();
    expect(await violations(counselor.inner())).toEqual([]);
    await frame.getByRole('button', { name: 'Stop timer' }).click();
    // The server stops it, and says what it measured.
    await frame.getByRole('button', { name: 'Start timer' }).waitFor();
    expect(await frame.getByLabel('Minutes', { exact: true }).inputValue()).toBe('1');
  });

  it('sets later that the referral led to service', async () => {
    const { frame } = counselor;
    await goToStudent(counselor, demo, BRUNO);
    await frame.getByText('Set outcome').first().click();
    await frame.getByLabel('Outcome', { exact: true }).first().selectOption({ label: 'Service received' });
    expect(await violations(counselor.inner())).toEqual([]);
    await frame.getByRole('button', { name: 'Save outcome' }).first().click();
    await told(counselor, 'Outcome saved');
    expect(await frame.locator('.card').first().innerText()).toContain('Led to service');
  });

  it('voids a visit with a reason', async () => {
    const { frame } = counselor;
    await frame.locator('.visit').last().locator('summary').click();
    await frame.locator('.visit').last().getByLabel('Reason').fill('wrong student');
    await frame.locator('.visit').last().getByRole('button', { name: 'Void visit' }).click();
    await told(counselor, 'Visit voided');
    expect(await frame.locator('.visit--voided').innerText()).toContain('by you: wrong student');
    expect(await violations(counselor.inner())).toEqual([]);
  });

  it('an administrator opens the report and downloads it', async () => {
    const window = await toReports(JOAN);
    await window.frame.getByRole('heading', { name: 'Support visits', level: 1 }).waitFor();
    expect(await violations(window.inner())).toEqual([]);
    const [download] = await Promise.all([
      window.page.waitForEvent('download'),
      window.frame.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    const file = readFileSync(await download.path(), 'utf8');
    expect(file).toMatch(/^school_id,school,month,purpose,service,tier,visits,students,minutes/);
    expect(file).toContain('Harborview Middle');
    expect(file).not.toContain('Northside High');
    expect(window.errors).toEqual([]);
  });

  it('a district administrator makes the export, and a state consultant downloads it', async () => {
    const window = await toReports(RUBEN);
    await window.frame.getByRole('link', { name: 'Exports' }).click();
    await window.frame.getByRole('button', { name: 'Make export' }).click();
    await window.frame.getByText(/-r1\.zip/).waitFor();
    expect(await violations(window.inner())).toEqual([]);
    const consultant = await toReports(HANA);
    const link = consultant.frame.getByRole('link', { name: /-r1\.zip/ });
    const [download] = await Promise.all([consultant.page.waitForEvent('download'), link.click()]);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(await consultant.frame.getByRole('button', { name: 'Make export' }).count()).toBe(0);
  });

  it('the scripts of no page failed, and the log holds nobody’s name', () => {
    expect(counselor.errors).toEqual([]);
    const said = wordsOf(demo.log());
    expect(said).toContain('/students/:dcid');
    for (const name of ['Silva', 'Bruno', 'Okafor', '104237', '5005', 'confidence', 'wrong student'])
      expect(said).not.toContain(name);
  });

  // With UPDATE_PICTURES=1 it becomes the README's; otherwise the work tree stays as it was.
  it('takes the picture for the README', async () => {
    const folder = path.join(
      ROOT,
      ...(process.env.UPDATE_PICTURES ? ['docs', 'pictures'] : ['test', '.cache', 'pictures']),
    );
    await goToStudent(counselor, demo, DANIELA);
    mkdirSync(folder, { recursive: true });
    await counselor.page.setViewportSize({ width: 1280, height: 1040 });
    await counselor.page.screenshot({ path: path.join(folder, 'student-support.png') });
  });
});

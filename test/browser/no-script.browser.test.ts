import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openStudent, openWindow, signIn, signInByHand, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import { ANA, button, countVisits, field, JOAN, openReports, PATIENT, RUBEN, start, told } from './steps.ts';

// The same work with scripts off: slower, and nothing is missing.

jest.setTimeout(PATIENT);
const BRUNO = 5005;

let demo: Demo;
let browser: Browser;
let counselor: Window;
beforeAll(async () => {
  [demo, browser] = await start();
  counselor = await openWindow(browser, demo, { javaScriptEnabled: false });
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const chosen = (label: string) =>
  field(counselor, label).evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text);
const newest = () => counselor.frame.locator('.visit').first().innerText();

describe('with scripts off', () => {
  it('signs in, searches in the SIS, opens the page in its frame', async () => {
    await signInByHand(counselor, demo, ANA);
    await openStudent(counselor, demo, 'Silva, Bruno');
    await counselor.frame.getByText('No visits yet').waitFor();
    // What only works with a script is not offered.
    expect(await button(counselor, '15 minutes').isVisible()).toBe(false);
    expect(await counselor.frame.getByText('or press Ctrl and Enter').isVisible()).toBe(false);
    expect(await counselor.page.getByRole('alert').count()).toBe(0);
  });

  it('adds a service: one line more, everything else as it was', async () => {
    // That of the last visit.
    const service = await chosen('Service');
    expect(service).not.toBe('');
    await field(counselor, 'Purpose').selectOption({ label: 'Anxiety or worry' });
    await field(counselor, 'Date').fill('2026-01-02');
    await field(counselor, 'Note').fill('<b>Two lines</b>\n  and "quotes"');
    await field(counselor, 'Minutes').fill('25');
    await button(counselor, 'Add a service').click();
    await field(counselor, 'Service 2').selectOption({ label: 'Family or caregiver contact' });
    expect(await chosen('Purpose')).toBe('Anxiety or worry');
    expect(await chosen('Service')).toBe(service);
    expect(await field(counselor, 'Date').inputValue()).toBe('2026-01-02');
    expect(await field(counselor, 'Minutes').inputValue()).toBe('25');
    expect(await field(counselor, 'Note').inputValue()).toBe('<b>Two lines</b>\n  and "quotes"');
    expect(await counselor.frame.getByRole('alert').count()).toBe(0);
    await button(counselor, 'Add a service').click();
    await field(counselor, 'Service 3').waitFor();
    expect(await chosen('Service 2')).toBe('Family or caregiver contact');
    expect(countVisits(demo, BRUNO, 9001)).toBe(0);
  });

  it('is told what does not hold at the field, with the form as it was', async () => {
    await field(counselor, 'Date').fill('2031-01-02');
    await field(counselor, 'Restricted note').check();
    await counselor.frame.getByText('Refer the student').click();
    await field(counselor, 'Referral').selectOption({ label: 'Community agency' });
    await button(counselor, 'Save visit').click();
    const faults = counselor.frame.getByRole('alert').getByRole('listitem');
    await faults.filter({ hasText: 'This day has not come yet.' }).waitFor();
    await faults.filter({ hasText: 'Say to whom the student is referred.' }).waitFor();
    expect(await field(counselor, 'Note').inputValue()).toBe('<b>Two lines</b>\n  and "quotes"');
    expect(await field(counselor, 'Restricted note').isChecked()).toBe(true);
    expect(await chosen('Service 2')).toBe('Family or caregiver contact');
    expect(await chosen('Referral')).toBe('Community agency');
    expect(await field(counselor, 'Community agency').isVisible()).toBe(true);
    expect(countVisits(demo, BRUNO, 9001)).toBe(0);
  });

  it('saves the full visit with its two services and the referral', async () => {
    await field(counselor, 'Date').fill(daysAgo(0));
    await field(counselor, 'Restricted note').uncheck();
    await field(counselor, 'Community agency').fill('Lakeside Family Center');
    await field(counselor, 'Need').selectOption({ label: 'Therapy' });
    await button(counselor, 'Save visit').click();
    await told(counselor, 'Visit saved');
    for (const words of [
      'Anxiety or worry',
      '; Family or caregiver contact',
      '25 min',
      'referral to Lakeside',
      '"quotes"',
    ])
      expect(await newest()).toContain(words);
    expect(countVisits(demo, BRUNO, 9001)).toBe(1);
  });

  it('sets the outcome, after being told that one is missing', async () => {
    await counselor.frame.getByText('Set outcome').click();
    await button(counselor, 'Save outcome').click();
    await counselor.frame.getByRole('alert').getByText('Choose what came of it.').waitFor();
    await field(counselor, 'Outcome').selectOption({ label: 'Service received' });
    await button(counselor, 'Save outcome').click();
    await told(counselor, 'Outcome saved');
    expect(await counselor.frame.locator('.card').innerText()).toContain('Led to service');
  });

  it('writes a restricted note and opens it', async () => {
    await field(counselor, 'Purpose').selectOption({ label: 'Stress or coping' });
    await field(counselor, 'Minutes').fill('5');
    await field(counselor, 'Note').fill('for my eyes');
    await field(counselor, 'Restricted note').check();
    await button(counselor, 'Save visit').click();
    await told(counselor, 'Visit saved');
    expect(await counselor.frame.locator('main').innerText()).not.toContain('for my eyes');
    await button(counselor, 'Restricted note').click();
    await counselor.frame.getByText('for my eyes').waitFor();
    await counselor.frame.getByRole('link', { name: 'Back to the student' }).click();
    await counselor.frame.getByRole('heading', { name: 'Silva, Bruno', level: 1 }).waitFor();
  });

  it('voids a visit, after being asked for the reason', async () => {
    const last = counselor.frame.locator('.visit').filter({ hasText: 'Stress or coping' });
    await last.getByText('Void', { exact: true }).click();
    await last.getByRole('button', { name: 'Void visit' }).click();
    await counselor.frame.getByRole('alert').getByText('Say why the visit is voided.').waitFor();
    await last.getByLabel('Reason').fill('wrong student');
    await last.getByRole('button', { name: 'Void visit' }).click();
    await told(counselor, 'Visit voided');
    expect(await counselor.frame.locator('.visit--voided').innerText()).toContain('by you: wrong student');
  });

  it('searches in Student Support itself', async () => {
    await counselor.page.goto(`${demo.sis}/admin/home.html`);
    await counselor.page.getByRole('link', { name: 'Student Support Reports' }).click();
    await counselor.frame.getByLabel('Search students').fill('nobody of this name');
    await button(counselor, 'Search').click();
    await counselor.frame.getByText('No student of your schools has that name or number.').waitFor();
    await counselor.frame.getByLabel('Search students').fill('okaf');
    await button(counselor, 'Search').click();
    await counselor.frame.getByRole('link', { name: 'Okafor, Daniela' }).click();
    await counselor.frame.getByRole('heading', { name: 'Okafor, Daniela', level: 1 }).waitFor();
  });

  it('reads a report of another period, and takes it along as a file', async () => {
    const principal = await openWindow(browser, demo, { javaScriptEnabled: false });
    await signIn(principal, demo, JOAN);
    await openReports(principal, demo);
    await field(principal, 'Period').selectOption({ label: 'Semester 1, 2025-26' });
    await button(principal, 'Show').click();
    await principal.frame
      .getByText(/· .*2025 – .*2026 ·/)
      .first()
      .waitFor();
    const link = principal.frame.getByRole('link', { name: 'Download CSV' });
    expect(await link.getAttribute('href')).toContain('period=2025-2026-S1');
    const [download] = await Promise.all([principal.page.waitForEvent('download'), link.click()]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /^school_id,school,month,purpose,service,tier,visits,students,minutes/,
    );
    await principal.context.close();
  });

  it('makes an export', async () => {
    const administrator = await openWindow(browser, demo, { javaScriptEnabled: false });
    await signIn(administrator, demo, RUBEN);
    await openReports(administrator, demo);
    await administrator.frame.getByRole('link', { name: 'Exports' }).click();
    await button(administrator, 'Make export').click();
    await administrator.frame.getByRole('link', { name: /-r1\.zip/ }).waitFor();
    await administrator.context.close();
  });
});

import { afterAll, beforeAll, beforeEach, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launch, SIZE } from '../browser/browser.ts';
import { look } from '../browser/look.ts';
import { runSis } from './running-sis.ts';
import { runService } from './small-service.ts';

// The SIS's page and its script in a real browser, across two sites (localhost and 127.0.0.1), third-party cookies off.

jest.setTimeout(60_000);

let sis: Awaited<ReturnType<typeof runSis>>;
let service: Awaited<ReturnType<typeof runService>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  service = await runService();
  sis = await runSis({ serviceUrl: service.url });
  service.sis = sis.url;
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await sis?.close();
  await service?.close();
});

beforeEach(async () => {
  await context?.close();
  service.silent = false;
  service.signIns = 0;
  service.people.clear();
  context = await browser.newContext({ viewport: SIZE });
  page = await context.newPage();
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(...(message.type() === 'error' ? [message.text()] : [])));
});

const frame = () => page.frameLocator('iframe[name="student-support"]');

async function openSupport() {
  await page.goto(`${sis.url}/admin/students/ssp/support.html?frn=0015001`);
  await page.getByRole('button', { name: 'Ana Reyes, School counselor' }).click();
}

async function openSupportBySearch() {
  await page.goto(sis.url);
  await page.getByRole('button', { name: 'Ana Reyes, School counselor' }).click();
  await page.getByLabel('Search students').fill('okafor');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Okafor, Daniela' }).click();
  await page.getByRole('link', { name: 'Student Support' }).click();
}

it('signs in silently, grows with its content and takes the focus', async () => {
  await openSupportBySearch();
  expect(await frame().locator('#who').textContent()).toBe('ana.reyes');
  await page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 1235);
  expect((await page.locator('iframe').boundingBox())?.width).toBe(1020);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  expect(await page.locator('iframe').getAttribute('title')).toBe('Student Support');
  expect(problems).toEqual([]);
});

it('starts a new sign-in from the page when the frame asks for one, and tells the frame', async () => {
  await openSupport();
  await frame().getByRole('button').click();
  await frame()
    .locator('#heard', { hasText: `${sis.url} ssp:signed-in` })
    .waitFor();
  expect(service.signIns).toBe(1);

  service.people.clear();
  await frame().getByRole('button').click();
  await frame().locator('#heard', { hasText: 'ssp:signed-inhttp' }).waitFor();
  expect(service.signIns).toBe(2);
  expect(await page.locator('iframe').count()).toBe(1);
});

it('says how to sign in again when the SIS has nobody, and goes on by itself afterwards', async () => {
  await openSupport();
  await frame().locator('#who').waitFor();
  const other = await context.newPage();
  await other.goto(`${sis.url}/admin/home.html`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  service.people.clear();
  await page.bringToFront();
  await frame().getByRole('button').click();
  await page.getByText('You are no longer signed in.').waitFor({ timeout: 15_000 });

  await other.getByRole('button', { name: 'Ana Reyes, School counselor' }).click();
  await other.getByLabel('Search students').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await frame().locator('#heard', { hasText: 'ssp:signed-in' }).waitFor();
  expect(await page.getByText('You are no longer signed in.').isVisible()).toBe(false);
});

it('takes no message from anywhere else', async () => {
  await openSupport();
  await page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 1235);
  await page.evaluate(() => {
    postMessage({ type: 'ssp:height', height: 9 }, '*');
    postMessage({ type: 'ssp:sign-in' }, '*');
    postMessage({ type: 'ssp:entered' }, '*');
  });
  // For what is not to happen there is no sign: messages are there at once.
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.querySelector('iframe')?.clientHeight)).toBe(1235);
  expect(await page.locator('iframe').count()).toBe(1);
  expect(await frame().locator('#heard').textContent()).toBe('');
});

it('offers its own tab, and why, when the frame stays silent for 5 seconds', async () => {
  service.silent = true;
  await page.clock.install();
  await openSupport();
  const link = page.getByRole('link', { name: 'Open it in its own tab' });
  await page.locator('iframe').waitFor();
  await page.clock.fastForward(3000);
  expect(await link.isVisible()).toBe(false);
  await page.clock.fastForward(2000);
  await link.waitFor({ timeout: 1000 });
  expect(await link.getAttribute('href')).toBe(`${service.url}/enter?student=5001&user=9001`);
  expect(await page.getByRole('alert').textContent()).toContain('has not answered inside this page');
});

it('blocks a frame whose host plugin.xml does not name', async () => {
  await openSupport();
  await frame().locator('#who').waitFor();
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<iframe src="http://127.0.0.2:1/"></iframe>'),
  );
  for (let looks = 0; looks < 100 && problems.length === 0; looks++) await page.waitForTimeout(50);
  expect(problems.join()).toContain('Content Security Policy');
});

it('has no accessibility faults and no sideways scrolling', async () => {
  await openSupport();
  await frame().locator('#who').waitFor();
  const addresses = ['/', '/admin/home.html', '/admin/students/home.html?frn=0015001', '/admin/ssp/reports.html'];
  for (const address of [...addresses, '/admin/students/ssp/support.html?frn=0015001']) {
    await page.goto(sis.url + address);
    await look({ page, inner: () => page.mainFrame() }, `sis${address.replace(/\W+/g, '-')}`);
  }
});

it('can be used with scripts off', async () => {
  await context.close();
  context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  await openSupportBySearch();
  expect(await frame().locator('#who').textContent()).toBe('ana.reyes');
  expect(await page.getByRole('alert').count()).toBe(0);
});

import { afterAll, beforeAll, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createShelf } from '../../src/sandbox/plugins/shelf.ts';
import { launch } from '../browser/browser.ts';
import { violations } from '../browser/look.ts';
import { edit, goodFiles, goodZip, zipOf } from '../plugin/package.ts';
import { runSis } from './running-sis.ts';

// The administrator's way through the Plugins page, in a real browser, with scripts off and axe on every state.

jest.setTimeout(60_000);

let sis: Awaited<ReturnType<typeof runSis>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  sis = await runSis({ plugins: createShelf() });
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  await sis?.close();
});

async function choose(zip: Buffer) {
  await page.getByLabel('Plugin zip').setInputFiles({ name: 'plugin.zip', mimeType: 'application/zip', buffer: zip });
  await page.getByRole('button', { name: 'Install' }).click();
}

async function looksRight() {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
}

it('installs, refuses, enables and removes', async () => {
  await page.goto(sis.url);
  await page.getByRole('button', { name: 'Peter Novak, System administrator' }).click();
  await page.getByRole('link', { name: 'Plugins' }).click();
  await page.getByText('No plugin is installed.').waitFor();
  await looksRight();

  const broken = goodFiles();
  edit(broken, 'WEB_ROOT/scripts/ssp/frame.js', '(() => {', "fetch('https://cdn.example.com');\n(() => {");
  await choose(await zipOf(broken));
  const alert = page.getByRole('alert');
  expect(await alert.textContent()).toContain('W4 error WEB_ROOT/scripts/ssp/frame.js:3 cdn.example.com is named');
  await looksRight();

  await choose(await goodZip());
  await page.getByText('Version 1.2.3, not enabled').waitFor();
  await page.getByRole('link', { name: 'Enable' }).click();
  expect(await page.getByRole('row').allTextContents()).toContain('ROLEDEFNAMEViewOnly');
  await looksRight();
  await page.getByRole('button', { name: 'Enable' }).click();
  await page.getByText('Version 1.2.3, enabled').waitFor();
  expect(await page.getByText('Client secret').isVisible()).toBe(true);
  await looksRight();

  await page.setViewportSize({ width: 1280, height: 700 });
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No plugin is installed.').waitFor();
});

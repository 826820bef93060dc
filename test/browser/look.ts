import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { ROOT } from '../../src/server/root.ts';
import { SIZE, type Window } from './browser.ts';

// Looking at a page as it is now: what axe-core finds, whether it is too wide, and on demand a picture.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** What axe-core finds in the frame (or the page), as lines; empty when nothing. */
export async function violations(target: Frame | Page, { without = [] as string[] } = {}): Promise<string[]> {
  // The page's own policy allows no foreign script: axe comes in through the debugger, once for each document.
  if (!(await target.evaluate(() => 'axe' in globalThis))) await target.evaluate(AXE);
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  // Another site's frame in the page is looked at by itself.
  const options = JSON.stringify({ resultTypes: ['violations'], rules, iframes: false });
  const result = (await target.evaluate(`axe.run(document, ${options})`)) as AxeResult;
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 200)}`);
}

/** Is the page wider than its window? Then it has to be pushed sideways to be read. */
export function isTooWide(target: Frame | Page): Promise<boolean> {
  return target.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Makes the window this wide, and waits until the frame in it has heard. */
export async function resize({ page }: Pick<Window, 'page'>, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  const frame = page.frame({ name: 'student-support' });
  if (!frame) return;
  const width = await page.evaluate(() => document.querySelector('iframe[name="student-support"]')?.clientWidth);
  await frame.waitForFunction((wanted) => innerWidth === wanted, width);
}

/** A desk, a tablet held upright, a phone. */
const WIDTHS = [SIZE.width, 768, 390];

/** Nothing for axe to find and nothing too wide, at three widths: in the frame, or in a tab of its own. */
export async function look(window: Pick<Window, 'page' | 'inner'>, name: string, tab?: Page): Promise<void> {
  const page = tab ?? window.page;
  const target = tab ?? window.inner();
  const found: string[] = [];
  const seen: string[] = [];
  for (const width of WIDTHS) {
    await resize({ page }, { ...SIZE, width });
    if (await isTooWide(target)) found.push(`too wide at ${width} px`);
    const shape = await target.evaluate(shapeOf);
    // No colour hangs on the window's width: the slowest of the rules runs once.
    if (!seen.includes(shape))
      found.push(...(await violations(target, { without: seen.length === 0 ? [] : ['color-contrast'] })));
    seen.push(shape);
    await takePicture(page, `${name}-${width}`, width);
  }
  await resize({ page }, SIZE);
  expect([name, found]).toEqual([name, []]);
}

// Runs in the page: what is shown, and what of that has to be scrolled. Only where a width changes this can axe find
// something else at it. Words that are no name of anything are left out: they can only be of a wrong colour.
function shapeOf(): string {
  const names = 'a, button, label, summary, legend, caption, th, td, h1, h2, h3, h4';
  const things =
    'html, main, header, footer, nav, input, select, textarea, ul, ol, li, dl, img, svg, [role], [id], [tabindex]';
  return [...document.querySelectorAll('*')]
    .map((element) => {
      const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
      const isScrolled = scrolls && /auto|scroll/.test(getComputedStyle(element).overflow);
      if (!isScrolled && !element.matches(things) && !element.closest(names)) return '';
      return element.checkVisibility({ visibilityProperty: true }) ? (isScrolled ? 's' : '+') : '-';
    })
    .join('');
}

const PICTURES = path.join(ROOT, 'test', '.cache', 'pictures');
const TALLEST = 3000;

/** With PICTURES=1: the whole page as a picture, to be looked at: `test/.cache/pictures/NAME.png`. */
export async function takePicture(page: Page, name: string, width: number): Promise<void> {
  if (!process.env.PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  const before = page.viewportSize();
  // A frame of another site is only drawn where the window shows it: the window has to be as tall as the page.
  await page.setViewportSize({ width, height: 900 });
  await page.waitForTimeout(100);
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(900, tall), TALLEST) });
  await page.waitForTimeout(100);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  if (before) await page.setViewportSize(before);
}

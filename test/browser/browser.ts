import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { formatMssqlUrl, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { ROOT } from '../../src/server/root.ts';
import { ON_MSSQL } from '../database.ts';

// A real browser, the real demo in a process of its own, and the SIS's page with our frame across two sites, with
// third-party cookies off.

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--test-third-party-cookie-phaseout',
];

export interface Demo {
  sis: string;
  service: string;
  data: string;
  process: ChildProcess;
  /** What the service logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts `student-support demo` on free ports and waits until it is ready. */
export async function startDemo(more: string[] = [], logLevel = 'info'): Promise<Demo> {
  const data = mkdtempSync(path.join(tmpdir(), 'ssp-demo-'));
  const server = ON_MSSQL ? await databaseOnServer() : undefined;
  const where = server ? ['--database', server.url] : [];
  const begin = [path.join(ROOT, 'dist', 'main.js'), 'demo', '--sis-port', '0', '--port', '0', '--data', data];
  const args = [...begin, ...where, ...more];
  const child = spawn(process.execPath, args, { env: { ...process.env, LOG_LEVEL: logLevel, NODE_ENV: 'test' } });
  let log = '';
  child.stderr.on('data', (text: Buffer) => {
    log += text.toString();
  });
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      const match = /^Ready: SIS (\S+) service (\S+)$/m.exec(out);
      if (match) resolve(match);
    });
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${log}`)));
  });
  const ended = () =>
    new Promise<void>((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  const stop = async () => {
    await ended();
    await server?.drop();
    rmSync(data, { recursive: true, force: true });
  };
  return { sis: ready[1] as string, service: ready[2] as string, data, process: child, log: () => log, stop };
}

/** A name for the demo's own database under `npm run test:mssql`: the demo makes it, the tests drop it. */
async function databaseOnServer(): Promise<{ url: string; drop(): Promise<void> }> {
  const { dropDatabase, newName } = await import('../mssql.ts');
  const database = newName('story');
  const url = formatMssqlUrl({ ...parseMssqlUrl(process.env.TEST_MSSQL_URL as string), database });
  return { url, drop: () => dropDatabase(database) };
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROME_PATH || '/usr/bin/chromium', args: ARGUMENTS });
}

export interface Window {
  page: Page;
  context: BrowserContext;
  frame: FrameLocator;
  /** The frame's document itself, for scripts. */
  inner(): Frame;
  errors: string[];
}

/** A new window of the browser; what goes wrong in its scripts is kept. */
export async function openWindow(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const inner = () => {
    const frame = page.frame({ name: 'student-support' });
    if (!frame) throw new Error('There is no frame');
    return frame;
  };
  return { page, context, frame: page.frameLocator('iframe[name="student-support"]'), inner, errors };
}

export async function signIn(window: Window, demo: Demo, person: string): Promise<void> {
  await window.page.goto(demo.sis);
  await window.page.getByRole('button', { name: person }).click();
  await window.page.getByLabel('Search students').waitFor();
}

/** From the SIS's start page to the student's Student Support Page in the frame. */
export async function openStudent(window: Window, demo: Demo, student: string): Promise<void> {
  const { page } = window;
  await page.goto(`${demo.sis}/admin/home.html`);
  await page.getByLabel('Search students').fill(student);
  await page.getByLabel('Search students').press('Enter');
  await page.getByRole('link', { name: student }).click();
  await page.getByRole('link', { name: 'Student Support', exact: true }).click();
  await window.frame.getByRole('heading', { name: student, level: 1 }).waitFor();
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** What axe-core finds in the frame (or the page), as lines; empty when nothing. */
export async function violations(target: Frame | Page): Promise<string[]> {
  // The page's own policy allows no foreign script: axe comes in through the debugger.
  const source = (await import('node:fs')).readFileSync(AXE, 'utf8');
  await target.evaluate(source);
  const result = (await target.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 200)}`);
}

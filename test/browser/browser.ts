import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Frame,
  type FrameLocator,
  type Page,
} from 'playwright-core';
import { people } from '../../src/sandbox/cast.ts';
import { type Demo, demoClock } from './demo-process.ts';

// A real browser, and the SIS's page with our frame across two sites, with third-party cookies off.

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--test-third-party-cookie-phaseout',
];

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

export const SIZE = { width: 1280, height: 1000 };

/** A new window of the browser, with nobody's cookies. */
export async function openWindow(browser: Browser, demo: Demo, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: SIZE, ...options });
  await context.addInitScript(moveClock, demoClock.now().getTime() - Date.now());
  // The browser begins a process for each of our sites, and ends it with the last of its pages. With one page of the
  // service left open behind, as people leave tabs open, it is begun once: a page costs a quarter less.
  await (await context.newPage()).goto(`${demo.service}/assets/app.css`);
  return openTab(context);
}

// Runs in the page: on the computers of the demo's schools it is the demo's day.
function moveClock(ahead: number) {
  const Real = Date;
  window.Date = class extends Real {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [Real.now() + ahead] : given) as [number]));
    }
    static override now = () => Real.now() + ahead;
  } as DateConstructor;
}

/** A tab of its own in the window; what goes wrong in its scripts is kept. */
export async function openTab(context: BrowserContext): Promise<Window> {
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

/** Signs in with the SIS as people do, and arrives at its start page. */
export async function signInByHand(window: Window, demo: Demo, person: string): Promise<void> {
  await window.page.goto(demo.sis);
  await window.page.getByRole('button', { name: person }).click();
  await window.page.getByLabel('Search students').waitFor();
}

/** Sends what the button of the SIS's sign-in page sends, without a page: for tests that are about something else. */
export async function signIn({ context }: Pick<Window, 'context'>, demo: Demo, person: string): Promise<void> {
  const found = people.find(({ firstName, lastName, role }) => person === `${firstName} ${lastName}, ${role}`);
  if (!found) throw new Error(`There is nobody called ${person}`);
  await send(context, `${demo.sis}/sign-in`, { person: String(found.dcid) });
}

/** The SIS's "Sign out", without a page. */
export const signOut = ({ context }: Pick<Window, 'context'>, demo: Demo): Promise<void> =>
  send(context, `${demo.sis}/sign-out`, {});

async function send(context: BrowserContext, address: string, form: Record<string, string>): Promise<void> {
  const answer = await context.request.post(address, { form, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${address} answered ${answer.status()}`);
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

/** Lets people take turns at one window: each finds her own cookies again, as in a profile of her own. */
export function turns(window: Window, demo: Demo): (person: string) => Promise<Window> {
  const { context } = window;
  const kept = new Map<string, Parameters<BrowserContext['addCookies']>[0]>();
  let before: string | undefined;
  return async (person) => {
    if (before) kept.set(before, await context.cookies());
    await context.clearCookies();
    const own = kept.get(person);
    if (own) await context.addCookies(own);
    else await signIn(window, demo, person);
    before = person;
    return window;
  };
}

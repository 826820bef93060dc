import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { openTab, openWindow, signIn, type Window } from './browser.ts';
import { type Demo, demoClock } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, beginVisit, button, dropDraft, field, goToStudent, PATIENT, rows, told } from './steps.ts';

// What is typed is kept while one types, goes on at another device, and the timer with it.

// Runs in the page. Whether a browser still sends a plain request of a page that is being left depends on luck: here it never does.
function dropPlainRequests() {
  let isLeaving = false;
  window.addEventListener('pagehide', () => (isLeaving = true), true);
  document.addEventListener('visibilitychange', () => (isLeaving = document.visibilityState === 'hidden'), true);
  const send = window.fetch;
  window.fetch = (address, options) =>
    isLeaving && !options?.keepalive ? new Promise(() => {}) : send(address, options);
}

const BRUNO = 5005;
const SAMI = 5002;
const CLAIRE = 5003;

export function keptDrafts(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let desk: Window;
  let phone: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
    desk = await openWindow(browser, demo);
    await desk.context.addInitScript(dropPlainRequests);
    phone = await openWindow(browser, demo, { viewport: { width: 390, height: 800 } });
    await signIn(desk, demo, ANA);
    await signIn(phone, demo, ANA);
  }, PATIENT);
  afterAll(async () => {
    expect([desk.errors, phone.errors]).toEqual([[], []]);
    await desk?.context.close();
    await phone?.context.close();
  });

  const said = (window: Window, words: string | RegExp) =>
    window.frame.locator('[data-draft-said]', { hasText: words }).waitFor();
  const drafts = () => rows<{ revision: number; sealed: string }>(demo, 'select revision, sealed from u_ssp_draft');

  describe('a draft', () => {
    it('is kept after a moment of quiet, on the server and nowhere else, and goes on at another device', async () => {
      await goToStudent(desk, demo, BRUNO);
      await beginVisit(desk, 'half of a thought');
      await said(desk, /^Draft saved \d/);
      expect(drafts()).toHaveLength(1);
      const stored = await desk.inner().evaluate(() => {
        const sizeOf = (of: () => Storage) => {
          try {
            return of().length;
          } catch {
            // The browser gives none to a page within another site's page.
            return 0;
          }
        };
        return [sizeOf(() => localStorage), sizeOf(() => sessionStorage), document.cookie];
      });
      expect(stored).toEqual([0, 0, '']);
      expect(await looking.violations(desk.inner())).toEqual([]);
      await goToStudent(phone, demo, BRUNO);
      expect(await field(phone, 'Note').inputValue()).toBe('half of a thought');
      expect(await field(phone, 'Purpose').inputValue()).toContain('Attendance');
      await phone.frame.getByText(/^Draft of/).waitFor();
      expect(await looking.violations(phone.inner())).toEqual([]);
      await looking.takePicture(phone.page, 'draft-phone', 390);
    });

    it('that two devices write asks which one is to stay', async () => {
      await field(phone, 'Note').fill('half of a thought, from the phone');
      await said(phone, /^Draft saved \d/);
      await field(desk, 'Note').fill('half of a thought, from the desk');
      const choice = desk.frame.getByRole('alert').filter({ hasText: 'written on in another place' });
      await choice.getByRole('link', { name: 'Open the newer one' }).waitFor();
      expect(await looking.violations(desk.inner())).toEqual([]);
      await looking.takePicture(desk.page, 'draft-choice', 1280);
      await choice.getByRole('button', { name: 'Keep mine' }).click();
      await choice.waitFor({ state: 'hidden' });
      await goToStudent(phone, demo, BRUNO);
      expect(await field(phone, 'Note').inputValue()).toBe('half of a thought, from the desk');
    });

    it('that cannot be kept says so, and is kept once the network is back', async () => {
      await desk.context.setOffline(true);
      await field(desk, 'Note').fill('typed in the cellar');
      await said(desk, 'the network or the service cannot be reached');
      expect(await field(desk, 'Note').inputValue()).toBe('typed in the cellar');
      await desk.context.setOffline(false);
      await button(desk, 'Save draft').click();
      await said(desk, /^Draft saved \d/);
    });

    it.each([
      ['the page in the frame', () => desk.inner().evaluate(() => void setTimeout(() => location.assign('/'), 0))],
      ['the SIS’s page', () => desk.page.goto(`${demo.sis}/`)],
      ['the window', () => desk.page.close()],
    ])('has the word that was being typed when %s was left', async (what, leave) => {
      await goToStudent(desk, demo, BRUNO);
      await field(desk, 'Note').focus();
      await field(desk, 'Note').press('Control+a');
      await desk.page.keyboard.type(`a thought on ${what} in mid-wor`);
      await leave();
      const words = `a thought on ${what} in mid-wor`;
      const arrived = async () => {
        await goToStudent(phone, demo, BRUNO);
        return field(phone, 'Note').inputValue();
      };
      for (let tries = 0; tries < 5 && (await arrived()) !== words; tries++);
      expect(await arrived()).toBe(words);
      expect(desk.errors).toEqual([]);
      if (desk.page.isClosed()) desk = await openTab(desk.context);
    });

    it('is discarded by its button', async () => {
      await goToStudent(desk, demo, BRUNO);
      await button(desk, 'Discard').click();
      await told(desk, 'Draft discarded');
      expect(await field(desk, 'Note').inputValue()).toBe('');
      expect(drafts()).toEqual([]);
    });
  });

  describe('a timer', () => {
    it('survives a reload, shows on another device, and beside other students', async () => {
      await goToStudent(desk, demo, BRUNO);
      await button(desk, 'Start timer').click();
      await button(desk, 'Stop timer').waitFor();
      await goToStudent(desk, demo, BRUNO);
      await button(desk, 'Stop timer').waitFor();
      await desk.frame.getByText(/^0:0\d$/).waitFor();
      await goToStudent(phone, demo, SAMI);
      await phone.frame.getByText(/Also running:.*Silva, Bruno, since/).waitFor();
      await goToStudent(phone, demo, BRUNO);
      await button(phone, 'Stop timer').click();
      await button(phone, 'Start timer').waitFor();
      expect(await field(phone, 'Minutes').inputValue()).toBe('1');
      await button(desk, 'Stop timer').click();
      await told(desk, 'stopped already, at');
      expect(await field(desk, 'Minutes').inputValue()).toBe('1');
      expect(await field(desk, 'Reason for change').isVisible()).toBe(false);
    });

    it('asks why when its times are changed', async () => {
      await field(desk, 'Minutes').fill('12');
      await field(desk, 'Note').click();
      await field(desk, 'Reason for change').fill('Began in the hall');
      await said(desk, /^Draft saved \d/);
      await looking.takePicture(desk.page, 'timer-reason', 1280);
      expect(await looking.violations(desk.inner())).toEqual([]);
    });
  });

  describe('a timer that is heard and not seen', () => {
    /** From now on: whatever is said aloud on the page, in its order. */
    const listen = () =>
      desk.inner().evaluate(() => {
        const heard: string[] = [];
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const of = target instanceof Element ? target : target.parentElement;
            const said = of?.closest('[role=status], [role=alert], [aria-live]')?.textContent?.trim();
            if (said) heard.push(said);
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
        Object.assign(window, { heard });
      });
    const heard = () => desk.inner().evaluate(() => (window as unknown as { heard: string[] }).heard);
    const elapsed = (seconds: string) => desk.frame.locator('[data-elapsed]', { hasText: seconds }).waitFor();

    it('is announced when it starts and when it stops, and says nothing while it runs', async () => {
      await goToStudent(desk, demo, CLAIRE);
      await listen();
      await button(desk, 'Start timer').click();
      await elapsed('0:03');
      expect(await heard()).toEqual(['Timer started']);
      await elapsed('0:06');
      expect(await heard()).toEqual(['Timer started']);
      await button(desk, 'Stop timer').click();
      await button(desk, 'Start timer').waitFor();
      expect(await heard()).toEqual(['Timer started', 'Timer stopped after 1 minute']);
      await goToStudent(desk, demo, CLAIRE);
      await dropDraft(desk);
    });
  });

  describe('the end of the session', () => {
    /** Nobody was seen for a while; and the page looks how long it has, as when the time for the warning has come. */
    async function pass(minutes: number): Promise<string> {
      const seen = new Date(demoClock.now().getTime() - minutes * 60_000).toISOString();
      const database = new BetterSqlite3(path.join(demo.data, 'demo.sqlite'));
      database.prepare('update u_ssp_session set seen_at = ?').run(seen);
      database.close();
      await desk.inner().evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      return seen;
    }
    const lastSeen = () => rows<{ at: string }>(demo, 'select max(seen_at) as at from u_ssp_session')[0]?.at as string;
    const banner = () => desk.frame.getByRole('alert').filter({ hasText: 'your session ends in' });

    it('is never said to whoever types: typing keeps the session alive', async () => {
      await goToStudent(desk, demo, SAMI);
      for (const words of ['a first', 'a first and a second']) {
        await field(desk, 'Note').fill(words);
        await said(desk, /^Draft saved \d/);
        // No draft is on its way any more: the typing alone is what counts.
        const stays = desk.page.waitForResponse((answer) => answer.url().endsWith('/session/stay'));
        const seen = await pass(28.5);
        expect((await stays).status()).toBe(200);
        expect(lastSeen() > seen).toBe(true);
        expect(await banner().count()).toBe(0);
      }
      await goToStudent(desk, demo, SAMI);
      await dropDraft(desk);
    });

    it('is said two minutes before, and one key keeps it', async () => {
      await goToStudent(desk, demo, SAMI);
      const almost = await pass(28.5);
      await banner().getByRole('button', { name: 'Stay signed in' }).waitFor();
      expect(await looking.violations(desk.inner())).toEqual([]);
      await looking.takePicture(desk.page, 'session-warning', 1280);
      await field(desk, 'Note').focus();
      await desk.page.keyboard.press('F2');
      await desk.frame.getByText('You stay signed in.').waitFor();
      expect(lastSeen() > almost).toBe(true);
    });
  });
}

import { jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openTab, openWindow, signIn, signOut, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import { violations } from './look.ts';
import {
  ANA,
  beginVisit,
  button,
  countVisits,
  dropDraft,
  endSessions,
  field,
  goToStudent,
  IRENA,
  isOnScreen,
  kept,
  PATIENT,
  rows,
  signOutOfSis,
  start,
  told,
} from './steps.ts';

// One computer in an office where several people work, sessions that end, a network that goes away: nobody sees or
// signs what is another's, nothing typed is lost, nothing is saved twice.

jest.setTimeout(PATIENT);
const BRUNO = 5005;
const DANIELA = 5001;
const BY_ANA = 9001;
const BY_IRENA = 9004;
const LONGER_THAN_PATIENCE = 31_000;

let demo: Demo;
let browser: Browser;
let context: BrowserContext;
let window: Window;
beforeAll(async () => {
  [demo, browser] = await start();
  ({ context } = await openWindow(browser, demo));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});
beforeEach(async () => {
  await context.clearCookies();
  window = await openTab(context);
  await signIn(window, demo, ANA);
  await goToStudent(window, demo, BRUNO);
});
afterEach(async () => {
  // The first page belongs to no test.
  const [, ...tabs] = context.pages();
  await Promise.all(tabs.map((tab) => tab.close()));
  expect(window.errors).toEqual([]);
});

/** Another tab of the same window, on the same student's page. */
async function secondTab(student: number): Promise<Window> {
  const second = await openTab(context);
  await goToStudent(second, demo, student);
  return second;
}

/** In the tab that the first one worked in, as people do. */
async function nextPerson(page: Page, person: string): Promise<void> {
  await signOutOfSis(page, demo);
  await page.getByRole('button', { name: person }).click();
  await page.getByLabel('Search students').waitFor();
}

/** In another tab. */
async function nextPersonElsewhere(person: string): Promise<void> {
  await signOut(window, demo);
  await signIn(window, demo, person);
}

const alertIn = (form: Window) => form.frame.getByRole('alert');
const wholePage = (one: Window) => one.inner().locator('body').innerText();

describe('two people at one window', () => {
  it('the second sees nothing of the first one’s session', async () => {
    await goToStudent(window, demo, DANIELA);
    await beginVisit(window, 'half typed by Ana');
    await nextPerson(window.page, IRENA);
    await goToStudent(window, demo, DANIELA);
    const text = await wholePage(window);
    expect(text).toContain('A. Reyes, School counselor');
    expect(text).not.toContain('Ana Reyes');
    expect(text).not.toContain('half typed');
    // Nothing here is hers: no visit is called her own, and none is hers to void.
    expect(text).not.toMatch(/\bYou\b/);
    expect(await window.frame.getByText('Void', { exact: true }).count()).toBe(0);
    expect(await field(window, 'Note').inputValue()).toBe('');
  });

  it('the Back button leads to no page of the first', async () => {
    await goToStudent(window, demo, DANIELA);
    await beginVisit(window, 'half typed by Ana');
    await nextPerson(window.page, IRENA);
    const seen: string[] = [];
    for (let steps = 0; steps < 6; steps++) {
      await window.page.goBack().catch(() => null);
      const frame = window.page.frame({ name: 'student-support' });
      if (!frame) continue;
      // Neither what the browser shows at once nor what comes after it.
      for (let looks = 0; looks < 10; looks++) {
        seen.push((await window.page.locator('iframe').isVisible()) ? await frame.locator('body').innerText() : '');
        await window.page.waitForTimeout(100);
      }
    }
    expect(seen.filter((text) => /\bYou\b|Ana Reyes|half typed/.test(text))).toEqual([]);
    expect(seen.filter((text) => text.includes('A. Reyes, School counselor'))).not.toEqual([]);
  });

  it('a form that the first left open is not saved as the second’s, and says why', async () => {
    await beginVisit(window, 'written by Ana');
    const second = await secondTab(BRUNO);
    await nextPersonElsewhere(IRENA);
    await goToStudent(second, demo, BRUNO);
    const before = countVisits(demo, BRUNO, BY_IRENA);
    await window.page.bringToFront();
    await button(window, 'Save visit').click();
    await alertIn(window).filter({ hasText: 'opened by somebody else' }).waitFor();
    expect(await field(window, 'Note').inputValue()).toBe('written by Ana');
    expect(countVisits(demo, BRUNO, BY_IRENA)).toBe(before);
    expect(
      rows(demo, "select 1 from u_ssp_audit where event = 'VISIT_ADDED' and outcome = 'refused' and reason = 'FORGED'")
        .length,
    ).toBe(1);
  });

  it('not even when the second has not opened Student Support yet', async () => {
    await beginVisit(window, 'written by Ana again');
    await kept(window);
    endSessions(demo);
    await nextPersonElsewhere(IRENA);
    const before = countVisits(demo, BRUNO, BY_IRENA);
    await button(window, 'Save visit').click();
    await alertIn(window).filter({ hasText: 'opened by somebody else' }).waitFor();
    expect(countVisits(demo, BRUNO, BY_IRENA)).toBe(before);
    expect(await field(window, 'Note').inputValue()).toBe('written by Ana again');
  });

  it('a session left in an own tab is over when the next person opens one', async () => {
    const ownTab = window.frame.getByRole('link', { name: 'Open in own tab' });
    const [tab] = await Promise.all([window.context.waitForEvent('page'), ownTab.click()]);
    await tab.getByRole('heading', { name: 'Silva, Bruno', level: 1 }).waitFor();
    expect(await tab.locator('header').innerText()).toContain('Ana Reyes');
    await tab.close();
    await nextPersonElsewhere(IRENA);
    await goToStudent(window, demo, BRUNO);
    const [next] = await Promise.all([window.context.waitForEvent('page'), ownTab.click()]);
    await next.getByRole('heading', { name: 'Silva, Bruno', level: 1 }).waitFor();
    expect(await next.locator('header').innerText()).toContain('Irena Kowalski');
  });
});

describe('a session that ends while a visit is written down', () => {
  it('is begun again on Save, and nothing typed is lost', async () => {
    const before = countVisits(demo, BRUNO, BY_ANA);
    await beginVisit(window, 'typed before the session ended');
    await kept(window);
    endSessions(demo);
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(await window.frame.locator('.visit').first().innerText()).toContain('typed before the session ended');
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
  });

  it('when the SIS’s is over too, the SIS’s page says so, the form stays, and it goes on after signing in', async () => {
    const before = countVisits(demo, BRUNO, BY_ANA);
    await window.page.clock.install();
    await goToStudent(window, demo, BRUNO);
    await beginVisit(window, 'typed before both ended');
    await kept(window);
    const other = await window.context.newPage();
    await signOutOfSis(other, demo);
    // The SIS's own pages ask for the count, and would begin a session anew as long as somebody is signed in there.
    endSessions(demo);
    await window.page.bringToFront();
    await button(window, 'Save visit').click();
    await alertIn(window).filter({ hasText: 'Signing you in again. What you typed is kept.' }).waitFor();
    const notice = window.page.getByText('You are no longer signed in. What you typed is still here.');
    await notice.waitFor();
    expect(await isOnScreen(window.page, notice)).toBe(true);
    expect(await violations(window.page)).toEqual([]);
    expect(await violations(window.inner())).toEqual([]);
    expect(await field(window, 'Note').inputValue()).toBe('typed before both ended');
    await other.getByRole('button', { name: ANA }).click();
    await other.getByLabel('Search students').waitFor();
    // People take longer over it than the page waits for an answer of the SIS.
    await window.page.clock.fastForward(LONGER_THAN_PATIENCE);
    await window.page.bringToFront();
    await window.page.getByRole('button', { name: 'Try again' }).click();
    await told(window, 'Visit saved');
    expect(await window.page.getByText('You are no longer signed in.').isVisible()).toBe(false);
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
  });

  it('an outcome is saved after signing in again, too', async () => {
    await goToStudent(window, demo, DANIELA);
    const outcomes = () =>
      rows(demo, "select 1 from u_ssp_milestone where kind = 'M_CLOSE' and author = 9001 and voided_at is null").length;
    const before = outcomes();
    await window.frame.getByText('Set outcome').first().click();
    await field(window, 'Outcome').first().selectOption({ label: 'Not eligible' });
    endSessions(demo);
    await button(window, 'Save outcome').first().click();
    await told(window, 'Outcome saved');
    expect(outcomes()).toBe(before + 1);
  });
});

describe('a network that goes away', () => {
  it('says so, keeps the form, and the second press saves once', async () => {
    const before = countVisits(demo, BRUNO, BY_ANA);
    await beginVisit(window, 'typed in a dead spot');
    await window.context.setOffline(true);
    await button(window, 'Save visit').click();
    await alertIn(window)
      .filter({ hasText: 'cannot be reached. What you typed is kept; press Save visit again' })
      .waitFor();
    expect(await field(window, 'Note').inputValue()).toBe('typed in a dead spot');
    expect(await violations(window.inner())).toEqual([]);
    await window.context.setOffline(false);
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
  });

  it('after the service has saved but before it could say so: the second press saves nothing more', async () => {
    const before = countVisits(demo, BRUNO, BY_ANA);
    await beginVisit(window, 'the answer is lost');
    await window.page.route('**/students/*/visits', async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    await button(window, 'Save visit').click();
    await alertIn(window).filter({ hasText: 'cannot be reached' }).waitFor();
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
    await window.page.unroute('**/students/*/visits');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
  });
});

describe('one person, faster than the page', () => {
  it('a double click saves once', async () => {
    const before = countVisits(demo, BRUNO, BY_ANA);
    await beginVisit(window, 'twice clicked');
    await button(window, 'Save visit').dblclick();
    await told(window, 'Visit saved');
    expect(countVisits(demo, BRUNO, BY_ANA)).toBe(before + 1);
  });

  it('two tabs: both visits are there; of two outcomes the second is told of the first', async () => {
    const before = countVisits(demo, DANIELA, BY_ANA);
    await goToStudent(window, demo, DANIELA);
    // A draft that was left is taken up by both tabs; this is about two visits.
    await dropDraft(window);
    const second = await secondTab(DANIELA);
    // A tab behind is drawn slowly: whoever works in one has it in front.
    await window.page.bringToFront();
    await beginVisit(window, 'from the first tab');
    await second.page.bringToFront();
    await beginVisit(second, 'from the second tab');
    await button(second, 'Save visit').click();
    await told(second, 'Visit saved');
    await window.page.bringToFront();
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(countVisits(demo, DANIELA, BY_ANA)).toBe(before + 2);
    expect(await wholePage(window)).toContain('from the second tab');

    for (const [tab, outcome] of [
      [second, 'Family declined'],
      [window, 'Student declined'],
    ] as const) {
      await tab.page.bringToFront();
      await tab.frame.getByText('Change outcome').first().click();
      await field(tab, 'Outcome').first().selectOption({ label: outcome });
      await field(tab, 'Why another outcome').first().fill('they called back');
      await button(tab, 'Save outcome').first().click();
      if (tab === second) await told(tab, 'Outcome saved');
    }
    await alertIn(window).filter({ hasText: 'Somebody else set the outcome meanwhile' }).first().waitFor();
    expect(await violations(window.inner())).toEqual([]);
  });

  it('a half-typed visit stays while an outcome is set, a visit voided, an older one looked up', async () => {
    await goToStudent(window, demo, DANIELA);
    await beginVisit(window, 'half typed', 'Grief');
    await window.frame.getByText('Change outcome').first().click();
    await field(window, 'Outcome').first().selectOption({ label: 'Student declined' });
    await field(window, 'Why another outcome').first().fill('she said no');
    await button(window, 'Save outcome').first().click();
    await told(window, 'Outcome saved');
    await window.frame.locator('.visit').last().getByText('Void', { exact: true }).click();
    await window.frame.locator('.visit').last().getByLabel('Reason').fill('a mistake');
    await button(window, 'Void visit').last().click();
    await told(window, 'Visit voided');
    expect(await field(window, 'Note').inputValue()).toBe('half typed');
    expect(await field(window, 'Purpose').inputValue()).toBe('Grief or loss');
    await window.frame.getByRole('button', { name: 'Add a service' }).click();
    expect(await window.frame.locator('[data-line]').count()).toBe(2);
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(await window.frame.locator('.visit').first().innerText()).toContain('half typed');
  });
});

import type { Browser, BrowserContext } from 'playwright-core';
import { wordsOf } from '../logged.ts';
import { openWindow, turns, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, button, ERIK, field, JOAN, openReports, PETER, RUBEN, rows, told } from './steps.ts';

// A student of another school opened for a real need, why somebody may do something, who has access: in the SIS's frame,
// by mouse, by keyboard alone and with scripts off; nothing for axe to find, nothing too wide.

const KWAME = 'Kwame Osei, School counselor';
const [DANIELA, JUN] = ['104233', '104240'];
const WORDS = 'Her mother is at our school and wants to speak with somebody now.';

export function accessAndReview(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let window: Window;
  const contexts: BrowserContext[] = [];
  let as: (person: string) => Promise<void>;
  let withoutScripts: (person: string) => Promise<void>;
  beforeAll(async () => {
    [demo, browser] = await begin();
    const takeTurns = async (options = {}) => {
      const own = await openWindow(browser, demo, options);
      contexts.push(own.context);
      const turn = turns(own, demo);
      return async (person: string) => {
        window = await turn(person);
      };
    };
    [as, withoutScripts] = [await takeTurns(), await takeTurns({ javaScriptEnabled: false })];
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
  });
  afterEach(async () => {
    expect(window.errors).toEqual([]);
  });

  const look = (name: string) => looking.look(window, name);
  const heading = (name: string | RegExp) => window.frame.getByRole('heading', { level: 1, name });
  const link = (name: string) => window.frame.getByRole('link', { name, exact: true });
  const faults = () => window.frame.getByRole('alert').getByRole('listitem');

  /** The SIS's page of a student of another school: the frame says that there is nothing. */
  async function nothingHere(): Promise<void> {
    await window.page.goto(`${demo.sis}/admin/students/ssp/support.html?frn=0015001`);
    await heading('Nothing here').waitFor();
  }

  async function openNeed(number: string): Promise<void> {
    await field(window, 'Student’s number').fill(number);
    await field(window, 'Why').selectOption({ label: 'A crisis' });
    await field(window, 'In your words').fill(WORDS);
    await button(window, 'Open for one hour').click();
  }

  describe('a student of another school', () => {
    it('is opened from "Nothing here", worked with under a banner, and closed', async () => {
      await as(KWAME);
      await nothingHere();
      await look('access-nothing-here');
      await link('A student of another school needs you now?').click();
      await heading('A student of another school').waitFor();
      await look('access-need');
      await button(window, 'Open for one hour').click();
      await faults().first().waitFor();
      expect(await faults().count()).toBe(3);
      await look('access-need-faults');
      await openNeed(DANIELA);
      await heading('Okafor, Daniela').waitFor();
      await window.frame.getByText('Not a student of your schools.').waitFor();
      await look('access-need-open');
      await link('Open in own tab').waitFor();
      await button(window, 'Close it now').click();
      await told(window, 'The student is not open to you any more.');
      await nothingHere();
      const events =
        "select event, reason from u_ssp_audit where actor = 9010 and student = 5001 and outcome = 'allowed'";
      expect(rows(demo, `${events} order by id`)).toEqual([
        { event: 'BREAK_GLASS_OPENED', reason: 'BREAK_GLASS' },
        { event: 'STUDENT_OPENED', reason: 'BREAK_GLASS' },
        { event: 'BREAK_GLASS_ENDED', reason: 'OWN_WISH' },
      ]);
    });

    it('by keyboard alone', async () => {
      await as(KWAME);
      await openReports(window, demo);
      const { keyboard } = window.page;
      await link('A student of another school needs you now?').focus();
      await keyboard.press('Enter');
      await heading('A student of another school').waitFor();
      await field(window, 'Student’s number').focus();
      await keyboard.type(JUN);
      await keyboard.press('Tab');
      await keyboard.type('Covering');
      await keyboard.press('Tab');
      await keyboard.type('covering for Nora Fitzgerald all day');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await heading('Kim, Jun').waitFor();
      await window.frame.getByText('because of covering for a colleague').waitFor();
      // The way out is on the way.
      await window.frame.getByRole('button', { name: 'Close it now' }).focus();
      await keyboard.press('Enter');
      await told(window, 'The student is not open to you any more.');
    });

    it('with scripts off, what was typed stays', async () => {
      await withoutScripts(KWAME);
      await nothingHere();
      await link('A student of another school needs you now?').click();
      await field(window, 'Student’s number').fill(JUN);
      await field(window, 'In your words').fill('too short');
      await button(window, 'Open for one hour').click();
      await faults().filter({ hasText: 'at least 15 characters' }).waitFor();
      expect(await field(window, 'Student’s number').inputValue()).toBe(JUN);
      expect(await field(window, 'In your words').inputValue()).toBe('too short');
      await openNeed(JUN);
      await heading('Kim, Jun').waitFor();
      await field(window, 'Purpose').selectOption({ label: 'Anxiety or worry' });
      await field(window, 'Minutes').fill('10');
      await button(window, 'Save visit').click();
      await told(window, 'Visit saved');
      await window.frame.getByText('Not a student of your schools.').waitFor();
      await button(window, 'Close it now').click();
      await told(window, 'The student is not open to you any more.');
    });
  });

  describe('why somebody may do something', () => {
    it('is told to everybody about themselves', async () => {
      await as(ANA);
      await openReports(window, demo);
      await link('What you may see, and why').click();
      await window.frame.getByText('counts as support staff, at Harborview Middle').waitFor();
      await look('access-why');
    });

    it('and to a district administrator about anybody and any student', async () => {
      await as(RUBEN);
      await openReports(window, demo);
      await link('Access').click();
      await link('Why somebody may see something').click();
      await field(window, 'Person').fill('kwame');
      await field(window, 'Student’s number').fill(DANIELA);
      await button(window, 'Explain').click();
      await told(window, 'No: not a student of an assigned school, or there is none.');
      await look('access-why-answer');
      await field(window, 'Person').fill('nobody of this name');
      await button(window, 'Explain').click();
      await faults().filter({ hasText: 'Nobody with a role' }).waitFor();
      await look('access-why-faults');
    });

    it('from the page that refuses, too', async () => {
      await as(ANA);
      await openReports(window, demo);
      await window.inner().evaluate((to) => location.assign(to), `${demo.service}/reports/visits`);
      await link('Why?').click();
      await heading('Who may see what, and why').waitFor();
    });
  });

  describe('who has access', () => {
    it('is looked at and signed off by the principal, by keyboard', async () => {
      await as(JOAN);
      await openReports(window, demo);
      await link('Access').click();
      await heading('Who has access').waitFor();
      await look('access-review-school');
      await field(window, 'I have looked at this list').focus();
      const { keyboard } = window.page;
      await keyboard.press('Tab');
      await keyboard.type('Asked about one person.');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await faults().filter({ hasText: 'Look at the list first' }).waitFor();
      await look('access-review-faults');
      expect(await field(window, 'Note').inputValue()).toBe('Asked about one person.');
      await field(window, 'I have looked at this list').focus();
      await keyboard.press('Space');
      await keyboard.press('Tab');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await told(window, 'Signed off');
      await look('access-review-signed');
    });

    it('is printed as a list to be signed by hand', async () => {
      await as(JOAN);
      await window.page.goto(`${demo.service}/enter?page=review`);
      await window.page.getByRole('heading', { name: 'Who has access' }).waitFor();
      await window.page.emulateMedia({ media: 'print' });
      expect(await window.page.getByText('Looked at by').isVisible()).toBe(true);
      expect(await window.page.getByRole('button', { name: 'Sign off' }).isVisible()).toBe(false);
      await looking.takePicture(window.page, 'access-review-print', 800);
      await window.page.emulateMedia({ media: null });
    });

    it('with scripts off, a district administrator chooses a school and signs it off', async () => {
      await withoutScripts(RUBEN);
      await openReports(window, demo);
      await link('Access').click();
      // The report that one comes from is about a school, too.
      await window.frame.getByRole('heading', { name: 'Who has access' }).waitFor();
      await field(window, 'School').selectOption({ label: 'Eastgate Elementary' });
      await button(window, 'Show').click();
      await window.frame.getByText('Eastgate Elementary · ').waitFor();
      await window.frame.getByText('Student: Kim, Jun').first().waitFor();
      await button(window, 'Sign off').click();
      await faults().filter({ hasText: 'Look at the list first' }).waitFor();
      await field(window, 'I have looked at this list').check();
      await button(window, 'Sign off').click();
      await told(window, 'Signed off');
      expect(rows(demo, 'select school_id, break_glass from u_ssp_access_review where signed_by = 9006')).toEqual([
        { school_id: 102, break_glass: 2 },
      ]);
    });

    it('shows a district administrator all lists, a system administrator no student', async () => {
      await as(RUBEN);
      await openReports(window, demo);
      await link('Access').click();
      await window.frame.getByRole('heading', { name: 'All lists' }).waitFor();
      await look('access-review-district');
      await as(PETER);
      await openReports(window, demo);
      await link('Access').click();
      await window.frame.getByRole('heading', { name: 'Who has access' }).waitFor();
      await field(window, 'School').selectOption({ label: 'Harborview Middle' });
      await button(window, 'Show').click();
      await window.frame.getByText('Harborview Middle · ').waitFor();
      await look('access-review-system');
      const text = await window.inner().locator('body').innerText();
      expect(text).toContain('Osei, Kwame');
      for (const words of ['Okafor', WORDS, 'I have looked at this list']) expect(text).not.toContain(words);
    });

    it('is nothing for a teacher, nor for support staff', async () => {
      for (const person of [ERIK, ANA]) {
        await as(person);
        const answer = await window.page.goto(`${demo.service}/enter?page=review`);
        expect([person, answer?.status()]).toEqual([person, 403]);
      }
    });
  });

  it('the log of all this holds nobody’s name, number or words', () => {
    const said = wordsOf(demo.log());
    for (const words of ['Okafor', 'Petrov', 'Kim', DANIELA, JUN, WORDS, 'Asked about one person', 'kwame'])
      expect(said).not.toContain(words);
  });
}

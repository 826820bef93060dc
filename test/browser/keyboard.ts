import type { Browser } from 'playwright-core';
import { openWindow, type Window } from './browser.ts';
import { type Demo, daysAgo } from './demo-process.ts';
import { Hands, type Stop, whereIsFocus } from './hands.ts';
import {
  ANA,
  asksForNotice,
  type Begin,
  beginVisit,
  button,
  choose,
  countVisits,
  field,
  goToStudent,
  told,
} from './steps.ts';

// Everything by keyboard alone, from the SIS's start page on; and how long it takes.

const [BRUNO, DANIELA] = [5005, 5001];

export function byKeyboard(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let counselor: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
    counselor = await openWindow(browser, demo);
  });
  afterAll(async () => {
    await counselor?.context.close();
  });

  const inFocusedFrame = (window: Window, timeout = 30_000) =>
    window.page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME', null, { timeout });

  describe('by keyboard alone', () => {
    it('from the SIS’s start page to the student’s page, where the focus moves in', async () => {
      const hands = new Hands(counselor);
      const { page } = counselor;
      await page.goto(demo.sis);
      await hands.tabTo(ANA);
      await hands.press('Enter');
      await page.getByLabel('Search students').waitFor();
      await hands.tabTo('Search students');
      await hands.type('Silva');
      await hands.press('Enter');
      await page.getByRole('link', { name: 'Silva, Bruno' }).waitFor();
      await hands.tabTo('Silva, Bruno');
      await hands.press('Enter');
      await page.getByRole('link', { name: 'Student Support', exact: true }).waitFor();
      await hands.tabTo('Student Support');
      await hands.press('Enter');
      await counselor.frame.getByRole('heading', { name: 'Silva, Bruno', level: 1 }).waitFor();
      await inFocusedFrame(counselor);
    });

    it('a quick visit: three interactions, 15 seconds at most', async () => {
      const hands = new Hands(counselor);
      await hands.fill('Purpose', 'Atten', 'Enter');
      await hands.fill('Minutes', '15');
      await hands.command('Control+Enter');
      await told(counselor, 'Visit saved');
      expect(await counselor.frame.locator('.visit').first().innerText()).toMatch(/Attendance · \w.*\b15 min/s);
      expect(hands.interactions).toBeLessThanOrEqual(4);
      expect(hands.seconds).toBeLessThanOrEqual(15);
    });

    it('a full visit with a second service and a referral: 45 seconds at most', async () => {
      const hands = new Hands(counselor);
      await goToStudent(counselor, demo, BRUNO);
      await inFocusedFrame(counselor);
      await hands.fill('Purpose', 'anx', 'Enter');
      await hands.tabTo('Add a service');
      await hands.command('Enter');
      // The new line has the focus already.
      await hands.type('teacher');
      await hands.press('Enter');
      await hands.fill('Minutes', '30');
      await hands.fill('Note', 'Worried.');
      await hands.tabTo(/^Refer the student/);
      await hands.command('Enter');
      await hands.fill('Referral', 'Com');
      await hands.fill('Need', 'Ther', 'Enter');
      await hands.fill('Community agency', 'Lakeside');
      await hands.command('Control+Enter');
      await told(counselor, 'Visit saved');
      const visit = await counselor.frame.locator('.visit').filter({ hasText: 'Anxiety or worry' }).innerText();
      for (const words of ['Teacher consultation', '30 min', 'Worried.', 'referral to Lakeside'])
        expect(visit).toContain(words);
      expect(hands.seconds).toBeLessThanOrEqual(45);
    });

    it('an outcome, and voiding', async () => {
      const hands = new Hands(counselor);
      await hands.tabTo('Set outcome');
      await hands.press('Enter');
      await hands.fill('Outcome', 'Service');
      await hands.tabTo('Save outcome');
      await hands.press('Enter');
      await told(counselor, 'Outcome saved');
      expect(await counselor.frame.locator('.card').innerText()).toContain('Led to service');
      await hands.tabTo('Void');
      await hands.press('Enter');
      await hands.fill('Reason', 'wrong student');
      await hands.press('Enter');
      await told(counselor, 'Visit voided');
      expect(await counselor.frame.locator('.visit--voided').innerText()).toContain('by you: wrong student');
    });

    it('Tab goes through the whole page and out again; what has the focus shows it', async () => {
      await goToStudent(counselor, demo, DANIELA);
      await inFocusedFrame(counselor);
      await counselor.frame.getByText('Refer the student').click();
      await counselor.frame.getByText('Other purposes, details').click();
      await openSkipLink(counselor);
      const stops: Stop[] = [];
      for (let presses = 0; presses < 150; presses++) {
        const stop = await whereIsFocus(counselor);
        if (!stop.inFrame) break;
        if (stop.name !== stops.at(-1)?.name) stops.push(stop);
        await counselor.page.keyboard.press('Tab');
      }
      const names = stops.map((stop) => stop.name);
      const wanted = [
        'Skip to the content',
        'Print',
        'Open in own tab',
        'Purpose',
        'Date',
        'Service',
        'Tier',
        'Add a service',
        'Start',
        'End',
      ];
      wanted.push(
        'Minutes',
        'Start timer',
        '5 minutes',
        '45 minutes',
        'Note',
        'Restricted note',
        'Other purposes',
        'Visit type',
        'Started by',
      );
      wanted.push(
        'Setting',
        'Modality',
        'Disposition',
        'Follow-up date',
        'Referral',
        'Need',
        'School-based provider',
        'Community agency',
      );
      wanted.push('Save visit', 'Void', 'Set outcome', 'Change outcome');
      expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
      expect(stops.filter((stop) => !stop.hasRing)).toEqual([]);
      expect((await whereIsFocus(counselor)).inFrame).toBe(false);
      await backIntoFrame(counselor);
      expect(await whereIsFocus(counselor)).toMatchObject({ inFrame: true, name: names.at(-1) });
    });
  });

  describe('a referral by keyboard alone', () => {
    const frame = () => counselor.frame;
    const heading = (name: string | RegExp) => frame().getByRole('heading', { name, level: 1 }).waitFor();

    it('is opened, and a step of it is done', async () => {
      const hands = new Hands(counselor);
      await goToStudent(counselor, demo, DANIELA);
      await inFocusedFrame(counselor);
      await hands.tabTo('New referral');
      await hands.press('Enter');
      await heading(/New referral for/);
      await hands.fill('Need', 'Vision', 'Enter');
      await hands.fill('Reason', 'att', 'Enter');
      await hands.fill('Community agency', 'City');
      await hands.tabTo('Save referral');
      await hands.press('Enter');
      await told(counselor, 'Referral saved');
      await hands.tabTo('Offered');
      await hands.press('Enter');
      await hands.tabTo('Save “Offered”');
      await hands.press('Enter');
      await frame().locator('.target').getByText('Get the family’s answer').waitFor();
    });

    /** Referrals of one student that have got somewhere, sent to the service as its pages send them. */
    async function written(referrals: [opened: Opened, step: [name: string, ago: number, more?: Opened]][]) {
      for (const [{ ago, ...opened }, [step, on, more = {}]] of referrals) {
        const form = {
          reason: 'EMO_ANX',
          urgency: 'ROUTINE',
          confirm_open: '1',
          why: 'paper',
          date: daysAgo(Number(ago)),
        };
        const page = await send(`/students/${DANIELA}/referrals`, { ...form, ...opened });
        const target = /#target-(\d+)|referrals\/targets\/(\d+)/.exec(page)?.slice(1).find(Boolean);
        await send(`/referrals/targets/${target}/steps`, { step, on: daysAgo(on), why: 'paper', ...more });
      }
    }

    type Opened = Record<string, string | number>;

    const send = (path: string, form: Opened): Promise<string> =>
      counselor.inner().evaluate(
        async ([to, fields]) => {
          const { token = '' } = document.body.dataset;
          const answer = await fetch(to, { method: 'POST', body: new URLSearchParams({ token, ...fields }) });
          if (!answer.ok) throw new Error(`${to}: ${answer.status}`);
          return answer.text();
        },
        [path, { form_key: crypto.randomUUID(), ...form }] as [string, Record<string, string>],
      );

    // A task that asks nothing is done with a press; one that asks one thing: open it, answer, save.
    const TASKS: [provider: string, what: string, presses: number, answer: [field: string, words: string] | null][] = [
      ['Starts today', 'Write down whether the first session took place', 1, null],
      ['Silent agency', 'Ask the provider for an answer', 1, null],
      ['Still on the list', 'Review the waitlist', 3, ['Support while waiting', 'Nothing yet']],
      ['A month ago', 'One-month check', 3, ['Does it still go on?', 'Yes']],
      ['Parents unknown', 'Tell the parents of the recommendation', 3, ['How were they told?', 'Letter']],
    ];

    it('has tasks of every kind that asks nothing, or one thing', async () => {
      await written([
        [{ agency_1: 'Starts today', need: 'DENTAL', ago: 5 }, ['schedule', 4, { due: daysAgo(0) }]],
        [{ agency_1: 'Silent agency', need: 'VISION', ago: 18 }, ['send', 17]],
        [{ agency_1: 'Still on the list', need: 'MENTOR', ago: 20 }, ['wait', 19, { interim: 'NONE' }]],
        [{ agency_1: 'A month ago', need: 'TUTORING', ago: 40 }, ['start', 31]],
        [{ agency_1: 'Parents unknown', need: 'MH_THERAPY', ago: 12 }, ['offer', 12]],
      ]);
      // The demo's state asks for no notice.
      asksForNotice(demo, 'Parents unknown', daysAgo(5));
      await counselor.inner().evaluate(() => location.assign('/tasks'));
      await heading('Tasks');
      for (const [provider, what] of TASKS)
        expect(await frame().locator('.lines > li').filter({ hasText: provider }).innerText()).toContain(what);
    });

    it.each(TASKS)('%s: %s, in %d interactions from the list', async (provider, _what, most, answer) => {
      await counselor.inner().evaluate(() => location.assign('/tasks'));
      await heading('Tasks');
      const hands = new Hands(counselor);
      await hands.tabToIn(provider, answer ? 'Do it' : /^(Asked again|Service started)/);
      await hands.command('Enter');
      if (answer) {
        await heading(/ for /);
        await hands.fill(answer[0], answer[1]);
        await hands.tabTo(/^Save/);
        await hands.command('Enter');
      }
      await told(counselor, 'Saved');
      await heading('Tasks');
      expect(hands.interactions).toBeLessThanOrEqual(most);
      expect(most).toBeLessThanOrEqual(3);
    });
  });

  // The focus goes from one process of the browser to another, and a key that comes on the way is lost: a person presses
  // again.
  async function backIntoFrame(window: Window): Promise<void> {
    for (let presses = 1; ; presses++) {
      await window.page.keyboard.press('Shift+Tab');
      const came = await inFocusedFrame(window, 5000).catch(() => undefined);
      if (came) return;
      if (presses === 3) throw new Error('Shift+Tab does not lead back into the frame');
    }
  }

  // To where the keyboard starts in the frame's page.
  async function openSkipLink(window: Window): Promise<void> {
    for (let presses = 0; presses < 150; presses++) {
      if ((await whereIsFocus(window)).name === 'Skip to the content') return;
      await window.page.keyboard.press('Shift+Tab');
    }
    throw new Error('Shift+Tab does not lead to the beginning');
  }

  describe('a quick visit with the pointer', () => {
    it('three interactions, 15 seconds at most', async () => {
      const hands = new Hands(counselor);
      await goToStudent(counselor, demo, BRUNO);
      hands.fields += 2;
      hands.interactions += 3;
      hands.pointerActions += 3;
      await field(counselor, 'Purpose').click();
      await hands.type('Attendance');
      await hands.press('Enter');
      await button(counselor, '15 minutes').click();
      await button(counselor, 'Save visit').click();
      await told(counselor, 'Visit saved');
      expect(hands.interactions).toBeLessThanOrEqual(4);
      expect(hands.seconds).toBeLessThanOrEqual(15);
    });
  });

  describe('a choice that is typed', () => {
    const purpose = () => field(counselor, 'Purpose').inputValue();

    it('is taken by its label, and by its beginning', async () => {
      await goToStudent(counselor, demo, BRUNO);
      await choose(counselor, 'Purpose', 'Peer conflict or friendship');
      expect(await purpose()).toBe('Peer conflict or friendship');
      await choose(counselor, 'Purpose', 'anx');
      expect(await purpose()).toBe('Anxiety or worry');
      expect(
        await counselor
          .inner()
          .evaluate(() => (document.querySelector('select[name=purpose]') as HTMLSelectElement).value),
      ).not.toBe('');
    });

    it('is kept when one goes on without Enter, by Tab or with the pointer', async () => {
      await field(counselor, 'Purpose').click();
      await counselor.page.keyboard.type('attendance');
      await counselor.page.keyboard.press('Tab');
      expect(await purpose()).toBe('Attendance');
      expect((await whereIsFocus(counselor)).name).not.toBe('Attendance');
      await field(counselor, 'Purpose').click();
      await counselor.page.keyboard.type('Anxiety or worry');
      await field(counselor, 'Note').click();
      expect(await purpose()).toBe('Anxiety or worry');
    });

    it('is taken by Ctrl and Enter on the way to saving', async () => {
      const before = countVisits(demo, BRUNO, 9001);
      await field(counselor, 'Minutes').fill('10');
      await field(counselor, 'Purpose').click();
      await counselor.page.keyboard.type('Grief');
      await counselor.page.keyboard.press('Control+Enter');
      await told(counselor, 'Visit saved');
      expect(countVisits(demo, BRUNO, 9001)).toBe(before + 1);
    });

    it('Escape leaves what was chosen before', async () => {
      await choose(counselor, 'Purpose', 'Attendance');
      await counselor.page.keyboard.type('xyz');
      await counselor.page.keyboard.press('Escape');
      expect(await purpose()).toBe('Attendance');
    });
  });

  it('Enter in a field neither saves, nor adds, nor loses anything', async () => {
    const before = countVisits(demo, BRUNO, 9001);
    await goToStudent(counselor, demo, BRUNO);
    await beginVisit(counselor, 'kept');
    await counselor.frame.getByText('Refer the student').click();
    for (const name of [
      'Date',
      'Tier',
      'Start',
      'End',
      'Minutes',
      'Restricted note',
      'Referral',
      'Community agency',
      'Need',
    ]) {
      await field(counselor, name).press('Enter');
    }
    // For what is not to come there is no sign: time enough for a form that was sent.
    await counselor.page.waitForTimeout(300);
    expect(countVisits(demo, BRUNO, 9001)).toBe(before);
    expect(await counselor.frame.locator('[data-line]').count()).toBe(1);
    expect(await counselor.frame.getByRole('alert').count()).toBe(0);
    expect(await field(counselor, 'Note').inputValue()).toBe('kept');
    expect(await field(counselor, 'Purpose').inputValue()).toBe('Attendance');
    expect(counselor.errors).toEqual([]);
  });
}

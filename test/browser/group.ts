import type { Browser } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import { Hands } from './hands.ts';
import * as looking from './look.ts';
import { ANA, type Begin, button, choose, field, JOAN, openReports, rows, told } from './steps.ts';

// The group visit and time without a student in the SIS's frame: how long eight students take, with script and without.

export function groupVisits(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let counselor: Window;
  let room: string;
  beforeAll(async () => {
    [demo, browser] = await begin();
    counselor = await openWindow(browser, demo);
    await signIn(counselor, demo, ANA);
    const sql = `select Home_Room as room from Students where SchoolID = 101 and Enroll_Status = 0
    group by Home_Room having count(*) >= 8 order by count(*), Home_Room limit 1`;
    room = (rows<{ room: string }>(demo, sql)[0] as { room: string }).room;
  });
  afterAll(async () => {
    await counselor?.context.close();
  });
  afterEach(() => expect(counselor.errors).toEqual([]));

  const look = (name: string) => looking.look(counselor, name);
  const link = (window: Window, name: string) => window.frame.getByRole('link', { name, exact: true });
  const lastGroup = (): { id: number; students: number } =>
    rows<{ id: number; students: number }>(
      demo,
      `select v.id, (select count(*) from u_ssp_visit_student s where s.visit_id = v.id) as students
      from u_ssp_visit v where v.group_kind is not null order by v.id desc limit 1`,
    )[0] as { id: number; students: number };

  async function openGroup(window: Window): Promise<void> {
    await openReports(window, demo);
    await link(window, 'Group visit').click();
    await window.frame.getByRole('heading', { level: 1, name: 'Group visit', exact: true }).waitFor();
  }
  const chosen = (window: Window, words: string) =>
    window.frame.getByRole('status').filter({ hasText: words }).waitFor();

  describe('a group of eight', () => {
    it('from a homeroom, by pointer: 60 seconds at most', async () => {
      await openGroup(counselor);
      await look('group-first');
      const hands = new Hands(counselor);
      hands.fields++;
      await hands.click(field(counselor, 'Homeroom'));
      await hands.type(room);
      await hands.press('Enter');
      await hands.click(button(counselor, 'Show homeroom'));
      const ticks = counselor.frame.locator('[data-picked] .tick');
      await ticks.nth(7).waitFor();
      for (let at = 0; at < 8; at++) await hands.click(ticks.nth(at));
      await look('group-ticked');
      hands.fields++;
      await hands.click(field(counselor, 'Purpose'));
      await hands.type('scheduled g');
      await hands.press('Enter');
      await hands.click(button(counselor, '30 minutes'));
      hands.fields++;
      await hands.click(field(counselor, 'Note'));
      await hands.type('Talked about exams.');
      await hands.click(button(counselor, 'Save visit'));
      await told(counselor, 'Visit saved');
      expect(lastGroup().students).toBe(8);
      expect(hands.seconds).toBeLessThanOrEqual(60);
      await look('group-saved');
    });

    it('by keyboard alone, seven of a homeroom and one by name: 60 seconds at most', async () => {
      await openGroup(counselor);
      const hands = new Hands(counselor);
      const focus = (words: RegExp) =>
        counselor.inner().waitForFunction(
          ([source]) => {
            const active = document.activeElement as HTMLInputElement | null;
            return new RegExp(source as string).test(active?.labels?.[0]?.textContent ?? active?.textContent ?? '');
          },
          [words.source],
        );
      await field(counselor, 'Homeroom').focus();
      hands.fields++;
      await hands.type(room);
      await hands.press('Enter');
      await hands.tabTo('Show homeroom');
      await hands.press('Enter');
      // Whoever is first on the list has the focus.
      await counselor.frame.locator('[data-picked] .tick').nth(7).waitFor();
      await focus(/, /);
      for (let at = 0; at < 7; at++) {
        if (at > 0) await hands.press('Tab');
        await hands.press('Space');
      }
      hands.fields++;
      await hands.tabTo('Search students', 'Shift+Tab');
      await hands.type('Silva');
      await hands.press('Enter');
      await chosen(counselor, '7 students chosen');
      await focus(/^Silva, Bruno/);
      await hands.press('Space');
      await hands.fill('Purpose', 'scheduled g', 'Enter');
      await hands.fill('Minutes', '30');
      await hands.command('Control+Enter');
      await told(counselor, 'Visit saved');
      expect(lastGroup().students).toBe(8);
      expect(hands.pointerActions).toBe(0);
      expect(hands.seconds).toBeLessThanOrEqual(60);
    });

    it('as last time, with a note about one; what is wrong is said and nothing is lost', async () => {
      await openGroup(counselor);
      await button(counselor, 'Last group').click();
      await chosen(counselor, '8 students chosen');
      expect(await counselor.inner().evaluate(() => document.activeElement?.textContent)).toBe('8 students chosen');
      await counselor.frame.getByText('Own note', { exact: true }).first().click();
      await counselor.frame.getByLabel('Note about this student alone').first().fill('Was quiet.');
      await button(counselor, 'Remove').last().click();
      await chosen(counselor, '7 students chosen');
      expect(await counselor.frame.getByLabel('Note about this student alone').first().inputValue()).toBe('Was quiet.');
      await button(counselor, 'Save visit').click();
      await counselor.frame.getByRole('alert').getByText('Choose what the visit was about.').waitFor();
      await look('group-fault');
      await choose(counselor, 'Purpose', 'scheduled g');
      await field(counselor, 'Minutes').fill('20');
      await button(counselor, 'Add a colleague').click();
      await field(counselor, 'Colleague').waitFor();
      await choose(counselor, 'Colleague', 'chen');
      await look('group-colleague');
      await button(counselor, 'Save visit').click();
      await told(counselor, 'Visit saved');
      await counselor.frame.getByText('Was quiet.').waitFor();
      await counselor.frame.getByText('M. Chen').waitFor();
    });

    it('in the history of one of them nothing of the others', async () => {
      const { id } = lastGroup();
      const sql =
        'select s.DCID as dcid, s.LastFirst as name from u_ssp_visit_student v join Students s on s.DCID = v.student_dcid where v.visit_id = ? order by v.id';
      const [first, ...others] = rows<{ dcid: number; name: string }>(demo, sql, id);
      await link(counselor, first?.name as string).click();
      const row = counselor.frame.locator(`[data-visit="${id}"]`);
      await row.getByText('You · group visit').waitFor();
      const text = await counselor.frame.locator('main').innerText();
      for (const { name } of others) expect(text).not.toContain(name);
      await row.getByText('Void for this student').click();
      await look('group-history');
      await row.getByLabel('Reason').fill('Was not there');
      await row.getByRole('button', { name: 'Void visit' }).click();
      await told(counselor, 'Visit voided');
      expect(lastGroup()).toEqual({ id, students: 6 });
    });
  });

  it('with scripts off, whom one looks for and what one typed stays, and it is saved', async () => {
    const plain = await openWindow(browser, demo, { javaScriptEnabled: false });
    await signIn(plain, demo, ANA);
    await openGroup(plain);
    await plain.frame.getByLabel('Note', { exact: true }).fill('kept');
    await plain.frame.getByLabel('Purpose', { exact: true }).selectOption({ label: 'Scheduled group' });
    await plain.frame.getByLabel('Minutes', { exact: true }).fill('25');
    await plain.frame.getByLabel('Homeroom', { exact: true }).selectOption({ label: room });
    await plain.frame.getByRole('button', { name: 'Show homeroom' }).click();
    const ticks = plain.frame.locator('[data-picked] .tick');
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await plain.frame.getByRole('button', { name: 'Put them on the list' }).click();
    await chosen(plain, '2 students chosen');
    expect(await plain.frame.getByLabel('Note', { exact: true }).inputValue()).toBe('kept');
    await plain.frame.getByRole('button', { name: 'Save visit' }).last().click();
    await told(plain, 'Visit saved');
    expect(lastGroup().students).toBe(2);
    await plain.context.close();
  });

  it('time without a student is written down and voided, and stands in the report', async () => {
    await openReports(counselor, demo);
    await link(counselor, 'Time without a student').click();
    await counselor.frame.getByRole('heading', { name: 'Time without a student', level: 1 }).waitFor();
    await look('time-first');
    await field(counselor, 'What you did').selectOption({ label: 'Assembly or presentation' });
    await button(counselor, '45 minutes').click();
    await button(counselor, 'Save time').click();
    await counselor.frame.getByRole('alert').getByText('how many people').waitFor();
    await field(counselor, 'People').fill('240');
    await button(counselor, 'Save time').click();
    await told(counselor, 'Time saved');
    await look('time-saved');
    const principal = await openWindow(browser, demo);
    await signIn(principal, demo, JOAN);
    await openReports(principal, demo);
    await link(principal, 'Working time of staff').click();
    await principal.frame.getByRole('heading', { level: 1, name: 'Working time' }).waitFor();
    await looking.look(principal, 'staffing');
    await principal.context.close();
  });
}

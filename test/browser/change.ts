import type { Browser, Dialog } from 'playwright-core';
import { openWindow, signIn, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import { ANA, type Begin, beginVisit, button, field, goToStudent, IRENA, rows, told } from './steps.ts';

// A visit that is put right: in the frame, by keyboard and on a phone, and with two windows at the same visit.

const [BRUNO, DANIELA] = [5005, 5001];

export function changedVisits(begin: Begin): void {
  let demo: Demo;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    [demo, browser] = await begin();
    window = await openWindow(browser, demo);
    await signIn(window, demo, ANA);
  });
  afterAll(async () => {
    await window?.context.close();
  });
  afterEach(() => expect(window.errors).toEqual([]));

  const look = (name: string) => looking.look(window, name);

  const newest = (student: number) =>
    rows<{ id: number; revision: number; minutes: number }>(
      demo,
      `select v.id, v.revision, v.minutes from u_ssp_visit v join u_ssp_visit_student s on s.visit_id = v.id
     where s.student_dcid = ? order by v.id desc limit 1`,
      student,
    )[0] as { id: number; revision: number; minutes: number };
  const rowOf = (id: number) => window.frame.locator(`[data-visit="${id}"]`);

  it('a visit is changed, and what it was can be unfolded', async () => {
    await goToStudent(window, demo, BRUNO);
    await beginVisit(window, 'as it was first');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    // What is typed into a new visit meanwhile stays.
    await field(window, 'Note').fill('half a new visit');
    const { id } = newest(BRUNO);
    await rowOf(id).getByRole('link', { name: 'Change', exact: true }).click();
    await window.frame.getByRole('heading', { name: 'Change this visit' }).waitFor();
    await look('change');
    await field(window, 'Minutes').fill('25');
    await field(window, 'Note').fill('as it is now');
    await field(window, 'Reason for change').fill('too fast');
    await window.page.keyboard.press('Control+Enter');
    await told(window, 'Visit changed');
    expect(newest(BRUNO)).toMatchObject({ id, revision: 2, minutes: 25 });
    expect(await field(window, 'Note').inputValue()).toBe('half a new visit');
    await rowOf(id).getByText('What it was before').click();
    await rowOf(id).getByText('as it was first').waitFor();
    await look('changed');
  });

  it('is not left in silence with something changed in it', async () => {
    const { id } = newest(BRUNO);
    const asked: string[] = [];
    const accept = (dialog: Dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    };
    window.page.on('dialog', accept);
    const open = async () => {
      await goToStudent(window, demo, BRUNO);
      await rowOf(id).getByRole('link', { name: 'Change', exact: true }).click();
      await window.frame.getByRole('heading', { name: 'Change this visit' }).waitFor();
    };
    await open();
    await open();
    expect(asked).toEqual([]);
    await field(window, 'Note').click();
    await window.page.keyboard.type('a word ');
    await window.frame.getByRole('link', { name: 'Back' }).click();
    await window.frame.getByRole('alert').getByText('is not saved yet').waitFor();
    await look('change-left');
    await goToStudent(window, demo, BRUNO);
    expect(asked).toEqual(['beforeunload']);
    await open();
    await field(window, 'Note').click();
    await window.page.keyboard.type('a word ');
    for (let press = 0; press < 2; press++) await window.frame.getByRole('link', { name: 'Back' }).click();
    await window.frame.getByRole('heading', { name: 'Referrals', exact: true }).waitFor();
    expect(newest(BRUNO)).toMatchObject({ id, revision: 2 });
    window.page.off('dialog', accept);
  });

  it('two windows at one visit: the second one sees both, and chooses', async () => {
    const { id } = newest(BRUNO);
    await goToStudent(window, demo, BRUNO);
    await rowOf(id).getByRole('link', { name: 'Change', exact: true }).click();
    // The page that one comes from has minutes, too.
    await window.frame.getByRole('heading', { name: 'Change this visit' }).waitFor();
    await field(window, 'Minutes').fill('35');
    const other = await window.context.newPage();
    await other.goto(`${demo.sis}/admin/students/ssp/support.html?frn=001${BRUNO}`);
    const frame = other.frameLocator('iframe[name="student-support"]');
    await frame.locator(`[data-visit="${id}"]`).getByRole('link', { name: 'Change', exact: true }).click();
    await frame.getByRole('heading', { name: 'Change this visit' }).waitFor();
    await frame.getByLabel('Minutes', { exact: true }).fill('45');
    await frame.getByRole('button', { name: 'Save the change' }).click();
    await frame.getByRole('status').filter({ hasText: 'Visit changed' }).waitFor();
    await other.close();
    await button(window, 'Save the change').click();
    await window.frame.getByRole('heading', { name: 'Somebody else changed this visit meanwhile' }).waitFor();
    for (const words of ['45 min', '35 min']) await window.frame.getByRole('cell', { name: words }).waitFor();
    await look('change-conflict');
    await window.frame.locator('.conflict').getByRole('button', { name: 'Save mine over it' }).click();
    await told(window, 'Visit changed');
    expect(newest(BRUNO)).toMatchObject({ id, revision: 4, minutes: 35 });
  });

  it('a visit of the wrong student is voided and written for the right one', async () => {
    await goToStudent(window, demo, BRUNO);
    await beginVisit(window, 'this was Daniela');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    const { id } = newest(BRUNO);
    await rowOf(id).getByText('Void', { exact: true }).click();
    await rowOf(id).getByLabel('Reason').fill('wrong student');
    await rowOf(id).getByRole('button', { name: 'Void and write for another student' }).click();
    await window.frame.getByRole('heading', { name: 'Copy to a new visit' }).waitFor();
    await look('copy');
    await field(window, 'Search students').fill('Okafor');
    await button(window, 'Search').click();
    await window.frame.getByRole('link', { name: 'Okafor, Daniela' }).click();
    await window.frame.getByRole('heading', { name: 'Okafor, Daniela', level: 1 }).waitFor();
    expect(await field(window, 'Note').inputValue()).toBe('this was Daniela');
    await button(window, 'Save visit').click();
    await told(window, 'Visit saved');
    expect(newest(DANIELA).minutes).toBe(15);
  });

  it('a restricted note: why is asked once it is ticked, people are named after saving, and they open it', async () => {
    await goToStudent(window, demo, BRUNO);
    await beginVisit(window, 'for two of us');
    expect(await field(window, 'Why restricted').isVisible()).toBe(false);
    await field(window, 'Restricted note').check();
    await field(window, 'Why restricted').fill('a custody matter');
    await window.frame.getByLabel('Choose who else may open it').check();
    await button(window, 'Save visit').click();
    await window.frame.getByRole('heading', { name: 'Who may open it' }).waitFor();
    await told(window, 'Visit saved');
    await look('readers');
    await window.frame.getByLabel('Kowalski, Irena').check();
    await button(window, 'Save').click();
    await told(window, 'Saved who may open the note');
    const { id } = newest(BRUNO);
    await window.context.close();
    window = await openWindow(browser, demo);
    await signIn(window, demo, IRENA);
    await goToStudent(window, demo, BRUNO);
    await rowOf(id).getByText('a custody matter').waitFor();
    await rowOf(id).getByRole('button', { name: 'Restricted note by A. Reyes: open' }).click();
    await window.frame.getByText('for two of us').waitFor();
  });
}

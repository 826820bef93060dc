import type { Browser, BrowserContext } from 'playwright-core';
import { openWindow, signIn, turns, type Window } from './browser.ts';
import type { Demo } from './demo-process.ts';
import * as looking from './look.ts';
import {
  ANA,
  type Begin,
  button,
  choose,
  field,
  goDownTo,
  goToStudent,
  HANA,
  openReports,
  PETER,
  RUBEN,
  rows,
  told,
} from './steps.ts';

// The settings of a district: in the SIS's frame by mouse, by keyboard alone and with scripts off; nothing for axe to find,
// nothing too wide. And a code of the district's own from its making to the visit.

export function settingsOfADistrict(begin: Begin): void {
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
        await openReports(window, demo);
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
  const heading = (name: string | RegExp) => window.frame.getByRole('heading', { level: 1, name, exact: true });
  const link = (name: string | RegExp) => window.frame.getByRole('link', { name, exact: typeof name === 'string' });
  const faults = () => window.frame.getByRole('alert').getByRole('listitem');

  async function settings(...way: string[]): Promise<void> {
    await link('Settings').click();
    await heading('Settings').waitFor();
    for (const step of way) await link(step).click();
  }

  describe('staff facts', () => {
    it('are found by name, added, ended and voided by mouse', async () => {
      await as(RUBEN);
      await settings();
      await look('settings');
      await link('Staff').click();
      await heading('Staff').waitFor();
      await look('settings-staff-empty');
      await field(window, 'Staff member').fill('reyes');
      await button(window, 'Find').click();
      await link('Reyes, Ana').click();
      await heading('Reyes, Ana').waitFor();
      await button(window, 'Add period').click();
      await faults().first().waitFor();
      expect(await faults().count()).toBe(4);
      expect(await window.inner().evaluate(() => document.activeElement?.className)).toBe('faults');
      await look('settings-person-faults');
      await field(window, 'Provider type').selectOption({ label: 'School counselor' });
      await field(window, 'Employer').selectOption({ label: 'The district' });
      await field(window, 'FTE').fill('0.8');
      await field(window, 'First day').fill('2026-08-25');
      await button(window, 'Add period').click();
      await told(window, 'Period added');
      await window.frame.getByText('End', { exact: true }).click();
      await look('settings-person-end');
      await field(window, 'Last day').first().fill('2026-01-01');
      await button(window, 'Save last day').click();
      await faults().filter({ hasText: 'before the first one' }).waitFor();
      await field(window, 'Last day').first().fill('2099-06-30');
      await button(window, 'Save last day').click();
      await told(window, 'Last day saved');
      await window.frame.getByText('Void', { exact: true }).click();
      await field(window, 'Reason').fill('It was somebody else.');
      await button(window, 'Void period').click();
      await told(window, 'Period voided');
      await window.frame.getByText('Reason: It was somebody else.').waitFor();
      await look('settings-person');
      const kept = 'select revision, fte, to_day, void_reason from u_ssp_staff_fact where person = 9001 order by id';
      expect(rows(demo, kept)).toEqual([
        { revision: 1, fte: 80, to_day: null, void_reason: null },
        { revision: 2, fte: 80, to_day: '2099-06-30', void_reason: null },
        { revision: 3, fte: 80, to_day: '2099-06-30', void_reason: 'It was somebody else.' },
      ]);
    });

    it('by keyboard alone', async () => {
      await as(PETER);
      const { keyboard } = window.page;
      await link('Settings').focus();
      await keyboard.press('Enter');
      await link('Staff').focus();
      await keyboard.press('Enter');
      await field(window, 'Staff member').focus();
      await keyboard.type('chen maya');
      await keyboard.press('Enter');
      await link('Chen, Maya').focus();
      await keyboard.press('Enter');
      await field(window, 'Provider type').focus();
      await goDownTo(window, 'School psychologist');
      await keyboard.press('Tab');
      await keyboard.type('1');
      await keyboard.press('Tab');
      await goDownTo(window, 'The district');
      await keyboard.press('Tab');
      await keyboard.type('08252026');
      await field(window, 'Last day').focus();
      await keyboard.press('Enter');
      await told(window, 'Period added');
      await link('Staff').focus();
      await keyboard.press('Enter');
      await window.frame.getByText('School psychologist · The district · 1.00 FTE').waitFor();
      await look('settings-staff');
    });

    it('with scripts off; two people at once, and nobody’s change is lost', async () => {
      await withoutScripts(PETER);
      await settings('Staff');
      await field(window, 'Staff member').fill('9010');
      await button(window, 'Find').click();
      await link('Osei, Kwame').click();
      const fill = async (fte: string) => {
        await field(window, 'Provider type').selectOption({ label: 'School counselor' });
        await field(window, 'Employer').selectOption({ label: 'A partner agency' });
        await field(window, 'FTE').fill(fte);
        await field(window, 'First day').fill('2026-08-25');
      };
      await fill('0.5');
      const first = window;
      window = await openWindow(browser, demo, { javaScriptEnabled: false });
      await signIn(window, demo, RUBEN);
      await openReports(window, demo);
      await settings('Staff');
      await field(window, 'Staff member').fill('Kwame');
      await button(window, 'Find').click();
      await link('Osei, Kwame').click();
      await fill('0.6');
      await button(window, 'Add period').click();
      await told(window, 'Period added');
      await window.context.close();
      window = first;
      await button(window, 'Add period').click();
      await window.frame.getByRole('alert').filter({ hasText: 'Somebody else changed this meanwhile' }).waitFor();
      expect(await field(window, 'FTE').inputValue()).toBe('0.5');
      await window.frame.getByText('0.60 FTE · A partner agency').waitFor();
      await looking.takePicture(window.page, 'settings-person-changed-1280', 1280);
      expect(rows(demo, 'select fte from u_ssp_staff_fact where person = 9010')).toEqual([{ fte: 60 }]);
    });
  });

  describe('codes of the district', () => {
    it('are made, and stand on the form at once; the visit keeps both', async () => {
      await as(PETER);
      await settings('Codes of your own');
      await look('settings-codes');
      await link('Purpose').click();
      await heading('Purpose').waitFor();
      await field(window, 'Label').fill('<b>Food</b> shelf');
      await button(window, 'Add code').click();
      await faults().first().waitFor();
      await look('settings-set-faults');
      await field(window, 'Code').fill('L_SHELF');
      await choose(window, 'Counts as', 'Food');
      await field(window, 'Sensitive').check();
      await button(window, 'Add code').click();
      await told(window, 'Code added. It is on the list now.');
      await look('settings-set');
      await link('<b>Food</b> shelf').click();
      await heading('<b>Food</b> shelf').waitFor();
      await field(window, 'Label').fill('Food shelf');
      await button(window, 'Save change').click();
      await told(window, 'Change saved');
      await window.frame.getByText('Label: <b>Food</b> shelf → Food shelf').waitFor();
      await look('settings-code');

      await as(ANA);
      await goToStudent(window, demo, 5005);
      await choose(window, 'Purpose', 'Food shelf');
      await field(window, 'Minutes').fill('10');
      await button(window, 'Save visit').click();
      await told(window, 'Visit saved');
      await window.frame.getByText('Food shelf', { exact: true }).last().waitFor();
      const kept = `select v.purpose, v.sensitive, c.code from u_ssp_visit v join u_ssp_visit_code c on c.visit_id = v.id`;
      expect(rows(demo, kept)).toEqual([{ purpose: 'BAS_FOOD', sensitive: 1, code: 'L_SHELF' }]);
    });

    it('with scripts off', async () => {
      await withoutScripts(PETER);
      await settings('Codes of your own', 'Setting');
      await field(window, 'Label').fill('School garden');
      await field(window, 'Code').fill('l_garden');
      await field(window, 'Counts as').selectOption({ label: 'Other school space' });
      await button(window, 'Add code').click();
      await told(window, 'Code added. It is on the list now.');
      expect(rows(demo, "select code from u_ssp_local_code where code_set = 'SETTING'")).toEqual([
        { code: 'L_GARDEN' },
      ]);
    });

    it('are read by a district administrator, who changes none', async () => {
      await as(RUBEN);
      await settings('Codes of your own', 'Purpose', 'Food shelf');
      await heading('Food shelf').waitFor();
      expect(await button(window, 'Save change').count()).toBe(0);
      await look('settings-code-read');
    });
  });

  describe('the state profile', () => {
    it('is told in words', async () => {
      await as(RUBEN);
      await settings('State profile');
      await window.frame.getByText('A consent holds', { exact: true }).waitFor();
      await look('settings-profile');
      await link('Open in own tab').waitFor();
      const events = "select event from u_ssp_audit where event = 'PROFILE_CHANGED'";
      expect(rows(demo, events)).toEqual([{ event: 'PROFILE_CHANGED' }]);
    });
  });

  it('is nothing for support staff, nor for a state consultant', async () => {
    for (const person of [HANA, ANA]) {
      await as(person);
      expect(await link('Settings').count()).toBe(0);
      const answer = await window.page.goto(`${demo.service}/enter?page=settings`);
      expect([person, answer?.status()]).toEqual([person, 403]);
    }
  });
}

import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, bruno, irena, kwame, maya } from '../people.ts';
import { actor } from './actor.ts';

// Something else came first: it is told in words, and nothing that was typed is lost.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
beforeAll(
  async () => {
    test = await makeDistrict();
    it_ = makeApp(test);
    browser = await it_.as(ana);
    does = actor(test, it_);
  },
  ON_MSSQL ? 180_000 : 30_000,
);
afterAll(() => test.close());

const opened = async (more: Record<string, string> = {}) =>
  (await does.refer(browser, bruno.dcid, more))[0] as { id: number; referral_id: number };

describe('closed by somebody else meanwhile', () => {
  it('what was typed stands there still, and is not offered to be sent once more', async () => {
    const { id } = await opened();
    expect((await does.step(await it_.as(maya), id, 'close', { outcome: 'NO_SHOW' })).status).toBe(303);
    const typed = { outcome: 'NO_CAPACITY', on: '2026-11-18', note: 'full until spring' };
    const late = await does.step(browser, id, 'decline', typed);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Reopen it first')]);
    for (const words of ['full until spring', 'value="2026-11-18"', 'so that you can copy it'])
      expect(late.text).toContain(words);
    expect(late.text).toMatch(/value="NO_CAPACITY" selected/);
    expect(late.text).not.toContain('Save: Decline');
  });

  it('one press without a word says nothing about typing', async () => {
    const { id } = await opened();
    await does.step(browser, id, 'close', { outcome: 'NO_SHOW' });
    const late = await does.step(await it_.as(maya), id, 'send');
    expect([late.status, late.text.includes('so that you can copy it')]).toEqual([409, false]);
  });

  it('the reason for taking back stays, too', async () => {
    const { id } = await opened({ date: '2026-10-05', why: 'late' });
    await does.step(browser, id, 'start', { on: '2026-10-10', why: 'late' });
    const start = (await does.facts(id)).at(-1);
    expect((await does.step(await it_.as(irena), id, 'check', { active: 'yes' })).status).toBe(303);
    const back = { fact: String(start.id), reason: 'it was the other student' };
    const late = await browser.post(`/referrals/targets/${id}/take-back`, back);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Take the check back first')]);
    expect(late.text).toContain('it was the other student');
  });
});

import { type Browser, led, makeApp, type TestApp } from '../app.ts';
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
    expect(late.text).not.toContain('Save “Decline”');
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

describe('voided by somebody else meanwhile', () => {
  it('is told as that on its page, with what was typed, and nobody is sent to a real need', async () => {
    const { id, referral_id } = await opened();
    const voided = await (await it_.as(maya)).post(`/referrals/${referral_id}/void`, { reason: 'wrong student' });
    expect(voided.status).toBe(303);
    const late = await does.step(browser, id, 'wait', { interim: 'CHECKIN', why: 'they told me by phone' });
    expect(late.status).toBe(409);
    for (const words of ['it was voided', 'Voided Nov 20: wrong student', 'they told me by phone', 'you can copy it'])
      expect(late.text).toContain(words);
    expect(late.text).not.toContain('A student of another school');
    expect((await does.facts(id)).map(({ kind }) => kind)).toEqual(['M_IDENT']);
  });

  it('is told at the top of the student’s page, too', async () => {
    const { id, referral_id } = await opened();
    await (await it_.as(maya)).post(`/referrals/${referral_id}/void`, { reason: 'wrong student' });
    const about = { outcome: 'DECL_FAMILY', outcome_date: '2026-11-19', why: 'mother called' };
    const sent = { form_key: crypto.randomUUID(), ...about, revision: '1' };
    const late = await browser.post(`/referrals/targets/${id}/outcome`, sent);
    expect(late.status).toBe(409);
    expect(late.text).toContain('it was voided');
    expect(late.text).toContain('You had written: Family declined · Nov 19 · mother called');
  });
});

describe('somebody of another school, for a real need', () => {
  const WORDS = 'The school called, the student is with me and nobody else is here.';

  it('takes no referral, and voids none that the school opened', async () => {
    const { id, referral_id } = await opened({ school_1: 'Circle of friends', agency_1: '' });
    const other = await it_.as(kwame);
    const [{ Student_Number }] = await test.owner('Students').where({ DCID: bruno.dcid }).select('Student_Number');
    const need = { number: String(Student_Number), need: 'CRISIS', words: WORDS };
    expect((await other.post('/access/break-glass', need)).status).toBe(303);
    const page = await other.get(`/referrals/${referral_id}`);
    expect([page.status, page.text.includes('Save “Accepted”')]).toEqual([200, false]);
    expect(page.text).not.toContain('Void this referral');
    const took = await does.step(other, id, 'accept');
    expect([took.status, took.text]).toEqual([
      409,
      expect.stringContaining('Only support staff of the student’s school'),
    ]);
    expect(await does.now(id)).toMatchObject({ status: 'OPEN', assignee: null });
    const voided = await other.post(`/referrals/${referral_id}/void`, { reason: 'mistake' });
    expect([voided.status, voided.text]).toEqual([422, expect.stringContaining('Please ask one of them')]);
    // What she opens herself she may void.
    const [own] = await does.refer(other, bruno.dcid, { need: 'DENTAL' });
    expect((await other.post(`/referrals/${own?.referral_id}/void`, { reason: 'mistake' })).status).toBe(303);
  });
});

describe('a form that does not fit', () => {
  it('says why only now where there is a field for it', async () => {
    const { id } = await opened({ date: '2026-10-05', why: 'late' });
    const late = await does.step(browser, id, 'decline', { outcome: 'NO_CAPACITY', on: '2026-10-10', note: '' });
    expect(late.status).toBe(422);
    const field = /href="#([^"]+)">That was more than 14 days ago/.exec(late.text)?.[1];
    expect(late.text).toContain(`id="${field}"`);
  });

  it('says that two reasons together are too long', async () => {
    const { id } = await opened();
    const sent = { outcome: 'UNREACHABLE', why: 'x'.repeat(120), untried_why: 'y'.repeat(120) };
    expect((await does.step(browser, id, 'close', sent)).text).toContain(
      'both reasons together may have 200 characters',
    );
  });

  it('goes back to no place that there is not', async () => {
    const { id, referral_id } = await opened();
    const answer = await does.step(browser, id, 'send', { back: 'toString' });
    expect([answer.status, led(answer)]).toEqual([303, `/referrals/${referral_id}?done=step#target-${id}`]);
  });

  it('takes nothing back that stands elsewhere, and does not say so', async () => {
    const { id } = await opened();
    const other = await opened({ need: 'DENTAL' });
    await does.step(browser, other.id, 'send');
    const fact = (await does.facts(other.id)).at(-1);
    const back = { fact: String(fact.id), reason: 'mistake' };
    const answer = await browser.post(`/referrals/targets/${id}/take-back`, back);
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('not written down here')]);
    expect((await does.facts(other.id)).at(-1)).toMatchObject({ voided_at: null });
  });
});

describe('a form that is sent twice', () => {
  const keyOf = (text: string, after: string) =>
    new RegExp(`${after}[^]*?name="form_key" value="([^"]+)"`).exec(text)?.[1] as string;

  it('puts off one step, not the one that is next by then', async () => {
    const { id } = await opened();
    const form_key = crypto.randomUUID();
    const later = () => does.step(browser, id, 'later', { form_key, due: '2026-12-01', note: 'she is away' });
    expect((await later()).status).toBe(303);
    await does.step(await it_.as(maya), id, 'offer');
    const { next_due } = await does.now(id);
    expect((await later()).status).toBe(303);
    expect((await does.facts(id)).map(({ kind }) => kind)).toEqual(['M_IDENT', 'R_LATER', 'M_OFFER']);
    expect(await does.now(id)).toMatchObject({ next_due });
  });

  it('is one, whatever somebody else wrote in between; of a step that is there only once, too', async () => {
    const { id } = await opened();
    await does.step(browser, id, 'send');
    const asked = { form_key: crypto.randomUUID() };
    await does.step(browser, id, 'ask', asked);
    const offered = { form_key: crypto.randomUUID() };
    await does.step(browser, id, 'offer', offered);
    await does.step(await it_.as(maya), id, 'release');
    for (const [step, form] of [
      ['ask', asked],
      ['offer', offered],
    ] as const)
      expect((await does.step(browser, id, step, form)).status).toBe(303);
    expect((await does.facts(id)).filter(({ kind }) => kind === 'R_ASKED')).toHaveLength(1);
  });

  it('with something else in it is told apart, keeps what was typed, and may be sent with another key', async () => {
    const { id } = await opened();
    const form_key = crypto.randomUUID();
    const later = (more: Record<string, string>) =>
      does.step(browser, id, 'later', { form_key, due: '2026-12-01', note: 'she is away', ...more });
    await later({});
    const other = await later({ note: 'the mother asked' });
    expect([other.status, other.text]).toEqual([409, expect.stringContaining('with something else in it')]);
    expect(other.text).toContain('value="the mother asked"');
    const fresh = keyOf(other.text, '<summary>Put off</summary>');
    expect(fresh).not.toBe(form_key);
    expect((await later({ note: 'the mother asked', form_key: fresh })).status).toBe(303);
  });

  it('is not called saved when it was taken back since', async () => {
    const { id } = await opened();
    const form = { form_key: crypto.randomUUID() };
    await does.step(browser, id, 'offer', form);
    const fact = String((await does.facts(id)).at(-1).id);
    await browser.post(`/referrals/targets/${id}/take-back`, { fact, reason: 'mistake' });
    const again = await does.step(browser, id, 'offer', form);
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('was taken back since')]);
  });

  it('without a key is asked for once more', async () => {
    const { id } = await opened();
    const answer = await does.step(browser, id, 'offer', { form_key: '1' });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('This form is not whole')]);
  });

  it('bears a key of its own on every page', async () => {
    const { id, referral_id } = await opened({ school_1: 'Circle of friends', agency_1: '', date: '2026-11-09' });
    for (const url of [`/referrals/${referral_id}`, `/students/${bruno.dcid}`, '/tasks', '/referrals'])
      for (const form of (await browser.get(url)).text.split('<form').slice(1))
        if (/action="\/referrals\/targets\/\d+\/(steps|outcome)"/.test(form))
          expect([url, form]).toEqual([url, expect.stringMatching(/name="form_key" value="[0-9a-f-]{36}"/)]);
    expect((await browser.get('/referrals')).text).toContain(`/referrals/targets/${id}/steps`);
  });
});

it('of two who open the same need at once the second one is asked', async () => {
  const both = [browser, await it_.as(maya)];
  for (const need of ['VISION', 'MENTOR', 'TUTORING', 'LEGAL_AID']) {
    const opening = (one: Browser) =>
      one.post(`/students/${bruno.dcid}/referrals`, {
        ...{ form_key: crypto.randomUUID(), need, reason: 'EMO_ANX', urgency: 'ROUTINE', location: '' },
        ...{ date: '2026-11-20', agency_1: 'Lakeside Family Center' },
      });
    const answers = await Promise.all(both.map(opening));
    expect([need, ...answers.map(({ status }) => status).toSorted()]).toEqual([need, 303, 422]);
    expect(answers.find(({ status }) => status === 422)?.text).toContain('This need is open already');
  }
});

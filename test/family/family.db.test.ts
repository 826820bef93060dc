import { type Browser, led, makeApp, type TestApp, testConfig } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, irena, kwame, maya } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// How a family is reached, and what "could not be reached" asks for.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
const url = `/students/${bruno.dcid}/family`;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
  does = actor(test, it_);
});
afterAll(() => test.close());

const tried = (more: Record<string, string> = {}, who = browser) =>
  who.post(`${url}/tries`, {
    form_key: crypto.randomUUID(),
    way: 'PHONE',
    result: 'NO_ANSWER',
    tried_on: '2026-11-18',
    ...more,
  });

describe('the card of a family', () => {
  const card = { caller: String(maya.reader), language: 'Portuguese', interpreter: '1' };

  it('says who calls, the language, and that an interpreter is needed', async () => {
    expect(led(await browser.post(url, { ...card, revision: '0' }))).toBe(`${url}?done=saved`);
    const page = await browser.get(url);
    for (const words of ['Maya Chen', 'value="Portuguese"', 'never the student', 'Written down Nov 20 by you'])
      expect(page.text).toContain(words);
    const [row] = await test.owner('u_ssp_audit').where({ event: 'FAMILY_SAVED', outcome: 'allowed' });
    expect(row).toMatchObject({ student: bruno.dcid, subject: 'family' });
  });

  it('of two people at once the first stands, and the other one is told', async () => {
    const nurse = await it_.as(irena);
    const answers = await Promise.all([
      browser.post(url, { ...card, language: 'Spanish', revision: '1' }),
      nurse.post(url, { ...card, language: 'English', revision: '1' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const lost = answers.find(({ status }) => status === 409)?.text;
    expect(lost).toContain('Somebody else changed this meanwhile');
    const [hers, theirs] = answers[0]?.status === 409 ? ['Spanish', 'English'] : ['English', 'Spanish'];
    expect(lost).toContain(`value="${hers}"`);
    expect(lost).toContain(` calls · ${theirs} · an interpreter is needed`);
    expect(lost).toContain('name="revision" value="2"');
  });

  it('names nobody who works elsewhere', async () => {
    const answer = await browser.post(url, { ...card, caller: String(kwame.reader), revision: '2' });
    expect([answer.status, answer.text]).toEqual([
      422,
      expect.stringContaining('does not work at the student’s school'),
    ]);
  });
});

describe('tries', () => {
  it.each<[string, Record<string, string>, string]>([
    ['without a way', { way: '' }, 'Choose how you tried'],
    ['without a result', { result: 'MAYBE' }, 'Choose what came of it'],
    ['in the future', { tried_on: '2026-11-21' }, 'not come yet'],
    ['on no day', { tried_on: '2026-02-30' }, 'no such day'],
    ['of long ago without a reason', { tried_on: '2026-11-05' }, 'more than 14 days ago'],
    ['with too long a reason', { why: 'x'.repeat(201) }, 'Shorten it to 200 characters'],
  ])('%s come back in words', async (_what, more, words) => {
    const answer = await tried(more);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
  });

  it('"could not reach family" asks for three by two ways, or a reason', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { date: '2026-11-16' });
    const id = target?.id as number;
    const close = (more = {}) => does.step(browser, id, 'close', { outcome: 'UNREACHABLE', ...more });
    expect((await close()).text).toContain('No try is written down since the referral was opened');
    const form = { form_key: crypto.randomUUID() };
    expect((await tried(form)).status).toBe(303);
    expect((await tried(form)).status).toBe(303);
    const changed = await tried({ ...form, result: 'RETURNED_MAIL' });
    expect([changed.status, changed.text.includes('was saved before with something else')]).toEqual([422, true]);
    await tried();
    await tried({ tried_on: '2026-11-10', way: 'LETTER' });
    expect((await close()).text).toContain('2 tries by one way are written down');
    await tried();
    expect((await close()).status).toBe(422);
    await tried({ way: 'LETTER', result: 'RETURNED_MAIL', with_interpreter: '1' });
    // What was tried after it was over is no try before it.
    expect((await close({ on: '2026-11-16' })).text).toContain('No try is written down since');
    expect((await close()).status).toBe(303);
    expect(await does.now(id)).toMatchObject({ outcome: 'UNREACHABLE', access: 'NO' });
    expect((await browser.get(url)).text).toContain('Letter · Letter came back · with an interpreter');

    const [other] = await does.refer(browser, bruno.dcid, { date: '2026-11-20', need: 'DENTAL' });
    const set = { form_key: crypto.randomUUID(), outcome: 'UNREACHABLE', outcome_date: '2026-11-20', revision: '1' };
    const fast = await browser.post(`/referrals/targets/${other?.id}/outcome`, set);
    expect([fast.status, fast.text]).toEqual([422, expect.stringContaining('No try is written down')]);
    const sure = (more: Record<string, string>) =>
      browser.post(`/referrals/targets/${other?.id}/outcome`, { ...set, ...more });
    // A word on something else is no reason for this.
    const aside = await sure({ why: 'by phone' });
    expect([aside.status, aside.text]).toEqual([422, expect.stringContaining('Why not three tries by two ways')]);
    expect((await sure({ why: 'by phone', untried_why: 'x'.repeat(200) })).text).toContain(
      'both reasons together may have 200 characters',
    );
    expect((await sure({ untried_why: 'the family left the country' })).status).toBe(303);
    expect((await does.facts(other?.id as number)).at(-1)).toMatchObject({ why: 'the family left the country' });

    const [third] = await does.refer(browser, bruno.dcid, { date: '2026-11-20', need: 'LEGAL_AID' });
    const step = (more = {}) => does.step(browser, third?.id as number, 'close', { outcome: 'UNREACHABLE', ...more });
    expect((await step({ why: 'by phone' })).text).toContain('name="untried_why"');
    expect((await step({ why: 'by phone', untried_why: 'no number' })).status).toBe(303);
    expect((await does.facts(third?.id as number)).at(-1)).toMatchObject({ why: 'by phone; no number' });
  });

  it('of long ago stands with its reason, and with another one it is another try', async () => {
    const form = { form_key: crypto.randomUUID(), tried_on: '2026-10-01', why: 'it was on paper' };
    expect((await tried(form)).status).toBe(303);
    expect((await tried(form)).status).toBe(303);
    expect((await tried({ ...form, why: 'found late' })).text).toContain('saved before with something else');
    expect((await browser.get(url)).text).toContain('it was on paper');
    expect(await test.owner('u_ssp_family_try').where({ tried_on: '2026-10-01' })).toMatchObject([
      { why: 'it was on paper' },
    ]);
    const broken = await tried({ form_key: 'nonsense' });
    expect([broken.status, broken.text.includes('value="nonsense"')]).toEqual([422, false]);
  });

  it('is taken back by whoever wrote it, with a reason, and counts no more', async () => {
    await tried({ way: 'IN_PERSON', result: 'REACHED' });
    const [{ id }] = await test.owner('u_ssp_family_try').where({ way: 'IN_PERSON' });
    const nurse = await it_.as(irena);
    expect((await nurse.post(`${url}/tries/${id}/void`, { reason: 'x' })).status).toBe(404);
    expect((await browser.post(`${url}/tries/${id}/void`, {})).text).toContain('Say why it is taken back');
    expect((await browser.post(`${url}/tries/${id}/void`, { reason: 'another family' })).status).toBe(303);
    expect((await browser.get(url)).text).toContain('Taken back: another family');
  });

  it('are not found by people of another school', async () => {
    const other = await it_.as(kwame);
    expect((await other.get(url)).status).toBe(404);
    expect((await tried({}, other)).status).toBe(404);
  });
});

describe('where the state asks that parents are told', () => {
  it('the notice is the next step, and writing it down moves on', async () => {
    const texas = makeApp(test, { STATE_PROFILE: 'TX' });
    expect(testConfig({ STATE_PROFILE: 'TX' }).profile.state.code).toBe('TX');
    const her = await texas.as(ana);
    const [target] = await does.refer(her, 5003, { need: 'TRAUMA', date: '2026-11-19' });
    const id = target?.id as number;
    expect(await does.now(id)).toMatchObject({ next_step: 'NOTICE', next_due: '2026-11-24' });
    expect((await does.step(her, id, 'notice', {})).text).toContain('Choose how the parents were told');
    await does.step(her, id, 'notice', { way: 'LETTER' });
    expect(await does.now(id)).toMatchObject({ next_step: 'OFFER' });
    const [other] = await does.refer(her, 5003, { need: 'DENTAL', date: '2026-11-19' });
    expect(await does.now(other?.id as number)).toMatchObject({ next_step: 'OFFER' });
    expect((await her.get(`/referrals/${target?.referral_id}`)).text).toContain('Parents told · letter');
  });
});

import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, kwame } from '../people.ts';
import { actor } from './actor.ts';

// A barrier that was ticked by mistake.

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

const noted = (target: number) => test.owner('u_ssp_target_barrier').where({ target_id: target }).orderBy('id');

/** On the waitlist, with two things in the way. */
async function waiting(form_key: string = crypto.randomUUID()) {
  const [one] = await does.refer(browser, bruno.dcid);
  const target = one?.id as number;
  const form = { form_key, interim: 'CHECKIN', barrier_TRANSPORT: '1', barrier_COST: '1' };
  expect((await does.step(browser, target, 'wait', form)).status).toBe(303);
  const rows = await noted(target);
  const transport = rows.find(({ barrier }) => barrier === 'TRANSPORT')?.id as number;
  return { target, transport, form, url: `/referrals/${one?.referral_id}` };
}

const takeBack = (target: number, barrier: number, reason: string, who = browser) =>
  who.post(`/referrals/targets/${target}/barriers/take-back`, { barrier: String(barrier), reason });

const inTheWay = async (url: string) => /In the way: [^<]*/.exec((await browser.get(url)).text)?.[0];

describe('what stands in the way', () => {
  it('is noted in every open state, changes no state, and stands on the student’s page', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'GRIEF_GROUP' });
    const target = one?.id as number;
    const card = async () =>
      (await browser.get(`/students/${bruno.dcid}`)).text
        .split('<li class="card')
        .slice(1)
        .find((text) => text.includes(`/referrals/${one?.referral_id}#`)) ?? '';
    expect(await card()).not.toContain('In the way:');
    const bare = await does.step(browser, target, 'barrier', { why: 'the bus' });
    expect([bare.status, bare.text]).toEqual([422, expect.stringContaining('Select what stands in the way')]);
    expect(bare.text).toContain('value="the bus"');
    expect((await does.step(browser, target, 'barrier', { barrier_TRANSPORT: '1', why: 'no bus' })).status).toBe(303);
    expect(await does.now(target)).toMatchObject({ status: 'OPEN', next_step: 'OFFER' });
    expect(await card()).toMatch(/In the way: Transport/);
    const steps = ['send', 'accept', 'start'] as const;
    for (const step of steps) {
      expect((await does.step(browser, target, step)).status).toBe(303);
      const before = await does.now(target);
      expect((await does.step(browser, target, 'barrier', { barrier_COST: '1' })).status).toBe(303);
      expect(await does.now(target)).toMatchObject({ status: before.status, next_due: before.next_due });
    }
    expect(await noted(target)).toHaveLength(2);
    const page = (await browser.get(`/referrals/${one?.referral_id}`)).text;
    expect(page).toContain('What stands in the way noted');
    expect(page).toContain('no bus');
  });

  it.each([
    ['asking again', [['send', {}]], 'ask', {}],
    ['a look at the waitlist', [['wait', { interim: 'NONE' }]], 'waited', { interim: 'NONE' }],
    ['putting off', [], 'later', { due: '2026-12-01', note: 'holidays' }],
    ['declining', [], 'decline', { outcome: 'NO_CAPACITY' }],
  ] as const)('is ticked at %s, too', async (_what, before, step, form) => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'GRIEF_GROUP' });
    const target = one?.id as number;
    for (const [name, more] of before) expect((await does.step(browser, target, name, { ...more })).status).toBe(303);
    expect((await browser.get(`/referrals/${one?.referral_id}`)).text).toContain(`id="barrier-COST-${step}-${target}"`);
    expect((await does.step(browser, target, step, { ...form, barrier_COST: '1' })).status).toBe(303);
    expect(await noted(target)).toMatchObject([{ barrier: 'COST' }]);
  });
});

describe('a barrier ticked by mistake', () => {
  it('is taken back with a reason: it stays readable, and is in the way no more', async () => {
    const { target, transport, url } = await waiting();
    expect(await inTheWay(url)).toMatch(/Transport.*, /);
    expect(led(await takeBack(target, transport, 'they have a car'))).toBe(`${url}?done=back#target-${target}`);
    expect(await inTheWay(url)).toBe('In the way: Cost');
    const page = (await browser.get(url)).text;
    expect(page).toMatch(/“Transport[^”]*” was taken back Nov 20, you: they have a car/);
    expect((await noted(target)).find(({ id }) => id === transport)).toMatchObject({
      ...{ barrier: 'TRANSPORT', voided_by: ana.reader, void_reason: 'they have a car' },
      voided_at: expect.stringMatching(/^2026-11-20T/),
    });
    expect(await does.audits('REFERRAL_BARRIER_VOIDED')).toMatchObject([
      { subject: `target:${target} barrier:${transport}`, student: bruno.dcid, outcome: 'allowed' },
    ]);
    // Pressed twice is once, and the first reason stands.
    expect((await takeBack(target, transport, 'another word')).status).toBe(303);
    expect((await noted(target)).find(({ id }) => id === transport)).toMatchObject({ void_reason: 'they have a car' });
  });

  it('can turn out to be in the way after all; a form that is sent again does not bring it back', async () => {
    const { target, transport, form, url } = await waiting();
    await takeBack(target, transport, 'slip');
    expect((await does.step(browser, target, 'wait', form)).status).toBe(303);
    expect(await noted(target)).toHaveLength(2);
    expect(await inTheWay(url)).toBe('In the way: Cost');
    await does.step(browser, target, 'close', { outcome: 'WAIT_EXPIRED', barrier_TRANSPORT: '1' });
    const again = (await noted(target)).filter(({ barrier }) => barrier === 'TRANSPORT');
    expect(again).toMatchObject([{ void_reason: 'slip' }, { voided_at: null }]);
    expect(await inTheWay(url)).toContain('Transport');
    // And a slip once more.
    expect((await takeBack(target, again[1]?.id, 'slip again')).status).toBe(303);
    expect(await inTheWay(url)).toBe('In the way: Cost');
  });

  it.each([
    ['without a reason', ' ', 422, 'Say why it is taken back.'],
    ['with too long a one', 'x'.repeat(201), 422, 'Shorten it to 200 characters.'],
  ])('stays when it is taken back %s', async (_what, reason, status, words) => {
    const { target, transport } = await waiting();
    const answer = await takeBack(target, transport, reason);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)]);
    expect((await noted(target)).map(({ voided_at }) => voided_at)).toEqual([null, null]);
  });

  it('of another referral, or of a student out of reach, is not found there', async () => {
    const { target, transport } = await waiting();
    const [other] = await does.refer(browser, claire.dcid, { need: 'DENTAL' });
    const wrong = await takeBack(other?.id as number, transport, 'slip');
    expect([wrong.status, wrong.text]).toEqual([409, expect.stringContaining('was not noted here')]);
    expect((await takeBack(target, transport, 'slip', await it_.as(kwame))).status).toBe(404);
    const { referral_id } = await does.now(target);
    await browser.post(`/referrals/${referral_id}/void`, { reason: 'twice' });
    const gone = await takeBack(target, transport, 'slip');
    expect([gone.status, gone.text]).toEqual([409, expect.stringContaining('it was voided')]);
    expect((await noted(target)).map(({ voided_at }) => voided_at)).toEqual([null, null]);
  });
});

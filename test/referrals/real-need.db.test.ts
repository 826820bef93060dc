import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, kwame, mila } from '../people.ts';
import { actor } from './actor.ts';

// Whoever opened a student of another school for a real need writes down what happens, and takes back what is one's own only.

let test: TestDatabase;
let it_: TestApp;
let own: Browser;
let guest: Browser;
let does: ReturnType<typeof actor>;
beforeAll(
  async () => {
    test = await makeDistrict();
    it_ = makeApp(test);
    own = await it_.as(kwame);
    guest = await it_.as(ana);
    does = actor(test, it_);
    const need = { number: '104239', need: 'CRISIS', words: 'She is with me, and nobody else is here.' };
    expect((await guest.post('/access/break-glass', need)).status).toBe(303);
  },
  ON_MSSQL ? 180_000 : 30_000,
);
afterAll(() => test.close());

const card = async (browser: Browser, referral: number) =>
  (await browser.get(`/students/${mila.dcid}`)).text
    .split('<li class="card')
    .slice(1)
    .find((one) => one.includes(`/referrals/${referral}#`)) ?? '';

it('a step of the school stays, and there is no button for it; one’s own is taken back', async () => {
  const [target] = await does.refer(own, mila.dcid, { need: 'MENTOR' });
  const id = target?.id as number;
  expect((await does.step(own, id, 'offer')).status).toBe(303);
  expect((await does.step(guest, id, 'send')).status).toBe(303);
  const [, offered, sent] = await does.facts(id);
  const page = (await guest.get(`/referrals/${target?.referral_id}`)).text;
  expect(page).not.toContain(`id="reason-${offered.id}"`);
  expect(page).toContain(`id="reason-${sent.id}"`);
  const back = (fact: { id: number }) =>
    guest.post(`/referrals/targets/${id}/take-back`, { fact: String(fact.id), reason: 'not so' });
  const refused = await back(offered);
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Only support staff of the student')]);
  expect((await back(sent)).status).toBe(303);
  expect((await does.facts(id)).map(({ voided_at }) => voided_at === null)).toEqual([true, true, false]);
});

it('one’s own referral stays, too, once the school has written on it', async () => {
  const [target] = await does.refer(guest, mila.dcid, { need: 'PARENTING' });
  const voiding = () => guest.post(`/referrals/${target?.referral_id}/void`, { reason: 'not so' });
  expect((await does.step(own, target?.id as number, 'offer')).status).toBe(303);
  const refused = await voiding();
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Only support staff of the student')]);
  expect((await does.facts(target?.id as number)).map(({ voided_at }) => voided_at)).toEqual([null, null]);
});

it('a barrier that the school noted stays; one’s own is taken back', async () => {
  const [target] = await does.refer(own, mila.dcid, { need: 'GRIEF_GROUP' });
  const id = target?.id as number;
  await does.step(own, id, 'wait', { interim: 'NONE', barrier_COST: '1' });
  await does.step(guest, id, 'barrier', { barrier_TRANSPORT: '1' });
  const noted = () => test.owner('u_ssp_target_barrier').where({ target_id: id }).orderBy('id');
  const [cost, transport] = await noted();
  const page = (await guest.get(`/referrals/${target?.referral_id}`)).text;
  expect(page).not.toContain(`id="barrier-reason-${cost.id}"`);
  expect(page).toContain(`id="barrier-reason-${transport.id}"`);
  const back = (one: { id: number }) =>
    guest.post(`/referrals/targets/${id}/barriers/take-back`, { barrier: String(one.id), reason: 'not so' });
  const refused = await back(cost);
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Only support staff of the student')]);
  expect((await back(transport)).status).toBe(303);
  expect((await noted()).map(({ voided_at }) => voided_at === null)).toEqual([true, false]);
});

it('an outcome that the school set is not replaced, and there is no form for it; one’s own is', async () => {
  const [target] = await does.refer(own, mila.dcid, { need: 'DENTAL' });
  const id = target?.id as number;
  const set = async (browser: Browser, outcome: string) =>
    browser.post(`/referrals/targets/${id}/outcome`, {
      ...{ form_key: crypto.randomUUID(), outcome, outcome_date: '2026-11-20', reason: 'they called back' },
      revision: String((await does.now(id)).revision),
    });
  expect((await set(guest, 'NO_FEEDBACK')).status).toBe(303);
  expect(await card(guest, target?.referral_id as number)).toContain('Change outcome');
  expect((await set(guest, 'NO_CAPACITY')).status).toBe(303);
  expect((await set(own, 'DECL_FAMILY')).status).toBe(303);
  expect(await card(guest, target?.referral_id as number)).not.toContain('Change outcome');
  expect(await card(own, target?.referral_id as number)).toContain('Change outcome');
  const refused = await set(guest, 'NO_CAPACITY');
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('can change this outcome')]);
  // What was chosen stands there still.
  expect(refused.text).toContain('value="NO_CAPACITY" selected');
  expect(await does.now(id)).toMatchObject({ outcome: 'DECL_FAMILY' });
});

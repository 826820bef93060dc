import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, bruno, kwame, maya } from '../people.ts';
import { actor } from './actor.ts';

// Another provider is asked for the same need, within the same referral.

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

const ask = (referral: number, more: Record<string, string>, who = browser) =>
  who.post(`/referrals/${referral}/targets`, { form_key: crypto.randomUUID(), ...more });
const targets = (referral_id: number) => test.owner('u_ssp_target').where({ referral_id }).orderBy('id');

async function opened(more: Record<string, string> = {}) {
  const [target] = await does.refer(browser, bruno.dcid, { date: '2026-11-06', ...more });
  return { referral: target?.referral_id as number, first: target?.id as number };
}

it('refer, waitlist, served by another that was asked later, without a second referral', async () => {
  const { referral, first } = await opened();
  for (const [step, more] of [
    ['offer', { on: '2026-11-06' }],
    ['send', { on: '2026-11-09' }],
    ['wait', { on: '2026-11-11', interim: 'CHECKIN' }],
  ] as const)
    expect((await does.step(browser, first, step, more)).status).toBe(303);
  const page = await browser.get(`/referrals/${referral}`);
  for (const words of ['Ask another provider', 'School-based provider', 'Community agency'])
    expect(page.text).toContain(words);

  // A colleague asks, and follows it.
  const colleague = await it_.as(maya);
  const answer = await ask(referral, { school_1: 'Friendship group', date: '2026-11-13' }, colleague);
  expect([answer.status, led(answer)]).toEqual([303, `/referrals/${referral}?done=asked`]);
  expect((await colleague.get(`/referrals/${referral}?done=1`)).text).toContain('Provider added');
  const [, second] = await targets(referral);
  expect(second).toMatchObject({
    ...{ kind: 'SCHOOL', provider: 'Friendship group', status: 'OPEN', owner: maya.reader, next_owner: maya.reader },
    // Fifteen school days from its own day.
    ...{ next_step: 'OFFER', next_due: '2026-12-09' },
  });
  expect(await does.facts(second.id)).toMatchObject([
    { kind: 'M_IDENT', happened_on: '2026-11-13', author: maya.reader, round_no: 1 },
  ]);
  expect(await does.audits('REFERRAL_PROVIDER_ADDED')).toMatchObject([
    { subject: `referral:${referral} target:${second.id}`, student: bruno.dcid, outcome: 'allowed' },
  ]);
  const early = await does.step(browser, second.id, 'start', { on: '2026-11-12' });
  expect([early.status, early.text]).toEqual([
    422,
    expect.stringContaining('before this provider was asked on Nov 13'),
  ]);
  expect((await does.step(browser, second.id, 'start', { on: '2026-11-18' })).status).toBe(303);
  // The student has waited since the referral was opened; whoever asked still follows it.
  expect(await does.now(second.id)).toMatchObject({ access: 'YES', days_to_service: 12, owner: maya.reader });
  expect((await does.step(browser, first, 'close', { outcome: 'MET_ELSEWHERE' })).status).toBe(303);
  expect((await browser.get(`/students/${bruno.dcid}`)).text).toContain('Now served by Friendship group');
  expect(await test.owner('u_ssp_referral').where({ student_dcid: bruno.dcid, need: 'MH_THERAPY' })).toHaveLength(1);
});

it('a referral that ended everywhere goes on with another one; the same one may be asked again then', async () => {
  const { referral, first } = await opened({ need: 'DENTAL' });
  await does.step(browser, first, 'decline', { outcome: 'NO_CAPACITY' });
  expect((await ask(referral, { agency_1: 'lakeside family center', school_1: 'Dental van' })).status).toBe(303);
  expect((await targets(referral)).map(({ provider, kind, status }) => [provider, kind, status])).toEqual([
    ['Lakeside Family Center', 'COMMUNITY', 'CLOSED'],
    ['Dental van', 'SCHOOL', 'OPEN'],
    ['lakeside family center', 'COMMUNITY', 'OPEN'],
  ]);
});

it('the same form twice, and two at once, ask once; with something else in it nothing is lost', async () => {
  const { referral } = await opened({ need: 'VISION' });
  const form = { form_key: crypto.randomUUID(), agency_1: 'Clearview Eye Care', school_1: 'Eye bus' };
  const answers = await Promise.all([ask(referral, form), ask(referral, form)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await targets(referral)).toHaveLength(3);
  const changed = await ask(referral, { ...form, agency_1: 'City Eyes' });
  expect([changed.status, changed.text]).toEqual([422, expect.stringContaining('saved before with something else')]);
  expect(changed.text).toContain('value="City Eyes"');
  expect(changed.text).not.toContain(form.form_key);
  expect(await targets(referral)).toHaveLength(3);
});

it.each<[string, Record<string, string>, string]>([
  ['nobody', {}, 'Say to whom'],
  ['who is asked already', { agency_1: 'lakeside FAMILY center' }, 'is asked already, and that is still open'],
  [
    'before the referral',
    { agency_1: 'City Clinic', date: '2026-11-05', why: 'late' },
    'before the referral was opened on Nov 6',
  ],
  ['in the future', { agency_1: 'City Clinic', date: '2026-11-21' }, 'not come yet'],
  ['on no day', { agency_1: 'City Clinic', date: '2026-13-01' }, 'no such day'],
  ['of a name too long', { agency_1: 'x'.repeat(101) }, 'Shorten it to 100 characters'],
  ['with a form that is not whole', { agency_1: 'City Clinic', form_key: 'x' }, 'not whole'],
])('one %s comes back in words, with what was typed', async (_what, more, words) => {
  const { referral } = await opened({ need: 'MENTOR' });
  const answer = await ask(referral, more);
  expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
  if (more.agency_1) expect(answer.text).toContain(`value="${more.agency_1}"`);
  expect(await targets(referral)).toHaveLength(1);
});

it('long ago it takes a reason, and stands in the history with it', async () => {
  const { referral } = await opened({ need: 'LEGAL_AID', date: '2026-10-05', why: 'late' });
  const form = { agency_1: 'City Clinic', date: '2026-10-12' };
  expect((await ask(referral, form)).text).toContain('more than 14 days ago');
  expect((await ask(referral, { ...form, why: 'the note was found' })).status).toBe(303);
  expect((await browser.get(`/referrals/${referral}`)).text).toContain('the note was found');
});

it('a voided referral asks nobody, and says so; out of scope it is not found', async () => {
  const { referral } = await opened({ need: 'TUTORING' });
  expect((await ask(referral, { agency_1: 'City Clinic' }, await it_.as(kwame))).status).toBe(404);
  await browser.post(`/referrals/${referral}/void`, { reason: 'twice' });
  expect((await browser.get(`/referrals/${referral}`)).text).not.toContain('Ask another provider');
  const late = await ask(referral, { agency_1: 'City Clinic' });
  expect([late.status, late.text]).toEqual([422, expect.stringContaining('it was voided')]);
  expect(late.text).toContain('value="City Clinic"');
  expect(await targets(referral)).toHaveLength(1);
});

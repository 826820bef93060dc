import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase } from '../database.ts';
import { ana, bruno, irena } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// A referral from a visit for a need that is open or served already: asked about, nothing lost, and one press says yes.

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

const save = (form: Record<string, string>) => browser.post(`/students/${bruno.dcid}/visits`, form);
const referring = (need: string, more: Record<string, string> = {}) =>
  visitForm({ need, referral_agency: 'City Clinic', note: 'she asked for it', ...more });
const visits = async (form_key = '') => (await test.owner('u_ssp_visit').where({ form_key }).select('id')).length;
const referrals = (need: string) => test.owner('u_ssp_referral').where({ need, student_dcid: bruno.dcid }).select('id');

it('a need that is not open is asked nothing about', async () => {
  const form = referring('VISION');
  const before = await browser.get(`/students/${bruno.dcid}`);
  expect(before.text).not.toContain('name="confirm_open"');
  expect((await save(form)).status).toBe(303);
  expect(await referrals('VISION')).toHaveLength(1);
});

it.each<[string, string, string, [string, Record<string, string>][]]>([
  ['open', 'DENTAL', 'Dental: Lakeside Family Center, open since Nov 9', []],
  [
    'served',
    'MENTOR',
    'Mentoring: Lakeside Family Center, being served since Nov 10',
    [['start', { on: '2026-11-10' }]],
  ],
])(
  'one that is %s is asked about; what was typed stays, and the next press saves it',
  async (_is, need, words, steps) => {
    const [target] = await does.refer(browser, bruno.dcid, { need });
    for (const [step, more] of steps)
      expect((await does.step(browser, target?.id as number, step, more)).status).toBe(303);
    const form = referring(need, { minutes: '35' });
    const asked = await save(form);
    expect([asked.status, asked.text]).toEqual([422, expect.stringContaining(`This need is open already. ${words}`)]);
    for (const kept of [
      'she asked for it',
      'value="City Clinic"',
      'value="35"',
      `value="${need}" selected`,
      form.form_key,
    ])
      expect(asked.text).toContain(kept);
    // Without scripts, too, the box is ticked: pressing Save visit sends it.
    expect(asked.text).toMatch(/name="confirm_open" type="checkbox" value="1" checked/);
    expect(asked.text).toMatch(/<details class="fold" open data-referral>/);
    expect([await visits(form.form_key), (await referrals(need)).length]).toEqual([0, 1]);

    // A yes to this need is none to another one.
    expect(asked.text).toContain(`name="confirm_need" value="${need}"`);
    expect((await save({ ...form, confirm_open: '1', confirm_need: 'LEGAL_AID' })).status).toBe(422);
    expect((await save({ ...form, confirm_open: '1', confirm_need: need })).status).toBe(303);
    // The same once more is the same visit, with the box or without it.
    expect((await save({ ...form, confirm_open: '1' })).status).toBe(303);
    expect((await save(form)).status).toBe(303);
    expect([await visits(form.form_key), (await referrals(need)).length]).toEqual([1, 2]);
  },
);

it('one that was closed is asked nothing about', async () => {
  const [target] = await does.refer(browser, bruno.dcid, { need: 'TUTORING' });
  await does.step(browser, target?.id as number, 'close', { outcome: 'NO_CAPACITY' });
  expect((await save(referring('TUTORING'))).status).toBe(303);
});

it('is asked after the visit itself holds, and with the box not ticked it is asked again', async () => {
  await does.refer(browser, bruno.dcid, { need: 'LEGAL_AID' });
  const form = referring('LEGAL_AID');
  const faulty = await save({ ...form, minutes: '' });
  expect(faulty.text).not.toContain('This need is open already');
  for (const _press of [1, 2]) expect((await save(form)).text).toContain('This need is open already');
  expect(await visits(form.form_key)).toBe(0);
});

describe('a visit that is voided', () => {
  async function referred(need: string) {
    const form = referring(need);
    expect((await save(form)).status).toBe(303);
    const [visit] = await test.owner('u_ssp_visit').where({ form_key: form.form_key }).select('id');
    const [referral] = await test.owner('u_ssp_referral').where({ visit_id: visit.id }).select('id');
    const [target] = await test.owner('u_ssp_target').where({ referral_id: referral.id }).select('id');
    return { visit: visit.id as number, referral: referral.id as number, target: target.id as number };
  }
  const isVoid = async (id: number) => (await test.owner('u_ssp_referral').where({ id }))[0].voided_at !== null;
  const voiding = (visit: number) => browser.post(`/visits/${visit}/void`, { reason: 'wrong student' });

  it('takes its referral along while nobody else has a part in it', async () => {
    const { visit, referral, target } = await referred('PSYCHIATRY');
    await does.step(browser, target, 'offer');
    expect(led(await voiding(visit))).toBe(`/students/${bruno.dcid}?done=voided`);
    expect(await isVoid(referral)).toBe(true);
  });

  it.each<[string, string, (target: number) => Promise<unknown>]>([
    ['a colleague has written a step', 'TRAUMA', async (id) => does.step(await it_.as(irena), id, 'offer')],
    ['service began', 'PARENTING', (id) => does.step(browser, id, 'start')],
  ])('leaves its referral where %s, and says so', async (_what, need, doing) => {
    const { visit, referral, target } = await referred(need);
    await doing(target);
    const form = await browser.get(`/students/${bruno.dcid}`);
    expect(form.text).toContain('It stays when somebody else has written on it, or service began.');
    const voided = await voiding(visit);
    expect(led(voided)).toBe(`/students/${bruno.dcid}?done=voided-alone`);
    const page = await browser.get(voided.headers.location as string);
    expect(page.text).toContain('Visit voided. Its referral stays');
    expect(page.text).toContain(`/referrals/${referral}#target-${target}`);
    expect(await isVoid(referral)).toBe(false);
    expect(await does.audits('REFERRAL_VOIDED')).not.toContainEqual(
      expect.objectContaining({ subject: `referral:${referral}` }),
    );
    // It can still be voided by itself.
    expect((await browser.post(`/referrals/${referral}/void`, { reason: 'wrong student' })).status).toBe(303);
    expect(await isVoid(referral)).toBe(true);
  });
});

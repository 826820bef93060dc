import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, irena } from '../people.ts';

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let target: { id: number; revision: number; opened_on: string };
beforeEach(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
  [target] = (await test.database
    .knex('u_ssp_target as t')
    .join('u_ssp_referral as r', 'r.id', 't.referral_id')
    .where({ 'r.student_dcid': daniela.dcid, 't.kind': 'COMMUNITY' })
    .whereNull('t.outcome')
    .select('t.id', 't.revision', 'r.opened_on')) as [typeof target];
});
afterEach(() => test.close());

const set = (outcome: string, more: Record<string, string> = {}, who = browser) =>
  who.post(`/referrals/targets/${target.id}/outcome`, {
    form_key: crypto.randomUUID(),
    outcome,
    outcome_date: '2026-11-20',
    revision: String(target.revision),
    ...more,
  });
const now = async () => (await test.database.knex('u_ssp_target').where({ id: target.id }))[0];
const closings = () =>
  test.database.knex('u_ssp_milestone').where({ target_id: target.id, kind: 'M_CLOSE' }).orderBy('id');

describe('the outcome of a referral', () => {
  it.each([
    ['COMPLETED', 'YES', 'Led to service'],
    ['DECL_FAMILY', 'NO', 'Did not lead to service'],
    ['NO_FEEDBACK', 'UNKNOWN', 'Not known whether it led to service'],
  ])('%s is access %s, and the page says so plainly', async (outcome, access, words) => {
    expect(led(await set(outcome))).toBe(`/students/${daniela.dcid}?done=outcome`);
    expect(await now()).toMatchObject({ outcome, access, closed_on: '2026-11-20', revision: target.revision + 1 });
    expect(await closings()).toMatchObject([{ outcome, happened_on: '2026-11-20', voided_at: null }]);
    const page = await browser.get(`/students/${daniela.dcid}?done=1`);
    expect(page.text).toContain('Outcome saved');
    expect(page.text).toContain(words);
    expect(
      await test.database
        .knex('u_ssp_audit')
        .where({ event: 'REFERRAL_OUTCOME_SET', outcome: 'allowed', subject: `target:${target.id}` }),
    ).toHaveLength(1);
  });

  it('can be set anew; the earlier one stays in the records', async () => {
    await set('NO_FEEDBACK');
    target.revision += 1;
    const page = (await browser.get(`/students/${daniela.dcid}`)).text;
    expect(page).toContain(`id="outcome-reason-${target.id}"`);
    const bare = await set('COMPLETED');
    expect([bare.status, bare.text]).toEqual([422, expect.stringContaining('Say why it is replaced')]);
    expect((await set('COMPLETED', { reason: 'x'.repeat(201) })).text).toContain('Shorten it to 200 characters');
    expect((await set('COMPLETED', { reason: 'they called back' })).status).toBe(303);
    expect(await now()).toMatchObject({ outcome: 'COMPLETED', access: 'YES' });
    const [first, second] = await closings();
    expect(first).toMatchObject({ voided_by: ana.reader, void_reason: 'they called back' });
    expect(first.voided_at).not.toBeNull();
    expect(second).toMatchObject({ outcome: 'COMPLETED', voided_at: null });
  });

  it('asks of a service that began whether it fits and who says so, and of no other', async () => {
    const page = async () => (await browser.get(`/students/${daniela.dcid}`)).text;
    expect(await page()).not.toContain(`outcome_fits_${target.id}`);
    expect((await set('NO_FEEDBACK')).status).toBe(303);
    expect(await closings()).toMatchObject([{ fits: null, progress: null, told_by: null }]);
    await browser.post(`/referrals/targets/${target.id}/steps`, {
      form_key: crypto.randomUUID(),
      step: 'reopen',
      note: 'they called back',
    });
    await browser.post(`/referrals/targets/${target.id}/steps`, { form_key: crypto.randomUUID(), step: 'start' });
    target.revision = (await now()).revision;
    expect(await page()).toContain(`id="outcome-fits-${target.id}"`);
    const nobody = await set('COMPLETED', { fits: 'YES', progress: 'BETTER', told_by: '' });
    expect([nobody.status, nobody.text]).toEqual([422, expect.stringContaining('Say who says so.')]);
    const said = { form_key: crypto.randomUUID(), fits: 'YES', progress: 'BETTER', told_by: 'FAMILY' };
    expect((await set('COMPLETED', said)).status).toBe(303);
    expect((await closings()).at(-1)).toMatchObject({ fits: 'YES', progress: 'BETTER', told_by: 'FAMILY' });
    // Whoever corrects it finds what was said before.
    const again = await page();
    for (const [name, value] of [
      ['fits', 'YES'],
      ['progress', 'BETTER'],
      ['told-by', 'FAMILY'],
    ])
      expect(again).toMatch(new RegExp(`id="outcome-${name}-${target.id}"[^]*?value="${value}" selected`));
    // Sent once more it is the same; with another answer it is not.
    expect((await set('COMPLETED', said)).status).toBe(303);
    expect((await set('COMPLETED', { ...said, fits: 'NO' })).status).toBe(409);
    expect(await closings()).toHaveLength(2);
  });

  it('that says it began asks for the first day, and takes none for an answer', async () => {
    const card = async () =>
      (await browser.get(`/students/${daniela.dcid}`)).text
        .split('<li class="card')
        .slice(1)
        .find((one) => one.includes(`/targets/${target.id}/outcome`)) ?? '';
    expect(await card()).toContain('First service, if it began');
    expect((await set('PARTIAL')).status).toBe(303);
    expect(await now()).toMatchObject({ access: 'YES', first_service_on: null });
    expect(await card()).toContain('<strong>Led to service</strong>, day not known · Started, ended early');
    const page = (await browser.get(`/referrals/${(await now()).referral_id}`)).text;
    expect(page).toContain('Reached the service, day not known');
    expect(page).toMatch(/Started: <span class="soft">day not known/);

    // Known after all.
    target.revision += 1;
    const form = { form_key: crypto.randomUUID(), first_service: '2026-11-12', reason: 'the letter came' };
    expect((await set('PARTIAL', form)).status).toBe(303);
    expect(await now()).toMatchObject({ access: 'YES', first_service_on: '2026-11-12', revision: target.revision + 1 });
    expect(await card()).toMatch(/Led to service<\/strong> after \d+ days?/);
    expect(await card()).not.toContain('First service, if it began');
    const starts = test.database.knex('u_ssp_milestone').where({ target_id: target.id, kind: 'M_INIT' });
    expect(await starts.clone()).toMatchObject([{ happened_on: '2026-11-12', author: ana.reader, round_no: 1 }]);
    expect(
      await test.database
        .knex('u_ssp_audit')
        .where({ event: 'REFERRAL_STEP', outcome: 'allowed', subject: `target:${target.id} start` }),
    ).toHaveLength(1);
    // Sent once more it is the same, and says so; with another first day it is not.
    expect((await set('PARTIAL', form)).status).toBe(303);
    expect((await set('PARTIAL', { ...form, first_service: '2026-11-13' })).status).toBe(409);
    const audits = test.database.knex('u_ssp_audit').where({ event: 'REFERRAL_OUTCOME_SET', outcome: 'allowed' });
    expect((await audits.clone().orderBy('id')).at(-1)).toMatchObject({ reason: 'ALREADY_DONE' });
    expect(await starts.clone()).toHaveLength(1);
    expect(await closings()).toHaveLength(2);
  });

  it.each([
    ['after the outcome', { first_service: '2026-11-20', outcome_date: '2026-11-19' }, 'after the outcome of Nov 19'],
    ['on no day', { first_service: '2026-13-01' }, 'no such day'],
    ['in the future', { first_service: '2026-11-21' }, 'not come yet'],
    ['before the referral', { first_service: '2020-01-06' }, 'before the referral was opened'],
    ['of somebody who never came', { first_service: '2026-11-12', outcome: 'NO_SHOW' }, 'the student did attend'],
  ])('a first service %s comes back in words, and nothing changes', async (_what, more, words) => {
    const answer = await set('COMPLETED', more);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
    expect(answer.text).toContain(`value="${more.first_service}"`);
    expect(await closings()).toHaveLength(0);
  });

  it('keeps what stood in the way, and the card says it in words', async () => {
    expect((await set('DECL_FAMILY', { barrier_TRANSPORT: '1', barrier_COST: '1' })).status).toBe(303);
    expect((await browser.get(`/students/${daniela.dcid}`)).text).toMatch(/In the way: Transport[^<]*, Cost/);
    const noted = await test.database.knex('u_ssp_target_barrier').where({ target_id: target.id }).orderBy('id');
    expect(noted.map(({ barrier }) => barrier)).toEqual(['TRANSPORT', 'COST']);
    const lost = await set('', { revision: String(target.revision + 1), barrier_HOURS_CONFLICT: '1' });
    expect(lost.text).toMatch(new RegExp(`id="outcome-barrier-HOURS-CONFLICT-${target.id}"[^>]* checked`));
  });

  it('of two people at once is set once, and the other one is told', async () => {
    const other = await it_.as(irena);
    const answers = await Promise.all([set('COMPLETED'), set('DECL_FAMILY', {}, other)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
    expect(answers.find((answer) => answer.status === 409)?.text).toContain('Somebody else set the outcome meanwhile');
    expect(await closings()).toHaveLength(1);
  });

  it.each([
    ['no outcome', '', {}, 'Choose what came of it'],
    ['an unknown outcome', 'NOPE', {}, 'Choose what came of it'],
    ['a day in the future', 'COMPLETED', { outcome_date: '2026-11-21' }, 'not come yet'],
    ['a day that does not exist', 'COMPLETED', { outcome_date: '2026-13-01' }, 'no such day'],
    ['a day before the referral', 'COMPLETED', { outcome_date: '2020-01-06' }, 'before the referral was opened'],
  ])('with %s comes back in words, and nothing changes', async (_what, outcome, more, words) => {
    const answer = await set(outcome, more);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect((await now()).outcome).toBeNull();
  });
});

import { nextStep } from '../../src/referrals/next.ts';
import { USUAL_PACE } from '../../src/referrals/pace.ts';
import { type Fact, type FactKind, pathwayOf } from '../../src/referrals/pathway.ts';
import { derivedColumns } from '../../src/referrals/store.ts';
import { readCalendar } from '../../src/students/read-calendar.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, ON_MSSQL, type TestDatabase, TODAY } from '../database.ts';
import { ana, bruno, irena, joan, kwame, maya } from '../people.ts';
import { actor } from './actor.ts';

// What becomes of a referral, told as it happens at a school, through the routes.

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

/** Every step has to be taken, in this order. */
async function story(target: number, steps: [string, Record<string, string>][], who = browser) {
  for (const [step, more] of steps) {
    const answer = await does.step(who, target, step, more);
    expect([step, answer.status, answer.status === 303 ? '' : answer.text]).toEqual([step, 303, '']);
  }
  return does.now(target);
}

/** How it stands on the student's page. */
async function cardOf(referral: number | undefined): Promise<string> {
  const { text } = await browser.get(`/students/${bruno.dcid}`);
  return (
    text
      .split('<li class="card')
      .slice(1)
      .find((card) => card.includes(`/referrals/${referral}#`)) ?? ''
  );
}

describe('a referral on its own', () => {
  it('has a page with the way it goes, in words and with dates', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { urgency: 'SOON', location: 'OFF_CAMPUS' });
    const page = await browser.get(`/referrals/${target?.referral_id}?done=1`);
    expect(page.status).toBe(200);
    for (const words of [
      'Referral saved',
      'Therapy',
      'Silva, Bruno',
      'Opened, not offered yet',
      'Has not reached the service yet',
      'Offer it to the student or family',
      'soon',
      'away from school',
    ])
      expect(page.text).toContain(words);
    expect(page.text).toMatch(/Offered: <span class="soft">not yet/);
    expect(await does.now(target?.id as number)).toMatchObject({
      status: 'OPEN',
      next_step: 'OFFER',
      next_due: '2026-11-24',
      next_owner: ana.reader,
    });
    expect(await does.audits('REFERRAL_OPENED')).toMatchObject([
      { subject: `referral:${target?.referral_id}`, student: bruno.dcid },
    ]);
  });

  it('is not opened a second time for the same need without being asked about', async () => {
    const form = { form_key: crypto.randomUUID(), need: 'MH_THERAPY', reason: 'EMO_ANX', agency_1: 'City Clinic' };
    const before = await browser.get(`/students/${bruno.dcid}/referrals/new`);
    expect(before.text).toContain('Therapy: Lakeside Family Center, open since Nov 9');
    const asked = await browser.post(`/students/${bruno.dcid}/referrals`, form);
    expect([asked.status, asked.text]).toEqual([
      422,
      expect.stringContaining('This need is open already. Therapy: Lakeside Family Center'),
    ]);
    const sure = { ...form, confirm_open: '1' };
    const [one, other] = await Promise.all([1, 2].map(() => browser.post(`/students/${bruno.dcid}/referrals`, sure)));
    expect([one?.status, other?.status]).toEqual([303, 303]);
    expect(one?.headers.location).toBe(other?.headers.location);
  });

  it('whose form was changed after it was saved is not taken for saved: what was typed stays, and is saved by the next press', async () => {
    const form = { form_key: crypto.randomUUID(), need: 'VISION', reason: 'EMO_ANX', agency_1: 'City Clinic' };
    const send = (more: Record<string, string>) =>
      browser.post(`/students/${bruno.dcid}/referrals`, { ...form, confirm_open: '1', ...more });
    const first = await send({});
    expect(first.status).toBe(303);
    // A box that was ticked to be sure says nothing else about the referral, and the same day may stand there or not.
    expect((await send({ confirm_open: '', why: ' ' })).headers.location).toBe(first.headers.location);
    const changed = await send({ agency_1: 'Lakeside Eyes', why: 'they moved' });
    expect([changed.status, changed.text]).toEqual([422, expect.stringContaining('saved before with something else')]);
    for (const typed of ['value="Lakeside Eyes"', 'value="they moved"', 'value="VISION" selected'])
      expect(changed.text).toContain(typed);
    const form_key = /name="form_key" value="([^"]+)"/.exec(changed.text)?.[1] as string;
    expect(form_key).not.toBe(form.form_key);
    const next = await send({ form_key, agency_1: 'Lakeside Eyes', why: 'they moved' });
    expect([next.status, next.headers.location === first.headers.location]).toEqual([303, false]);
    const open = test.owner('u_ssp_referral as r').join('u_ssp_target as t', 't.referral_id', 'r.id');
    expect(
      (await open.where({ 'r.need': 'VISION', 'r.student_dcid': bruno.dcid }).orderBy('t.id')).map(
        ({ provider }) => provider,
      ),
    ).toEqual(['City Clinic', 'Lakeside Eyes']);
    // A key that no form has is never a way into a circle.
    const broken = await send({ form_key: 'nonsense' });
    expect([broken.status, broken.text]).toEqual([422, expect.stringContaining('not whole')]);
    expect(broken.text).not.toContain('value="nonsense"');
  });

  it.each<[string, Record<string, string>, string]>([
    ['without a need', { need: '' }, 'Choose the need'],
    ['to nobody', { agency_1: '' }, 'Say to whom'],
    ['to the same provider twice', { agency_2: 'lakeside family center' }, 'stands here twice'],
    ['in the future', { date: '2026-11-21' }, 'not come yet'],
    ['long ago without a reason', { date: '2026-10-01' }, 'more than 14 days ago'],
    ['before the student came', { date: '2019-10-01', why: 'late' }, 'not enrolled on that day'],
    ['with a made-up urgency', { urgency: 'NOW' }, 'how urgent'],
  ])('%s comes back in words, and nothing is written', async (_what, more, words) => {
    const count = async () => (await test.owner('u_ssp_referral').select('id')).length;
    const before = await count();
    await expect(does.refer(browser, bruno.dcid, more)).rejects.toThrow(words);
    expect(await count()).toBe(before);
  });

  it('is voided with a reason, counts nowhere and stays readable', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'MENTOR' });
    const url = `/referrals/${target?.referral_id}`;
    expect((await browser.post(`${url}/void`, { reason: ' ' })).text).toContain('Say why the referral is voided');
    expect((await browser.post(`${url}/void`, { reason: 'wrong student' })).status).toBe(303);
    expect((await browser.get(url)).text).toContain('Voided Nov 20: wrong student');
    const late = await does.step(browser, target?.id as number, 'offer');
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('it was voided')]);
  });
});

describe('stories', () => {
  it('refer, offered, refused', async () => {
    const [target] = await does.refer(browser, bruno.dcid);
    const end = await story(target?.id as number, [
      ['offer', { on: '2026-11-11' }],
      ['close', { outcome: 'DECL_FAMILY', barrier_STIGMA_OR_REFUSAL: '1' }],
    ]);
    expect(end).toMatchObject({
      status: 'CLOSED',
      access: 'NO',
      days_to_offer: 2,
      next_step: null,
      next_due: null,
      next_owner: null,
    });
    const page = await browser.get(`/referrals/${target?.referral_id}`);
    for (const words of [
      'Closed: family declined',
      'Did not reach the service',
      'In the way: Stigma or refusal',
      'Offered: <span class="soft">Nov 11',
    ])
      expect(page.text).toContain(words);
    expect(page.text).toMatch(/Consent: <span class="soft">not yet/);
  });

  it('refer, waitlist, served by another', async () => {
    const [agency, group] = (await does.refer(browser, bruno.dcid, { school_1: 'Friendship group' })).toReversed();
    const waits = await story(agency?.id as number, [
      ['offer', { on: '2026-11-09' }],
      ['consent', { on: '2026-11-10' }],
      ['release', { on: '2026-11-10' }],
      ['send', { on: '2026-11-10' }],
      ['wait', { on: '2026-11-12', interim: 'CHECKIN', barrier_WAITLIST: '1' }],
    ]);
    expect(waits).toMatchObject({ status: 'WAITLISTED', next_step: 'WAITLIST', next_due: '2026-11-26' });
    expect(await story(agency?.id as number, [['waited', { interim: 'NONE' }]])).toMatchObject({
      next_due: '2026-12-04',
    });
    expect(await story(group?.id as number, [['start', { on: '2026-11-13' }]])).toMatchObject({
      ...{ status: 'INITIATED', access: 'YES', days_to_service: 4, next_step: 'CHECK', next_due: '2026-12-13' },
    });
    const end = await story(agency?.id as number, [['close', { outcome: 'MET_ELSEWHERE' }]]);
    expect(end).toMatchObject({ status: 'CLOSED', access: 'YES', days_to_service: null });
    const page = await browser.get(`/referrals/${agency?.referral_id}`);
    for (const words of [
      'meanwhile: brief check-in',
      'nothing meanwhile',
      'Being served',
      'Reached the service after 4 days',
    ])
      expect(page.text).toContain(words);
    const own = await browser.get(`/students/${bruno.dcid}`);
    expect(own.text).toContain('Now served by Friendship group');
    // One history: what became of referrals stands beside the visits, without the provider for administrators.
    expect(own.text).toMatch(/Lakeside Family Center<\/a>: closed: need met another way/);
    expect(own.text).toMatch(/Friendship group<\/a>: first service/);
    const principal = await (await it_.as(joan)).get(`/students/${bruno.dcid}`);
    expect(principal.text).toMatch(/Referral to School-based provider: first service/);
    expect(principal.text).not.toContain('Friendship group');
  });

  it('stuck, handed over, reached, started, active at one month', async () => {
    const [target] = await does.refer(browser, bruno.dcid, {
      date: '2026-10-05',
      why: 'it lay in a drawer',
      need: 'TRAUMA',
    });
    const id = target?.id as number;
    const late = { why: 'told by phone' };
    await story(id, [
      ['offer', { on: '2026-10-06', ...late }],
      ['consent', { on: '2026-10-06', ...late }],
      ['send', { on: '2026-10-07', ...late }],
    ]);
    expect(await does.now(id)).toMatchObject({
      status: 'SENT',
      next_step: 'ANSWER',
      next_due: '2026-10-21',
      next_owner: ana.reader,
    });
    expect(await story(id, [['give', { person: String(maya.reader) }]])).toMatchObject({
      owner: maya.reader,
      next_owner: maya.reader,
    });
    const her = await it_.as(maya);
    expect(
      await story(
        id,
        [
          ['ask', { on: '2026-10-19', ...late }],
          ['accept', { on: '2026-10-20', ...late }],
          ['schedule', { on: '2026-10-20', due: '2026-10-21', ...late }],
          ['start', { on: '2026-10-21', ...late }],
        ],
        her,
      ),
    ).toMatchObject({ status: 'INITIATED', next_step: 'CHECK', next_due: '2026-11-20', next_owner: maya.reader });
    expect(
      await story(id, [['check', { active: 'yes', fits: 'YES', progress: 'BETTER', told_by: 'FAMILY' }]], her),
    ).toMatchObject({ status: 'ACTIVE_1M', month_state: 'ACTIVE', next_step: 'REVIEW' });
    const page = await browser.get(`/referrals/${target?.referral_id}`);
    for (const words of ['it goes on', 'doing: better', 'says the family', 'written down Nov 20', 'it lay in a drawer'])
      expect(page.text).toContain(words);
  });

  it('closed, reopened with a note: the chain is kept, and what the family said stays', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'MH_EVAL' });
    const id = target?.id as number;
    await story(id, [
      ['offer', {}],
      ['consent', {}],
      ['send', {}],
      ['decline', { outcome: 'NO_CAPACITY' }],
    ]);
    expect((await does.step(browser, id, 'reopen')).text).toContain('Say why it is reopened');
    expect(await story(id, [['reopen', { note: 'a place came free' }]])).toMatchObject({
      status: 'CONSENTED',
      outcome: null,
      access: null,
      next_step: 'SEND',
    });
    expect(await story(id, [['start', {}]])).toMatchObject({ access: 'YES' });
    expect((await does.facts(id)).map(({ kind, round_no, voided_at }) => [kind, round_no, voided_at])).toEqual([
      ...['M_IDENT', 'M_OFFER', 'M_CONSENT', 'M_SENT', 'M_CLOSE'].map((kind) => [kind, 1, null]),
      ...['R_REOPEN', 'M_INIT'].map((kind) => [kind, 2, null]),
    ]);
    expect((await browser.get(`/referrals/${target?.referral_id}`)).text).toContain('a place came free');
  });

  it('the same need within thirty days after it ended without access goes on with the chain', async () => {
    const [first] = await does.refer(browser, 5003, { need: 'DENTAL' });
    await story(first?.id as number, [['close', { outcome: 'NO_SHOW' }]]);
    const [second] = await does.refer(browser, 5003, { need: 'DENTAL', date: '2026-11-20' });
    const [row] = await test.owner('u_ssp_referral').where({ id: second?.referral_id });
    expect(row.chain_id).toBe(first?.referral_id);
    // Each leads to the other.
    const link = (to: number | undefined) => new RegExp(`href="/referrals/${to}">Nov \\d+, `);
    for (const [at, to] of [
      [first, second],
      [second, first],
    ])
      expect((await browser.get(`/referrals/${at?.referral_id}`)).text).toMatch(link(to?.referral_id));
    expect((await browser.get(`/referrals/${second?.referral_id}`)).text).toContain(
      `href="/referrals/${first?.referral_id}"`,
    );

    // From a visit it is the same chain.
    const [third] = await does.refer(browser, 5003, { need: 'VISION' });
    await story(third?.id as number, [['close', { outcome: 'NO_SHOW' }]]);
    const form = visitForm({ need: 'VISION', referral_agency: 'City Clinic' });
    expect((await browser.post('/students/5003/visits', form)).status).toBe(303);
    const [ofVisit] = await test
      .owner('u_ssp_referral')
      .where({ student_dcid: 5003, need: 'VISION' })
      .orderBy('id', 'desc');
    expect([ofVisit.chain_id, ofVisit.visit_id]).toEqual([third?.referral_id, expect.any(Number)]);
  });

  it('an error of before a reopening is taken back, but not the closing that was reopened', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'PARENTING' });
    const id = target?.id as number;
    await story(id, [
      ['start', { on: '2026-11-10' }],
      ['close', { outcome: 'PARTIAL', on: '2026-11-12' }],
      ['reopen', { note: 'they came back', on: '2026-11-13' }],
      ['offer', { on: '2026-11-13' }],
    ]);
    expect(await does.now(id)).toMatchObject({ access: 'YES', days_to_service: 1 });
    const of = async (kind: string) => (await does.facts(id)).find((fact) => fact.kind === kind);
    const back = async (kind: string) =>
      browser.post(`/referrals/targets/${id}/take-back`, {
        ...{ fact: String((await of(kind)).id), reason: 'it was her brother' },
      });
    const page = (await browser.get(`/referrals/${target?.referral_id}`)).text;
    expect(page).toContain(`id="reason-${(await of('M_INIT')).id}"`);
    expect(page).not.toContain(`id="reason-${(await of('M_CLOSE')).id}"`);
    const closing = await back('M_CLOSE');
    expect([closing.status, closing.text]).toEqual([409, expect.stringContaining('so the closing stays')]);
    expect((await back('M_INIT')).status).toBe(303);
    expect(await does.now(id)).toMatchObject({ status: 'OFFERED', access: null, days_to_service: null });
  });

  it('an error is taken back with a reason, and the state follows', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'PSYCHIATRY' });
    const id = target?.id as number;
    await story(id, [['start', { on: '2026-11-10' }]]);
    const start = (await does.facts(id)).at(-1);
    const back = (reason: string) =>
      browser.post(`/referrals/targets/${id}/take-back`, { fact: String(start.id), reason });
    expect((await back('')).text).toContain('Say why it is taken back');
    expect((await back('it was the other one')).status).toBe(303);
    expect((await back('it was the other one')).status).toBe(303);
    expect(await does.now(id)).toMatchObject({ status: 'OPEN', access: null, next_step: 'OFFER' });
    expect((await does.facts(id)).at(-1)).toMatchObject({ void_reason: 'it was the other one', voided_by: ana.reader });
    expect((await browser.get(`/referrals/${target?.referral_id}`)).text).toContain('Taken back: it was the other one');
  });
});

describe('bad input', () => {
  let id: number;
  beforeAll(async () => {
    const [target] = await does.refer(browser, bruno.dcid, {
      need: 'GRIEF_GROUP',
      school_1: 'Circle of friends',
      agency_1: '',
    });
    id = target?.id as number;
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['before the referral', 'offer', { on: '2026-11-08' }, 422, 'before the referral was opened on Nov 9'],
    ['in the future', 'offer', { on: '2026-11-21' }, 422, 'not come yet'],
    ['on no day', 'offer', { on: '2026-11-31' }, 422, 'no such day'],
    ['a check without a start', 'check', { active: 'yes' }, 409, 'No first service was written down yet'],
    ['closed without an outcome', 'close', { outcome: '' }, 422, 'Choose what came of it'],
    ['an outcome that is none', 'close', { outcome: 'HAPPY' }, 422, 'Choose what came of it'],
    ['given to somebody who left', 'assign', { person: '4711' }, 422, 'does not work at the student’s school'],
    ['handed to a principal', 'give', { person: String(joan.reader) }, 422, 'does not work at the student’s school'],
    ['reopened while open', 'reopen', { note: 'x' }, 409, 'nothing to reopen'],
  ])('%s: a clear answer, nothing lost, audited', async (_what, step, more, status, words) => {
    const before = await does.now(id);
    const answer = await does.step(browser, id, step, { ...more, why: 'as typed' });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    if (status === 422 && step !== 'reopen' && step !== 'later') expect(answer.text).toContain('as typed');
    expect(await does.now(id)).toEqual(before);
    const [last] = (await does.audits('REFERRAL_STEP')).slice(-1);
    expect(last).toMatchObject({ outcome: 'refused', subject: `target:${id}`, student: bruno.dcid });
  });

  it('an odd order is asked about, and taken when it is confirmed', async () => {
    await does.step(browser, id, 'send', { on: '2026-11-16' });
    const odd = await does.step(browser, id, 'accept', { on: '2026-11-12' });
    expect([odd.status, odd.text]).toEqual([
      422,
      expect.stringContaining('“Sent” is written down for Nov 16, later than this'),
    ]);
    expect(odd.text).toContain('Yes, in this order');
  });

  it('taken by two at once: one has it, the other one is told who and may take it over', async () => {
    const other = await it_.as(irena);
    const answers = await Promise.all([does.step(browser, id, 'accept'), does.step(other, id, 'accept')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const [lost, loser] = answers[0]?.status === 409 ? [answers[0], browser] : [answers[1], other];
    expect(lost?.text).toMatch(/(Ana Reyes|Irena Kowalski) took this one first. Leave it there, or take it over./);
    expect(lost?.text).toContain('Take it over');
    const me = loser === browser ? ana.reader : irena.reader;
    expect((await does.step(loser, id, 'assign', { person: String(me) })).status).toBe(303);
    expect(await does.now(id)).toMatchObject({
      assignee: me,
      status: 'ACCEPTED',
      next_step: 'FIRST_DATE',
      next_owner: me,
    });
  });

  it('two outcomes at once are one, and a double click is one', async () => {
    const other = await it_.as(irena);
    const form_key = crypto.randomUUID();
    const close = (who: Browser, outcome: string) => does.step(who, id, 'close', { form_key, outcome });
    const answers = await Promise.all([
      close(browser, 'DECL_STUDENT'),
      close(other, 'DECL_FAMILY'),
      close(browser, 'DECL_STUDENT'),
    ]);
    expect((await does.facts(id)).filter(({ kind }) => kind === 'M_CLOSE')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409).every(({ text }) => text.includes('Reopen it first'))).toBe(
      true,
    );
    expect(answers.some(({ status }) => status === 409)).toBe(true);
  });

  it('a step that differs in a detail is another one, and is not called saved; the very same one is', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'BASIC_FOOD', date: '2026-10-01', why: 'late' });
    const target = one?.id as number;
    const start = await does.step(browser, target, 'start', { on: '2026-10-05', why: 'late' });
    expect(start.status).toBe(303);
    const form_key = crypto.randomUUID();
    const check = (more: Record<string, string>) =>
      does.step(browser, target, 'check', {
        form_key,
        active: 'yes',
        fits: 'YES',
        progress: 'BETTER',
        told_by: 'FAMILY',
        ...more,
      });
    expect((await check({})).status).toBe(303);
    expect((await check({})).status).toBe(303);
    const changed = await check({ progress: 'WORSE' });
    expect([changed.status, changed.text]).toEqual([409, expect.stringContaining('It was written down already')]);
    expect((await does.facts(target)).filter(({ kind }) => kind === 'M_1MO')).toMatchObject([{ progress: 'BETTER' }]);

    const [other] = await does.refer(browser, bruno.dcid, { need: 'TUTORING' });
    // A form of another referral is not this one, whatever was saved with it.
    const foreign = await does.step(browser, other?.id as number, 'wait', { form_key, interim: 'CHECKIN' });
    expect([foreign.status, foreign.text]).toEqual([409, expect.stringContaining('with something else in it')]);
    const waitKey = crypto.randomUUID();
    const wait = (more: Record<string, string>) =>
      does.step(browser, other?.id as number, 'wait', { form_key: waitKey, interim: 'CHECKIN', ...more });
    for (const more of [{}, {}, { barrier_TRANSPORT: '1' }] as Record<string, string>[])
      expect((await wait(more)).status).toBe(303);
    expect((await does.facts(other?.id as number)).filter(({ kind }) => kind === 'M_WAIT')).toHaveLength(1);
    expect(await test.owner('u_ssp_target_barrier').where({ target_id: other?.id })).toHaveLength(1);
  });

  it('what the check found ended is not called served, and a first session that was put off is asked about', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'BASIC_CLOTHING', date: '2026-10-01', why: 'late' });
    const target = one?.id as number;
    await story(target, [
      ['start', { on: '2026-10-05', why: 'late' }],
      ['check', { active: 'no' }],
    ]);
    expect(await does.now(target)).toMatchObject({ status: 'ENDED', next_step: 'DECIDE' });
    expect(await cardOf(one?.referral_id)).toContain('Ended, not closed yet');
    expect((await browser.get(`/students/${bruno.dcid}/referrals/new`)).text).toContain(
      'Clothing: Lakeside Family Center, open since Oct 1',
    );

    const [other] = await does.refer(browser, bruno.dcid, { need: 'BASIC_UTIL_FIN' });
    const put = other?.id as number;
    const due = '2026-11-19';
    await story(put, [['schedule', { on: '2026-11-12', due }]]);
    const row = async () => {
      const { text } = await browser.get('/tasks');
      return text.slice(text.indexOf(`id="task-${put}"`)).split('</li>')[0] as string;
    };
    expect(await row()).toContain('Service started Nov 19');
    await story(put, [['later', { due: '2026-11-23', note: 'the family is ill' }]]);
    it_.clock.pass(4 * 24 * 60);
    browser = await it_.as(ana);
    const late = await row();
    expect(late).not.toContain('name="on"');
    expect(late).toContain(`do=${put}`.replace('=', '&#x3D;'));
    it_.clock.pass(-4 * 24 * 60);
    browser = await it_.as(ana);
  });

  it('after a reopening, track and tries are those of now', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'PARENTING' });
    const target = one?.id as number;
    await story(target, [
      ['consent', {}],
      ['send', {}],
      ['start', {}],
      ['close', { outcome: 'UNREACHABLE', untried_why: 'no number' }],
      ['reopen', { note: 'a new number' }],
    ]);
    const page = (await browser.get(`/referrals/${one?.referral_id}`)).text;
    expect(page).toContain('Consent given, not sent yet');
    expect(page).toMatch(/Started: <span class="soft">not yet/);
    const again = await does.step(browser, target, 'close', { outcome: 'UNREACHABLE' });
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('since the referral was reopened')]);
  });

  it('a card in error says so, and a referral of before is not the next one of a chain', async () => {
    const [wrong] = await does.refer(browser, bruno.dcid, { need: 'EMPLOYMENT' });
    await story(wrong?.id as number, [['close', { outcome: 'ERROR' }]]);
    expect(await cardOf(wrong?.referral_id)).toContain('Does not count');
    const [late] = await does.refer(browser, bruno.dcid, { need: 'AFTER_SCHOOL', date: '2026-11-19' });
    await story(late?.id as number, [['close', { outcome: 'NO_SHOW' }]]);
    const [early] = await does.refer(browser, bruno.dcid, { need: 'AFTER_SCHOOL', date: '2026-11-10' });
    expect(await test.owner('u_ssp_referral').where({ id: early?.referral_id }).first('chain_id')).toEqual({
      chain_id: null,
    });
  });

  it('an old one with nothing but a look to take is put off as the step that it is', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: '504_EVAL', date: '2026-11-09' });
    const target = one?.id as number;
    await test.owner('u_ssp_target').where({ id: target }).update({ next_step: 'LOOK', next_due: '2026-11-09' });
    await story(target, [['later', { due: '2026-12-10', note: 'after the break' }]]);
    expect(await does.now(target)).toMatchObject({ next_step: 'OFFER', next_due: '2026-12-10' });
  });

  it('is on the lists however long it is open', async () => {
    const [one] = await does.refer(browser, bruno.dcid, {
      need: 'ACADEMIC_INT',
      school_1: 'Homework club',
      agency_1: '',
    });
    await test.owner('u_ssp_referral').where({ id: one?.referral_id }).update({ opened_on: '2025-02-03' });
    expect((await browser.get('/referrals')).text).toContain('Homework club');
    expect((await (await it_.as(maya)).get('/tasks?all=1')).text).toContain('Homework club');
    await test.owner('u_ssp_referral').where({ id: one?.referral_id }).update({ opened_on: '2026-11-09' });
  });

  it('of two steps on one day the one written down later holds, as the table says', async () => {
    const [one] = await does.refer(browser, bruno.dcid, { need: 'BASIC_HOUSING' });
    const target = one?.id as number;
    await story(target, [
      ['accept', {}],
      ['schedule', { due: '2026-12-01' }],
      ['wait', { interim: 'NONE' }],
    ]);
    expect(await does.now(target)).toMatchObject({ status: 'WAITLISTED', next_step: 'WAITLIST' });
  });

  it('of another school is not found', async () => {
    const other = await it_.as(kwame);
    const [{ referral_id }] = await test.owner('u_ssp_target').where({ id });
    for (const answer of [
      await other.get(`/referrals/${referral_id}`),
      await does.step(other, id, 'offer'),
      await other.post(`/referrals/${referral_id}/void`, { reason: 'x' }),
    ])
      expect(answer.status).toBe(404);
  });
});

it('every open referral of the district has exactly one next step with an owner and a day, a closed one none, as the facts say', async () => {
  const targets = await test
    .owner('u_ssp_target as t')
    .join('u_ssp_referral as r', 'r.id', 't.referral_id')
    .select('t.*', 'r.opened_on', 'r.urgency', 'r.author');
  const rows = await test.owner('u_ssp_milestone').whereNull('voided_at').orderBy('id');
  const factsOf = new Map<number, typeof rows>();
  for (const row of rows) factsOf.set(row.target_id, [...(factsOf.get(row.target_id) ?? []), row]);
  expect(targets.length).toBeGreaterThan(50);
  // All of its schools have one calendar.
  const calendar = await readCalendar(test.database, 101, { from: '2025-08-27', today: TODAY });
  for (const target of targets) {
    const facts = (factsOf.get(target.id) ?? []).map(
      (row): Fact => ({
        ...{ id: row.id, kind: row.kind as FactKind, on: row.happened_on, round: row.round_no, outcome: row.outcome },
        ...{ due: row.due_on, isActive: Boolean(row.is_active), detail: row.detail, person: row.person },
      }),
    );
    const pace = { ...USUAL_PACE, calendar };
    const path = pathwayOf(facts.toReversed(), target.opened_on, pace);
    const next = nextStep(facts, path, { kind: target.kind, urgency: target.urgency, wantsNotice: false, pace });
    const is_put_off = target.is_put_off === null ? null : Boolean(target.is_put_off);
    expect({ ...target, is_put_off }).toMatchObject(derivedColumns(path, next, target.author));
    const has = [target.next_step, target.next_due, target.next_owner].map((value) => value !== null);
    // Who still received the service when the year was closed has a step for the new one.
    expect(has).toEqual(Array(3).fill(target.outcome === null || target.outcome === 'ONGOING'));
  }
});

import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, maya } from '../people.ts';
import { actor, type TargetNow } from './actor.ts';

// A service that goes over the end of a school year, a step that was put off, and what was taken back: through the routes.

const AGENCY = 'Harbor Youth Services';
const WHY = 'noted late';

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;

beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  does = actor(test, it_);
});
beforeEach(() => at('2026-11-20'));
afterAll(() => test.close());

async function at(day: string): Promise<void> {
  it_.clock.at = new Date(`${day}T16:00:00.000Z`);
  browser = await it_.as(ana);
}

async function begun(): Promise<number> {
  const [target] = await does.refer(browser, bruno.dcid, { agency_1: AGENCY });
  await step(target?.id as number, 'start', { on: '2026-11-10' });
  return target?.id as number;
}

async function step(target: number, name: string, more: Record<string, string> = {}): Promise<void> {
  const answer = await does.step(browser, target, name, { why: WHY, ...more });
  expect([name, answer.status]).toEqual([name, 303]);
}

async function text(address: string): Promise<string> {
  return (await browser.get(address)).text;
}

const servedBy = async () => (await text(`/students/${bruno.dcid}`)).includes(`Now served by ${AGENCY}`);
const RENEW = 'New school year: reopen it if the service goes on';
/** What the list of tasks says of a target; empty: it does not stand there. */
const taskOf = async (target: number) =>
  new RegExp(`<p id="task-${target}">(.*?)</p>`).exec(await text('/tasks'))?.[1] ?? '';

describe('still receiving at close of year', () => {
  let target: number;

  beforeAll(async () => {
    await at('2026-11-20');
    target = await begun();
    await at('2027-06-10');
    await step(target, 'close', { outcome: 'ONGOING' });
  });

  it('is served still: on the student’s page, and before the same need is written down again', async () => {
    await at('2027-06-12');
    expect(await servedBy()).toBe(true);
    expect(await text(`/students/${bruno.dcid}/referrals/new`)).toMatch(
      new RegExp(`${AGENCY}, being served since Nov 10`),
    );
    const form = { form_key: crypto.randomUUID(), need: 'MH_THERAPY', reason: 'EMO_ANX', date: '2027-06-12' };
    const again = await browser.post(`/students/${bruno.dcid}/referrals`, { ...form, agency_1: 'Another one' });
    expect(again.status).toBe(422);
    expect(again.text).toMatch(new RegExp(`${AGENCY}, being served since Nov 10`));
  });

  it('is a task at the start of the next school year', async () => {
    await at('2027-06-12');
    expect(await taskOf(target)).toBe('');
    await at('2027-09-01');
    expect(await taskOf(target)).toContain(RENEW);
    expect(await does.now(target)).toMatchObject({
      next_step: 'RENEW',
      next_due: '2027-09-01',
      next_owner: ana.reader,
    });
  });

  it('goes over to a colleague as what is open does', async () => {
    await at('2027-09-01');
    const form = { person: String(ana.reader), to: String(maya.reader), [`target_${target}`]: '1' };
    expect((await browser.post('/referrals/hand-over', form)).headers.location).toMatch(/handed=1/);
    expect(await does.now(target)).toMatchObject({ next_step: 'RENEW', next_owner: maya.reader, status: 'CLOSED' });
  });

  it('goes on when it is reopened, with the same start; and is served no more once it has ended', async () => {
    await at('2027-09-02');
    await step(target, 'reopen', { note: 'goes on with the same therapist' });
    expect(await does.now(target)).toMatchObject({ status: 'INITIATED', outcome: null, access: 'YES' });
    expect(await servedBy()).toBe(true);
    // The card on the student's page knows of the start, too.
    expect(await text(`/students/${bruno.dcid}`)).toMatch(/Being served<\/strong> since Nov 10/);
    expect(await does.now(target)).toMatchObject({ next_step: 'CHECK', next_due: '2026-12-10' });
    await step(target, 'close', { outcome: 'COMPLETED' });
    expect(await does.now(target)).toMatchObject({
      status: 'CLOSED',
      next_step: null,
      next_due: null,
      next_owner: null,
    });
    expect(await servedBy()).toBe(false);
  });

  it('has ended when the outcome is changed instead', async () => {
    const other = await begun();
    await at('2027-06-10');
    await step(other, 'close', { outcome: 'ONGOING' });
    const { revision } = await does.now(other);
    const form = { form_key: crypto.randomUUID(), outcome: 'COMPLETED', outcome_date: '2027-06-10' };
    const more = { reason: 'it is over', revision: String(revision) };
    const changed = await browser.post(`/referrals/targets/${other}/outcome`, { ...form, ...more });
    expect(changed.status).toBe(303);
    expect(await does.now(other)).toMatchObject({ status: 'CLOSED', next_step: null });
    expect(await servedBy()).toBe(false);
  });
});

describe('a first session that was put off', () => {
  const oneFor = (page: string, id: number) => page.includes(`action="/referrals/targets/${id}/steps"`);

  it('asks on which day it took place; with a new appointment one press is enough again', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { agency_1: AGENCY, need: 'MENTOR' });
    const id = target?.id as number;
    await step(id, 'schedule', { due: '2026-11-20' });
    expect(oneFor(await text('/tasks'), id)).toBe(true);
    await step(id, 'later', { due: '2026-11-27', note: 'was ill' });
    expect(oneFor(await text('/tasks'), id)).toBe(false);
    await step(id, 'schedule', { due: '2026-11-24' });
    expect(await does.now(id)).toMatchObject({ next_step: 'START', next_due: '2026-11-24' });
    expect(oneFor(await text('/tasks'), id)).toBe(true);
  });
});

describe('taken back', () => {
  const stateOf = async (target: number) => {
    const { revision: _, ...state } = await does.now(target);
    return state as Partial<TargetNow>;
  };

  it.each<[string, Record<string, string>][]>([
    [['offer', {}]],
    [['send', {}]],
    [['accept', {}]],
    [['wait', { interim: 'NONE' }]],
    [['schedule', { due: '2026-12-01' }]],
    [['start', {}]],
    [['later', { due: '2026-12-15', note: 'holiday' }]],
    [['close', { outcome: 'DECL_FAMILY' }]],
    [['close', { outcome: 'ONGOING' }]],
  ])('%j leaves the target as if it had never been written', async ([name, more]) => {
    const [target] = await does.refer(browser, bruno.dcid, { agency_1: AGENCY, need: 'MENTOR' });
    const id = target?.id as number;
    await step(id, 'consent');
    const before = await stateOf(id);
    await step(id, name, more);
    expect(await stateOf(id)).not.toEqual(before);
    const fact = (await does.facts(id)).at(-1);
    await browser.post(`/referrals/targets/${id}/take-back`, { fact: String(fact.id), reason: 'of another one' });
    expect(await stateOf(id)).toEqual(before);
  });
});

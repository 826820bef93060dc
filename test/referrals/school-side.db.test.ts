import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, dev, irena, joan, jun, kwame, maya, mila, ruben, sami, terrence } from '../people.ts';
import { actor } from './actor.ts';

// What comes in to the school-based providers, the steps to be done, and what happens when somebody leaves.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let does: ReturnType<typeof actor>;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
  does = actor(test, it_);
  // What the made-up history left open is not what is looked at here.
  await test
    .owner('u_ssp_target')
    .whereNull('outcome')
    .update({ outcome: 'WITHDRAWN', status: 'CLOSED', next_due: null, next_owner: null, next_step: null });
});
afterAll(() => test.close());

const toGroup = { agency_1: '', school_1: 'Friendship group', need: 'SOCIAL_SKILLS' };
const count = async (who: Browser) => (await who.get('/referrals/count')).body.count;

describe('what came in', () => {
  it('is seen by everybody of the school who may take it, is counted, and nobody else sees it', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { ...toGroup, urgency: 'URGENT' });
    const her = await it_.as(maya);
    expect(await count(her)).toBe(1);
    const list = await her.get('/referrals');
    for (const words of [
      'Nobody has taken yet',
      'Silva, Bruno',
      'Social skills',
      'Urgent',
      'for Friendship group',
      'from A. Reyes, Nov 9',
      'Take',
    ])
      expect(list.text).toContain(words);
    const other = await it_.as(kwame);
    expect((await other.get('/referrals')).text).not.toContain('Silva');
    expect(await count(other)).toBe(0);

    expect(led(await does.step(her, target?.id as number, 'accept', { back: 'incoming' }))).toBe(
      '/referrals?done=step',
    );
    expect(await does.now(target?.id as number)).toMatchObject({
      assignee: maya.reader,
      next_step: 'FIRST_DATE',
      next_owner: maya.reader,
      owner: ana.reader,
    });
    expect(await count(her)).toBe(0);
    expect((await her.get('/referrals')).text).toContain('Taken, no first date yet');
    // An administrator reads what is next, by when, and who has it; neither need nor provider.
    const read = (await (await it_.as(joan)).get(`/students/${bruno.dcid}`)).text;
    expect(read).toMatch(/next: set the first date, by Nov 27 · M\. Chen/);
    expect(read).not.toMatch(/Friendship group|Social skills/);
    await does.step(her, target?.id as number, 'schedule', { due: '2026-11-24' });
    expect((await her.get('/referrals')).text).toContain('Nothing waits');
    expect((await browser.get('/')).text).toMatch(/Friendship group set an appointment for/);
  });

  it('belongs to whoever sets a first date or starts without having taken it', async () => {
    const her = await it_.as(maya);
    const [dated] = await does.refer(browser, claire.dcid, { ...toGroup, school_1: 'Lunch bunch' });
    const form = { form_key: crypto.randomUUID(), due: '2026-11-25' };
    await does.step(her, dated?.id as number, 'schedule', form);
    const hers = { assignee: maya.reader, next_owner: maya.reader, owner: ana.reader };
    expect(await does.now(dated?.id as number)).toMatchObject({ ...hers, status: 'SCHEDULED', next_step: 'START' });
    // The same form again is one; and whoever writes down a later day takes it from nobody.
    expect((await does.step(her, dated?.id as number, 'schedule', form)).status).toBe(303);
    await does.step(browser, dated?.id as number, 'schedule', { due: '2026-11-26' });
    await does.step(browser, dated?.id as number, 'start', { on: '2026-11-20' });
    expect(await does.now(dated?.id as number)).toMatchObject({ ...hers, next_step: 'CHECK' });

    const [begun] = await does.refer(browser, claire.dcid, { ...toGroup, school_1: 'Art group', need: 'MENTOR' });
    await does.step(her, begun?.id as number, 'start');
    expect(await does.now(begun?.id as number)).toMatchObject({ ...hers, next_step: 'CHECK' });
    // An agency that starts is written down by somebody who does not serve.
    const [agency] = await does.refer(browser, claire.dcid, { need: 'VISION' });
    await does.step(her, agency?.id as number, 'start');
    expect(await does.now(agency?.id as number)).toMatchObject({ assignee: null, next_owner: ana.reader });
  });

  it('is given to somebody, and declined with a reason', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { ...toGroup, need: 'MENTOR', school_1: 'Mentors' });
    const id = target?.id as number;
    await does.step(browser, id, 'assign', { person: String(irena.reader) });
    const nurse = await it_.as(irena);
    expect(await count(nurse)).toBe(1);
    expect((await nurse.get('/referrals')).text).toContain('Given to you');
    expect((await (await it_.as(maya)).get('/referrals')).text).toContain('Given to others');
    // What was given to one is not taken by another in passing.
    const passing = await does.step(await it_.as(maya), id, 'accept', { back: 'incoming' });
    expect([passing.status, (await does.now(id)).assignee]).toEqual([409, irena.reader]);
    expect((await does.step(nurse, id, 'decline', {})).text).toContain('Choose why it is declined');
    expect((await does.step(nurse, id, 'decline', { outcome: 'NO_CAPACITY', note: 'the group is full' })).status).toBe(
      303,
    );
    expect(await does.now(id)).toMatchObject({ status: 'CLOSED', access: 'NO', outcome: 'NO_CAPACITY' });
    expect((await browser.get('/')).text).toContain('Mentors: provider had no capacity');
  });

  it('stands over all schools of a coordinator, or of one', async () => {
    const coordinator = await it_.as(terrence);
    await does.refer(coordinator, jun.dcid, { ...toGroup, school_1: 'Reading club', need: 'TUTORING' });
    const [at104] = await test
      .sis('Students')
      .where({ SchoolID: 104, Enroll_Status: 0 })
      .whereNotIn('DCID', [5001])
      .orderBy('DCID')
      .limit(1);
    await does.refer(await it_.as(dev), at104.DCID, { ...toGroup, school_1: 'Lunch bunch', need: 'MENTOR' });
    const all = await coordinator.get('/referrals');
    for (const words of ['Reading club', 'Lunch bunch', 'Eastgate Elementary', 'Parkside Elementary', 'All schools'])
      expect(all.text).toContain(words);
    const one = await coordinator.get('/referrals?school=104');
    expect(one.text).toContain('Lunch bunch');
    expect(one.text).not.toContain('Reading club');
    // A school of somebody else shows nothing.
    expect((await coordinator.get('/referrals?school=103')).text).toContain('Nothing waits');
  });
});

it('the form of a visit says which needs are open or served', async () => {
  const page = async (student: number, who = browser) => (await who.get(`/students/${student}`)).text;
  expect(await page(sami.dcid)).not.toContain('Open or served now');
  const [target] = await does.refer(browser, sami.dcid, { ...toGroup, need: 'MENTOR' });
  expect(await page(sami.dcid)).toMatch(/<p class="soft">Open or served now: Mentor[^<]*Friendship group/);
  await does.step(browser, target?.id as number, 'close', { outcome: 'MET_ELSEWHERE' });
  expect(await page(sami.dcid)).not.toContain('Open or served now');
});

describe('tasks', () => {
  it('hold the next step of each open referral, done with one press from the list', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'TRAUMA', date: '2026-11-07' });
    const id = target?.id as number;
    await does.step(browser, id, 'offer', { on: '2026-11-07' });
    const before = await browser.get('/tasks');
    expect(before.text).toContain('Within thirty days');
    expect(before.text).toContain('by Nov 21');
    await does.step(browser, id, 'consent', { on: '2026-11-07' });
    expect(await does.now(id)).toMatchObject({ next_step: 'SEND', next_due: '2026-11-10' });
    const list = await browser.get('/tasks');
    for (const words of ['Send it to the provider', 'was due Nov 10', 'Lakeside Family Center', 'Something else'])
      expect(list.text).toContain(words);
    expect((await browser.get('/')).text).toContain('Send it to the provider');
    const form = new RegExp(
      `action="/referrals/targets/${id}/steps"[^>]*>\\s*<input[^>]*name="token"[^>]*>\\s*<input[^>]*name="form_key"[^>]*>\\s*<input[^>]*value="send">\\s*<input[^>]*value="2026-11-20">`,
    );
    expect(list.text).toMatch(form);
    expect(led(await does.step(browser, id, 'send', { on: '2026-11-20', back: 'tasks' }))).toBe('/tasks?done=step');
    expect(await does.now(id)).toMatchObject({ next_step: 'ANSWER', next_due: '2026-12-04' });
  });

  it('open the very step on the referral’s page where more is asked, and come back', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'MH_EVAL', date: '2026-10-12', why: 'late' });
    const id = target?.id as number;
    await does.step(browser, id, 'start', { on: '2026-10-14', why: 'late' });
    const list = await browser.get('/tasks');
    const url = `/referrals/${target?.referral_id}?do&#x3D;${id}&amp;back&#x3D;tasks#target-${id}`;
    expect(list.text).toContain(`href="${url}"`);
    const page = await browser.get(`/referrals/${target?.referral_id}?do=${id}&back=tasks`);
    expect(page.text).toMatch(/<details class="small step" open>\s*<summary>One-month check/);
    expect(led(await does.step(browser, id, 'check', { active: 'yes', back: 'tasks' }))).toBe('/tasks?done=step');
    expect(await does.now(id)).toMatchObject({ month_state: 'ACTIVE', next_step: 'REVIEW' });
    const said = (await does.facts(id)).find(({ kind }) => kind === 'M_1MO');
    expect(said).toMatchObject({ fits: 'UNKNOWN', progress: 'UNKNOWN', told_by: null });
  });

  it('are put off with a reason, to a day to come', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { need: 'VISION' });
    const id = target?.id as number;
    expect((await does.step(browser, id, 'later', { due: '2026-11-20', note: 'ill' })).text).toContain('still to come');
    expect((await does.step(browser, id, 'later', { due: '2026-12-11' })).text).toContain('Say why it has to wait');
    await does.step(browser, id, 'later', { due: '2026-12-11', note: 'the family is away' });
    expect(await does.now(id)).toMatchObject({ next_step: 'OFFER', next_due: '2026-12-11' });
  });
});

describe('somebody leaves', () => {
  it('and the open referrals go over, owner and provider, all or nothing, audited', async () => {
    const nurse = await it_.as(irena);
    const [agency, group] = (
      await does.refer(nurse, bruno.dcid, { ...toGroup, agency_1: 'City Clinic', need: 'BEHAV_SUPPORT' })
    ).toReversed();
    await does.step(nurse, group?.id as number, 'accept');
    await test.sis('SchoolStaff').where({ Users_DCID: irena.reader }).update({ Status: 2 });

    const all = await browser.get('/tasks?all=1');
    expect(all.text).toContain('I. Kowalski, who has left');
    expect(all.text).toContain('Hand them over');
    const principal = await it_.as(joan);
    const page = await principal.get(`/referrals/hand-over?person=${irena.reader}`);
    for (const words of ['Irena Kowalski', 'Silva, Bruno', 'Maya Chen']) expect(page.text).toContain(words);
    expect(page.text).not.toContain('City Clinic');

    const form = {
      person: String(irena.reader),
      [`target_${agency?.id}`]: '1',
      [`target_${group?.id}`]: '1',
      why: 'retired',
    };
    expect((await principal.post('/referrals/hand-over', { ...form, to: String(irena.reader) })).status).toBe(422);
    expect((await principal.post('/referrals/hand-over', { ...form, to: String(kwame.reader) })).text).toContain(
      'does not work at the school of every student',
    );
    expect(
      (await principal.post('/referrals/hand-over', { person: String(irena.reader), to: String(maya.reader) })).text,
    ).toContain('Select what is to be handed over');
    const done = await principal.post('/referrals/hand-over', { ...form, to: String(maya.reader) });
    expect(done.headers.location).toBe('/referrals/hand-over?handed=2');
    expect((await principal.post('/referrals/hand-over', { ...form, to: String(maya.reader) })).headers.location).toBe(
      '/referrals/hand-over?handed=0',
    );
    expect(await does.now(agency?.id as number)).toMatchObject({ owner: maya.reader, next_owner: maya.reader });
    expect(await does.now(group?.id as number)).toMatchObject({
      owner: maya.reader,
      assignee: maya.reader,
      next_owner: maya.reader,
    });
    const audits = (await does.audits('REFERRALS_HANDED_OVER')).filter(
      ({ outcome, reason }) => outcome === 'allowed' && reason !== 'ALREADY_DONE',
    );
    expect(audits.map(({ subject }) => subject).toSorted()).toEqual(
      [agency?.id, group?.id].map((id) => `target:${id} from:9004 to:9002`).toSorted(),
    );
    expect(audits.map(({ student }) => student)).toEqual([bruno.dcid, bruno.dcid]);
    expect((await (await it_.as(maya)).get('/tasks')).text).toContain('City Clinic');
    // What comes in on it now comes to whoever follows it.
    await does.step(browser, agency?.id as number, 'offer');
    expect((await (await it_.as(maya)).get('/')).text).toContain('City Clinic was offered to');
    expect((await nurse.get('/')).text).not.toContain('City Clinic was offered to');
    expect((await browser.get(`/referrals/${group?.referral_id}`)).text).toContain('retired');
  });

  it('and what she follows goes along, too, where the next step is somebody else’s', async () => {
    const [target] = await does.refer(browser, claire.dcid, {
      ...toGroup,
      need: 'GRIEF_GROUP',
      school_1: 'Grief group',
    });
    const id = target?.id as number;
    await does.step(await it_.as(maya), id, 'accept');
    expect(await does.now(id)).toMatchObject({ owner: ana.reader, next_owner: maya.reader });
    const principal = await it_.as(joan);
    const page = await principal.get(`/referrals/hand-over?person=${ana.reader}`);
    expect(page.text).toContain(`target_${id}`);
    const form = { person: String(ana.reader), to: String(maya.reader), [`target_${id}`]: '1' };
    expect((await principal.post('/referrals/hand-over', form)).headers.location).toBe('/referrals/hand-over?handed=1');
    expect(await does.now(id)).toMatchObject({ owner: maya.reader, assignee: maya.reader });
  });

  it('and a student who moved takes the referrals along to the new school', async () => {
    const [target] = await does.refer(await it_.as(terrence), jun.dcid, { need: 'LEGAL_AID' });
    expect((await browser.get('/tasks?all=1')).text).not.toContain('Kim, Jun');
    await test.sis('Students').where({ DCID: jun.dcid }).update({ SchoolID: 101 });
    const all = await browser.get('/tasks?all=1');
    expect(all.text).toContain('Kim, Jun');
    expect(all.text).toContain('T. Brooks, who has left');
    const form = { person: String(terrence.reader), to: String(ana.reader), [`target_${target?.id}`]: '1' };
    expect((await browser.post('/referrals/hand-over', form)).headers.location).toBe('/referrals/hand-over?handed=1');
    expect((await browser.get('/tasks')).text).toContain('Kim, Jun');
  });

  it('and in a whole district one school is looked at; one’s own ones alone', async () => {
    const ofDistrict = await it_.as(ruben);
    const all = await ofDistrict.get('/referrals/hand-over');
    expect(all.text.replaceAll('&#x3D;', '=')).toContain('href="/referrals/hand-over?school=103"');
    const [there, here] = [103, 101].map((school) => `/referrals/hand-over?school=${school}`);
    expect((await ofDistrict.get(there as string)).text).not.toContain('Irena Kowalski');
    expect((await ofDistrict.get(here as string)).text).toMatch(/school(=|&#x3D;)101&amp;person/);
    const form = { person: String(maya.reader), school: '101', to: '' };
    const wrong = await ofDistrict.post('/referrals/hand-over', form);
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('name="school" value="101"')]);
    expect((await browser.get(there as string)).text).toContain('Nobody has anything open');
    expect((await browser.get('/referrals/hand-over?school=x')).status).toBe(400);
  });

  it('and whoever is of another school sees and hands over nothing', async () => {
    const [target] = await does.refer(await it_.as(kwame), mila.dcid, { need: 'DENTAL' });
    const page = await browser.get(`/referrals/hand-over?person=${kwame.reader}`);
    expect(page.text).not.toContain('Petrov');
    const form = { person: String(kwame.reader), to: String(ana.reader), [`target_${target?.id}`]: '1' };
    expect((await browser.post('/referrals/hand-over', form)).headers.location).toBe('/referrals/hand-over?handed=0');
    expect(await does.now(target?.id as number)).toMatchObject({ owner: kwame.reader });
    expect((await (await it_.as(ruben)).get(`/referrals/hand-over?person=${kwame.reader}`)).text).toContain('Petrov');
  });
});

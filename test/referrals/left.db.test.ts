import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, NOW, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, irena, joan, jun, maya, terrence } from '../people.ts';
import { actor } from './actor.ts';

// A referral whose provider or owner has left, or whose student moved, reaches somebody; and a long list says that it is cut.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let her: Browser;
let does: ReturnType<typeof actor>;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  [browser, her] = [await it_.as(ana), await it_.as(maya)];
  does = actor(test, it_);
  await test
    .owner('u_ssp_target')
    .where((t) => t.whereNull('outcome').orWhere({ outcome: 'ONGOING' }))
    .update({ outcome: 'WITHDRAWN', status: 'CLOSED', next_due: null, next_owner: null, next_step: null });
});
afterAll(() => test.close());

const group = (school_1: string, need: string) => ({ agency_1: '', school_1, need });
const count = async (who: Browser) => (await who.get('/referrals/count')).body.count;
const leaves = (reader: number, Status = 2) => test.sis('SchoolStaff').where({ Users_DCID: reader }).update({ Status });
/** The heading over a row of the list. */
const headingOf = async (who: Browser, words: string) => {
  const { text } = await who.get('/referrals');
  return /.*<h2[^>]*>([^<]*)/s.exec(text.slice(0, text.indexOf(words)))?.[1];
};

describe('whoever has left counts as nobody', () => {
  it('for what was given to them: it is listed, counted, and taken with one press', async () => {
    const [target] = await does.refer(browser, bruno.dcid, group('Art group', 'MENTOR'));
    const id = target?.id as number;
    await does.step(browser, id, 'assign', { person: String(irena.reader) });
    expect([await count(her), await headingOf(her, 'for Art group')]).toEqual([0, 'Given to others']);
    await leaves(irena.reader);
    expect(await headingOf(her, 'for Art group')).toBe('Whoever had it is not here');
    expect((await her.get('/referrals')).text).toContain('I. Kowalski, who had it, does not work at this school');
    // To whoever opened it, too: it was with somebody, and is not any more.
    expect([await count(her), await count(browser)]).toEqual([1, 1]);
    expect((await does.step(her, id, 'accept', { back: 'incoming' })).status).toBe(303);
    expect(await does.now(id)).toMatchObject({ status: 'ACCEPTED', assignee: maya.reader, next_owner: maya.reader });
    expect([await count(her), await count(browser)]).toEqual([0, 0]);
    await leaves(irena.reader, 1);
  });

  it('for what they had taken, first date or not: a day or a start by somebody else takes it', async () => {
    const nurse = await it_.as(irena);
    const [taken, dated] = await does.refer(browser, bruno.dcid, {
      ...group('Lunch bunch', 'SOCIAL_SKILLS'),
      school_2: 'Reading club',
    });
    await does.step(nurse, taken?.id as number, 'accept');
    await does.step(nurse, dated?.id as number, 'schedule', { due: '2026-11-20' });
    expect((await her.get('/referrals')).text).not.toContain('Reading club');
    await leaves(irena.reader);
    expect(await count(her)).toBe(2);
    const { text } = await her.get('/referrals');
    expect(text).toContain(`<input type="hidden" name="step" value="assign">`);
    expect(text).toContain('Reading club');
    await does.step(her, taken?.id as number, 'assign', { person: String(maya.reader), back: 'incoming' });
    await does.step(her, dated?.id as number, 'start', { on: '2026-11-20' });
    const hers = { assignee: maya.reader, next_owner: maya.reader };
    expect(await does.now(taken?.id as number)).toMatchObject({ ...hers, status: 'ACCEPTED' });
    expect(await does.now(dated?.id as number)).toMatchObject({ ...hers, status: 'INITIATED' });
    expect(await count(her)).toBe(0);
    await leaves(irena.reader, 1);
  });

  it('for what they followed: their steps are named on Today and Tasks until they are handed over', async () => {
    const nurse = await it_.as(irena);
    const grief = { ...group('Grief group', 'GRIEF_GROUP'), agency_1: 'City Clinic' };
    const targets = await does.refer(nurse, claire.dcid, grief);
    for (const page of ['/', '/tasks']) expect((await browser.get(page)).text).not.toContain('who have left');
    await leaves(irena.reader);
    for (const page of ['/', '/tasks']) {
      const { text } = await browser.get(page);
      for (const words of [
        'Steps of people who have left',
        'City Clinic',
        'I. Kowalski, who has left',
        'Hand them over',
      ])
        expect(text).toContain(words);
    }
    expect((await browser.get('/referrals')).text).toContain(
      'I. Kowalski, who followed it, does not work at this school',
    );
    const principal = await it_.as(joan);
    const ticks = Object.fromEntries(targets.map(({ id }) => [`target_${id}`, '1']));
    await principal.post('/referrals/hand-over', {
      ...{ person: String(irena.reader), to: String(maya.reader) },
      ...ticks,
    });
    expect((await browser.get('/tasks')).text).not.toContain('who have left');
    expect((await her.get('/tasks')).text).toContain('City Clinic');
    await leaves(irena.reader, 1);
  });

  it('for a student who moved: the new school finds both, provider and owner, not there', async () => {
    const [target] = await does.refer(await it_.as(terrence), jun.dcid, group('Boys group', 'MENTOR'));
    await does.step(await it_.as(terrence), target?.id as number, 'accept');
    const before = await count(browser);
    await test.sis('Students').where({ DCID: jun.dcid }).update({ SchoolID: 101 });
    const { text } = await browser.get('/referrals');
    expect(text).toContain('T. Brooks, who had it, does not work at this school');
    expect(text).not.toContain('T. Brooks, who followed it');
    expect(await count(browser)).toBe(before + 1);
    expect((await browser.get('/')).text).toContain('T. Brooks, who has left');
    expect((await (await it_.as(terrence)).get('/referrals')).text).not.toContain('Boys group');
    await does.step(browser, target?.id as number, 'assign', { person: String(ana.reader) });
    expect(await does.now(target?.id as number)).toMatchObject({ assignee: ana.reader, next_owner: ana.reader });
    expect(await count(browser)).toBe(before);
  });

  it('and who is on a waitlist without a provider is nobody’s, and counted', async () => {
    const [target] = await does.refer(browser, bruno.dcid, group('Waiting group', 'BEHAV_SUPPORT'));
    const before = await count(her);
    await does.step(her, target?.id as number, 'wait', { interim: 'NONE' });
    expect(await does.now(target?.id as number)).toMatchObject({ status: 'WAITLISTED', assignee: null });
    expect(await count(her)).toBe(before);
    expect(await headingOf(her, 'for Waiting group')).toBe('Nobody has taken yet');
    await does.step(her, target?.id as number, 'accept');
    expect(await count(her)).toBe(before - 1);
  });
});

describe('a long list', () => {
  it('shows the most urgent first and says how much of it there is', async () => {
    const [target] = await does.refer(browser, bruno.dcid, { ...group('Newest', 'TUTORING'), urgency: 'EMERGENCY' });
    const { id: _target, ...kept } = (await test.owner('u_ssp_target').where({ id: target?.id }))[0];
    const { id: _referral, ...referral } = (await test.owner('u_ssp_referral').where({ id: kept.referral_id }))[0];
    const old = { ...referral, urgency: 'ROUTINE', opened_on: '2026-09-01', created_at: NOW };
    const [made] = await test.owner('u_ssp_referral').insert(old).returning('id');
    for (let at = 0; at < 310; at += 10)
      await test.owner('u_ssp_target').insert(
        Array.from({ length: 10 }, (_, more) => ({
          ...{ ...kept, referral_id: made.id, provider: `Old ${at + more}` },
          ...{ next_due: '2026-09-10', next_owner: ana.reader, owner: ana.reader, assignee: null },
        })),
      );
    const { text } = await her.get('/referrals');
    expect(text).toMatch(/The first 300 of 31\d\./);
    expect(text.indexOf('for Newest')).toBeGreaterThan(0);
    expect(text.indexOf('for Newest')).toBeLessThan(text.indexOf('for Old 0'));
    for (const page of ['/tasks', '/tasks?all=1', `/referrals/hand-over?person=${ana.reader}`])
      expect((await browser.get(page)).text).toMatch(/The first 300 of 31\d\./);
  });

  it('of many schools asks for one first', async () => {
    const [school] = await test.sis('Schools').where({ School_Number: 101 });
    const [row] = await test.sis('SchoolStaff').where({ Users_DCID: maya.reader, SchoolID: 101 });
    const [held] = await test.sis('RoleDefTeachersMap').where({ TeachersDCID: maya.reader, SchoolID: 101 });
    for (let at = 0; at < 12; at++) {
      const number = 700 + at;
      await test.sis('Schools').insert({ ...school, DCID: number, ID: number, School_Number: number, Name: `S ${at}` });
      await test.sis('SchoolStaff').insert({ ...row, DCID: 990_000 + at, ID: 990_000 + at, SchoolID: number });
      await test.sis('RoleDefTeachersMap').insert({ ...held, ID: 990_000 + at, SchoolID: number });
    }
    const many = await it_.as(maya);
    const { text } = await many.get('/referrals');
    expect(text).toContain('Choose a school: what came in there is shown then.');
    expect(text).not.toContain('for Newest');
    expect((await many.get('/referrals?school=101')).text).toContain('for Newest');
  });
});

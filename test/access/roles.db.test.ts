import { ACTIONS, type Role } from '../../src/access/actions.ts';
import { ROUTES } from '../../src/server/app.ts';
import type { Route } from '../../src/server/route.ts';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, NOW, type TestDatabase } from '../database.ts';
import { ana, daniela, erik, hana, joan, kwame, maya, type Person, peter, ruben, terrence } from '../people.ts';

// Every entry × every role, each page asked for directly, without the SIS in front. What is expected comes from the
// table of actions and from nowhere else.

const HOLDERS: Record<Role, Person> = {
  support_staff: ana,
  school_admin: joan,
  district_admin: ruben,
  state_consultant: hana,
  system_admin: peter,
};

let test: TestDatabase;
let it_: TestApp;
const ids = { visit: 0, target: 0, referral: 0, crisis: 0 };

beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  const [visit] = await test.database
    .knex('u_ssp_visit_student')
    .where({ student_dcid: daniela.dcid })
    .select('visit_id');
  const [target] = await test.database
    .knex('u_ssp_target as t')
    .join('u_ssp_referral as r', 'r.id', 't.referral_id')
    .where('r.student_dcid', daniela.dcid)
    .select('t.id', 't.referral_id');
  ids.visit = visit.visit_id;
  ids.target = target.id;
  ids.referral = target.referral_id;
  const crisis = { student_dcid: daniela.dcid, school_id: 101, started_by: ana.reader, started_at: NOW };
  await test.owner('u_ssp_crisis').insert({ ...crisis, open_for: daniela.dcid });
  ids.crisis = (await test.owner('u_ssp_crisis').first('id')).id;
});
afterAll(() => test.close());

const nameOf = (entry: Route) => (entry.get ? `GET ${entry.get}` : `POST ${entry.post}`);

function ask(browser: Browser, entry: Route) {
  const id = String(entry.subject && entry.subject !== 'student' ? ids[entry.subject] : 1);
  const address = (entry.get ?? (entry.post as string))
    .replace(':dcid', String(daniela.dcid))
    .replace(':id', id)
    .replace(':name', 'visits')
    .replace(':person', String(ana.reader))
    .replace(/:(crisis|consent|call|follow_up|try)\b/, '1')
    .replace(':period', '1')
    .replace(':set', 'PURPOSE')
    .replace(':code', 'L_NONE');
  // Where the address names no student, the form does.
  const student = entry.subject === 'student' && !address.includes('/students/') ? String(daniela.dcid) : undefined;
  return entry.get ? browser.get(address) : browser.post(address, student ? { student } : {});
}

// What an empty form, or the thing that was asked for, is answered with when the person may.
const ANSWERS: Record<string, number> = {
  'POST /referrals/:id/targets': 422,
  'POST /sign-out': 303,
  'POST /access/break-glass': 422,
  'POST /access/break-glass/end': 400,
  'POST /access/why': 422,
  'POST /access/review': 422,
  'GET /reports': 303,
  'POST /students/:dcid/visits': 422,
  'POST /students/:dcid/quick': 422,
  'POST /students/:dcid/quick/drafts': 400,
  'POST /students/:dcid/quick/drafts/discard': 400,
  'POST /students/:dcid/quick/favourite': 422,
  // A draft is known by the key of its form.
  'POST /students/:dcid/drafts': 400,
  'POST /students/:dcid/drafts/start': 400,
  'POST /students/:dcid/drafts/stop': 400,
  'POST /students/:dcid/drafts/discard': 400,
  'POST /visits/group/drafts': 400,
  'POST /visits/group/drafts/start': 400,
  'POST /visits/group/drafts/stop': 400,
  'POST /visits/group/drafts/discard': 400,
  'POST /today/close': 303,
  'POST /today/ended': 400,
  'POST /today/stop': 400,
  'POST /today/caseload': 400,
  'POST /today/favourites': 422,
  'POST /today/favourites/arrange': 400,
  'POST /visits/:id/void': 422,
  'POST /visits/:id/note': 404,
  'POST /visits/:id/change': 422,
  // The visit is not void, and its note not restricted.
  'POST /visits/:id/change/note': 404,
  'GET /visits/:id/copy': 404,
  'POST /visits/:id/copy': 404,
  'GET /visits/:id/readers': 404,
  'POST /visits/:id/readers': 404,
  'POST /visits/group': 422,
  // It was with one student alone.
  'GET /visits/groups/:id': 404,
  'POST /visits/:id/students/:dcid/out': 422,
  'POST /visits/:id/students/:dcid/note': 404,
  'GET /visits/:id/students/:dcid/readers': 404,
  'POST /visits/:id/students/:dcid/readers': 404,
  'POST /time': 422,
  'POST /time/:id/void': 422,
  'POST /students/:dcid/consents': 422,
  'POST /students/:dcid/consents/:consent/void': 422,
  'POST /crisis': 303,
  'POST /crisis/:id/timer': 400,
  'POST /crisis/:id/steps': 400,
  'POST /crisis/:id/guardian': 400,
  'POST /crisis/:id/report': 400,
  'POST /crisis/:id/end': 303,
  // There is no call or follow-up of this number.
  'POST /crisis/calls/:call/answer': 404,
  'POST /crisis/follow-ups/:follow_up/done': 404,
  'POST /referrals/targets/:id/outcome': 422,
  'POST /students/:dcid/referrals': 422,
  'POST /referrals/:id/void': 422,
  'POST /referrals/targets/:id/steps': 400,
  'POST /referrals/targets/:id/take-back': 400,
  'POST /referrals/targets/:id/barriers/take-back': 400,
  'POST /referrals/hand-over': 422,
  'POST /students/:dcid/family': 400,
  'POST /students/:dcid/family/tries': 422,
  'POST /students/:dcid/family/tries/:try/void': 422,
  'POST /exports': 422,
  'GET /exports/:id/file': 404,
  // No name was typed.
  'POST /settings/staff': 422,
  'POST /settings/staff/:person/periods': 400,
  'POST /settings/staff/:person/periods/:period/end': 400,
  'POST /settings/staff/:person/periods/:period/void': 400,
  'POST /settings/codes': 303,
  'POST /settings/codes/:set': 422,
  'GET /settings/codes/:set/:code': 404,
  'POST /settings/codes/:set/:code': 400,
};
const answerTo = (entry: Route) => ANSWERS[nameOf(entry)] ?? 200;

const closed = ROUTES.filter((entry) => ACTIONS[entry.action].roles !== 'public');

describe.each(closed.map((entry) => [nameOf(entry), entry] as const))('%s', (_name, entry) => {
  const allowed = ACTIONS[entry.action].roles as 'signed-in' | readonly Role[];

  it('asks nobody in who is not signed in', async () => {
    expect((await ask(it_.nobody, entry)).status).toBe(401);
  });

  it.each(Object.entries(HOLDERS))('decides about %s as the table says, and audits it', async (role, person) => {
    const browser = await it_.as(person);
    const { status } = await ask(browser, entry);
    const may = allowed === 'signed-in' || (allowed as readonly string[]).includes(role);
    expect(status).toBe(may ? answerTo(entry) : 403);
    // What a page asks by itself every few seconds leaves a row only when it is refused.
    if (may && entry.quiet) return;
    const [last] = await test.database
      .knex('u_ssp_audit')
      .where({ actor: person.reader })
      .orderBy('id', 'desc')
      .limit(1);
    expect(last).toMatchObject({
      event: entry.audit,
      ...(may ? {} : { outcome: 'refused', reason: 'ROLE_NOT_ALLOWED' }),
    });
  });

  it('refuses a teacher, who holds no role of ours', async () => {
    const { status } = await ask(await it_.as(erik), entry);
    expect(status).toBe(allowed === 'signed-in' ? answerTo(entry) : 403);
  });

  if (entry.post) {
    it('refuses a form without a token, with a made-up one, and with somebody else’s', async () => {
      const holder = allowed === 'signed-in' ? ana : HOLDERS[allowed[0] as Role];
      const browser = await it_.as(holder);
      const other = await it_.as(holder === maya ? ana : maya);
      for (const token of ['', 'x.1.y', other.token]) {
        const answer = await ask({ ...browser, post: (address) => browser.post(address, { token }) }, entry);
        expect(answer.status).toBe(403);
      }
    });
  }

  if (entry.subject) {
    it.each([
      ['a counselor of another school', kwame],
      ['a social worker of other schools', terrence],
    ])('finds nothing for %s, and audits the refusal', async (_who, person) => {
      const browser = await it_.as(person);
      expect((await ask(browser, entry)).status).toBe(404);
      const [last] = await test.database
        .knex('u_ssp_audit')
        .where({ actor: person.reader })
        .orderBy('id', 'desc')
        .limit(1);
      expect(last).toMatchObject({ event: entry.audit, outcome: 'refused', reason: 'NOT_IN_SCOPE' });
    });
  }
});

describe('a student who does not exist', () => {
  it('looks the same as one of another school', async () => {
    const browser = await it_.as(kwame);
    const strip = (html: string) =>
      html
        .replace(/[0-9a-f-]{36}/g, '')
        .replace(/s1\.\d+\.[\w-]+/g, '')
        .replaceAll(/\/students\/\d+/g, '');
    const [other, none] = [await browser.get(`/students/${daniela.dcid}`), await browser.get('/students/4711')];
    expect(none.status).toBe(404);
    expect(strip(none.text)).toBe(strip(other.text));
  });
});

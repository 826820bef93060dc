import { jest } from '@jest/globals';
import { makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, NOW, type TestDatabase, TODAY } from '../database.ts';
import { ana, bruno, daniela, irena, jun, maya, type Person, sami } from '../people.ts';
import { actor } from '../referrals/actor.ts';
import { section } from '../today/rows.ts';

// What a list says beside a name before the page is opened: for whom, in which lists, and for people with two roles.

let test: TestDatabase;
let app: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  app = makeApp(test, { STATE_PROFILE: 'TX' });
});
afterAll(() => test.close());
afterEach(async () => {
  await test.owner('u_ssp_consent').del();
  await test.sis('RoleDefTeachersMap').where('ID', '>=', MORE).del();
  await test.sis('SchoolStaff').where('ID', '>=', MORE).del();
});

const MORE = 990_001;
const PSYCHOLOGIST = 2;
const PRINCIPAL = 5;

/** One more role of a person at a school, as the SIS would have it. */
async function also(person: Person, role: number, school: number): Promise<void> {
  const [held] = await test.sis('RoleDefTeachersMap').where({ TeachersDCID: person.reader });
  await test.sis('RoleDefTeachersMap').insert({ ...held, ID: MORE, RoleDefID: role, SchoolID: school });
  const [there] = await test.sis('SchoolStaff').where({ Users_DCID: person.reader, SchoolID: school });
  if (there) return;
  const [staff] = await test.sis('SchoolStaff').where({ Users_DCID: person.reader });
  await test.sis('SchoolStaff').insert({ ...staff, DCID: MORE, ID: MORE, SchoolID: school });
}

const row = (student: number, service_group: string, state: string) => ({
  ...{ student_dcid: student, kind: 'SVC_SCHOOL', service_group, state, signer: 'PARENT', method: 'PAPER' },
  ...{ signed_on: '2026-11-02', starts_on: '2026-11-02', form_key: `${student}-${service_group}` },
  ...{ recorded_by: ana.reader, recorded_at: '2026-11-02T12:00:00.000Z' },
});
const crisisRow = (student: number) => ({
  ...{ open_for: -1, student_dcid: student, school_id: 101, started_by: ana.reader, started_at: NOW },
  ...{ ended_by: ana.reader, ended_at: NOW },
});
const followUpRow = (crisis_id: number, student: number) => ({
  ...{ crisis_id, line_no: 1, student_dcid: student, owner: ana.reader, due_on: TODAY },
  ...{ written_by: maya.reader, written_at: NOW, key_id: 'none', sealed: '' },
});
const say = (student: number, group: string, state: string) =>
  test.owner('u_ssp_consent').insert(row(student, group, state));

/** The line of a page that names somebody, up to the next line. */
const lineOf = (html: string, name: string): string =>
  (html.split(name)[1] ?? '').split(/<\/li>|<\/tr>|<\/label>/)[0] as string;
const tagIn = (html: string, name: string): string =>
  /class="tag">(Refused|Consent needed)</.exec(lineOf(html, name))?.[1] ?? '';
const inSearch = async (person: Person, name: string) =>
  tagIn((await (await app.as(person)).post('/search', { q: name })).text, `${name},`);

describe('two roles', () => {
  it('nothing is said of a student whom the search finds for the other role', async () => {
    expect(await inSearch(maya, 'Okafor')).toBe('Consent needed');
    await also(maya, PRINCIPAL, 102);
    expect((await (await app.as(maya)).post('/search', { q: 'Kim' })).text).toContain('Kim, Jun');
    expect(await inSearch(maya, 'Kim')).toBe('');
    await say(jun.dcid, 'counseling', 'REFUSED');
    expect(await inSearch(maya, 'Kim')).toBe('');
    expect(await inSearch(maya, 'Okafor')).toBe('Consent needed');
  });

  it('a counselor who is a psychologist too is told what her testing needs', async () => {
    expect(await inSearch(ana, 'Okafor')).toBe('');
    await also(ana, PSYCHOLOGIST, 101);
    expect(await inSearch(ana, 'Okafor')).toBe('Consent needed');
    await say(daniela.dcid, 'health_care', 'GIVEN');
    expect(await inSearch(ana, 'Okafor')).toBe('');
  });

  it('a role at a school where she does not work any more says nothing', async () => {
    const [held] = await test.sis('RoleDefTeachersMap').where({ TeachersDCID: ana.reader });
    await test.sis('RoleDefTeachersMap').insert({ ...held, ID: MORE, RoleDefID: PSYCHOLOGIST, SchoolID: 104 });
    expect(await inSearch(ana, 'Okafor')).toBe('');
  });
});

describe('every list from which a student’s page is opened', () => {
  it('Tasks, Today’s next steps, and what came in', async () => {
    const does = actor(test, app);
    const browser = await app.as(ana);
    await does.refer(browser, bruno.dcid, { agency_1: '', school_1: 'Friendship group', need: 'SOCIAL_SKILLS' });
    // Whatever is next is due today.
    await test.owner('u_ssp_target').where({ next_owner: ana.reader }).update({ next_due: TODAY });
    const tags = async () => [
      tagIn((await browser.get('/tasks')).text, 'Silva, Bruno'),
      tagIn((await browser.get('/tasks?all=1')).text, 'Silva, Bruno'),
      tagIn(section((await browser.get('/?due=all')).text, 'due'), 'Silva, Bruno'),
      tagIn((await browser.get('/referrals')).text, 'Silva, Bruno'),
    ];
    expect(await tags()).toEqual(['', '', '', '']);
    await say(bruno.dcid, 'counseling', 'REFUSED');
    expect(await tags()).toEqual(['Refused', 'Refused', 'Refused', 'Refused']);
  });

  it('what one was asked to do, and answers that came in', async () => {
    await say(sami.dcid, 'counseling', 'REFUSED');
    const browser = await app.as(ana);
    const crisis = await test.owner('u_ssp_crisis').insert(crisisRow(sami.dcid)).returning('id');
    await test.owner('u_ssp_follow_up').insert(followUpRow(crisis[0].id as number, sami.dcid));
    const due = section((await browser.get('/')).text, 'due');
    expect(tagIn(due, 'Haddad, Sami')).toBe('Refused');
    // What the nurse wrote down about a referral of Ana's.
    const [target] = await actor(test, app).refer(browser, sami.dcid);
    await test.owner('u_ssp_milestone').insert({
      ...{ target_id: target?.id, kind: 'M_INIT', happened_on: TODAY, author: irena.reader },
      ...{ form_key: 'answer', created_at: NOW },
    });
    const answers = section((await browser.get('/')).text, 'answers');
    expect(tagIn(answers, 'Sami Haddad')).toBe('Refused');
  });

  it('who may be ticked for a group, who is ticked, and who was in it', async () => {
    await say(bruno.dcid, 'counseling', 'REFUSED');
    const browser = await app.as(ana);
    const form = { ...visitForm({ service_1: 'SKILLS_GRP' }), group_kind: 'SMALL_GROUP' };
    const found = await browser.post('/visits/group/students', { ...form, q: 'Silva', go: 'search' });
    expect(found.text).toMatch(/name="student" value="5005"/);
    expect(tagIn(found.text, 'Silva, Bruno')).toBe('Refused');
    const chosen = await browser.post('/visits/group/students', { ...form, student: String(bruno.dcid), go: 'add' });
    expect(tagIn(chosen.text, 'Silva, Bruno')).toBe('Refused');
    const saved = await browser.post('/visits/group', {
      ...{ ...form, service_1: 'CHECKIN', student: [bruno.dcid, daniela.dcid] },
    } as never);
    const [visit] = await test.owner('u_ssp_visit').orderBy('id', 'desc').limit(1);
    expect([saved.status, visit.group_kind]).toEqual([303, 'SMALL_GROUP']);
    const page = (await browser.get(`/visits/groups/${visit.id}`)).text;
    expect([tagIn(page, 'Silva, Bruno'), tagIn(page, 'Okafor, Daniela')]).toEqual(['Refused', '']);
  });

  it('who is found to copy a voided visit to', async () => {
    const browser = await app.as(ana);
    await browser.post(`/students/${daniela.dcid}/visits`, visitForm({ service_1: 'CHECKIN' }));
    const [{ id }] = await test.owner('u_ssp_visit').orderBy('id', 'desc').limit(1);
    await browser.post(`/visits/${id}/void`, { reason: 'Another student' });
    await say(bruno.dcid, 'counseling', 'REFUSED');
    const { text } = await browser.post(`/visits/${id}/copy`, { q: 'Silva' });
    expect(tagIn(text, 'Silva, Bruno')).toBe('Refused');
  });
});

it('a list asks once for all its students, not once for each', async () => {
  const run = jest.spyOn(app.parts.database, 'run');
  try {
    await (await app.as(ana)).get('/');
    const asked = run.mock.calls.filter(([name]) => name === 'consents/of-students');
    expect(asked.length).toBeLessThanOrEqual(3);
  } finally {
    run.mockRestore();
  }
});

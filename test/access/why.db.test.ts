import { ACTIONS, type Role } from '../../src/access/actions.ts';
import { REASONS } from '../../src/access/reasons.ts';
import { ABOUT_STUDENT, ASKED } from '../../src/access/why.ts';
import { ROUTES } from '../../src/server/app.ts';
import { makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, erik, hana, joan, maya, mila, type Person, peter, ruben } from '../people.ts';

// A decision in words, from the code that decides.

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
});
afterAll(() => test.close());

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ');
const own = async (person: Person) => plain((await (await it_.as(person)).get('/access/why')).text);
const ask = async (asker: Person, form: Record<string, string>) => {
  const answer = await (await it_.as(asker)).post('/access/why', { action: 'student.open', ...form });
  return { status: answer.status, text: plain(answer.text) };
};
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];
const [DANIELA, MILA] = ['104233', '104239'];

describe('about oneself', () => {
  it('says what the SIS gives, what follows, and what one may do', async () => {
    const text = await own(maya);
    expect(text).toContain('School psychologist , Harborview Middle: counts as support staff, at Harborview Middle');
    expect(text).toContain('Active assignments: Harborview Middle, Northside High.');
    expect(text).toContain(`Yes ${ACTIONS['visit.add'].what} ${REASONS.ROLE}`);
    expect(text).toContain(`No ${ACTIONS['export.make'].what} ${REASONS.ROLE_NOT_ALLOWED}`);
    expect(text).not.toContain('Ask about somebody');
  });

  it.each([
    [ruben, 'District administrator , Whole district: counts as district administrator, at every school'],
    [hana, 'State consultant , Whole district: counts as state consultant, for the district as a whole'],
    [erik, 'Teacher , Harborview Middle: does not count: the district gives it no access here'],
  ])('tells %o', async (person, words) => {
    expect(await own(person)).toContain(words);
  });

  it('says of each action what the table says, for every role', async () => {
    for (const [role, person] of [
      ['support_staff', ana],
      ['school_admin', joan],
      ['system_admin', peter],
    ] as const) {
      const text = await own(person);
      for (const action of ASKED) {
        const { what, roles } = ACTIONS[action];
        const may = (roles as readonly Role[]).includes(role);
        expect(text).toContain(`${may ? 'Yes' : 'No'} ${what} ${may ? REASONS.ROLE : REASONS.ROLE_NOT_ALLOWED}`);
      }
    }
  });

  it.each([
    ['switched off', { IsEnabled: 0 }, 'does not count: switched off in the SIS'],
    [
      'at a school without an assignment',
      { SchoolID: 102 },
      'does not count: no active assignment to this school in the SIS',
    ],
  ])('says why a role does not count that is %s', async (_what, change, words) => {
    const role = () => test.sis('RoleDefTeachersMap').where({ TeachersDCID: ana.reader });
    await role().update(change);
    expect(await own(ana)).toContain(words);
    await role().update({ IsEnabled: 1, SchoolID: 101 });
  });

  it('says that a role has to be one of the whole district', async () => {
    const role = () => test.sis('RoleDefTeachersMap').where({ TeachersDCID: ruben.reader });
    await role().update({ IsDistrict: 0, SchoolID: 0 });
    expect(await own(ruben)).toContain('does not count: it has to be a role of the whole district');
    await role().update({ IsDistrict: 1 });
  });
});

describe('about somebody else', () => {
  it('is found by name or number, and answered with the reason of the list', async () => {
    for (const person of ['reyes', 'Reyes, Ana', 'ana reyes', 'a na reyes', '9001']) {
      const { status, text } = await ask(ruben, { person });
      expect(status).toBe(200);
      expect(text).toContain(`May Ana Reyes ${ACTIONS['student.open'].what}? Yes : ${REASONS.ROLE}.`);
    }
    expect(await lastAudit()).toMatchObject({
      ...{ event: 'ACCESS_EXPLAINED', actor: ruben.reader, outcome: 'allowed', subject: 'person:9001', student: null },
    });
  });

  it('about a student, by number: what the guard itself would say', async () => {
    const of = async (person: string, student: string, action = 'student.open') =>
      (await ask(ruben, { person, student, action })).text;
    expect(await of('9001', DANIELA)).toContain(`for student No. ${DANIELA}? Yes : ${REASONS.ROLE_AT_SCHOOL}.`);
    expect(await lastAudit()).toMatchObject({ subject: 'person:9001', student: daniela.dcid });
    expect(await of('9001', MILA)).toContain(`for student No. ${MILA}? No : ${REASONS.NOT_IN_SCOPE}.`);
    expect(await of('9008', MILA)).toContain(`No : ${REASONS.ROLE_NOT_ALLOWED}.`);
    expect(await of('9009', MILA)).toContain(`No : ${REASONS.NO_ROLE}.`);
    expect(await of('9001', DANIELA, 'note.open')).toContain('; only what the person wrote, or was named for.');
    const browser = await it_.as(ana);
    const need = { number: MILA, need: 'COVERING', words: 'covering for Kwame Osei all of today' };
    expect((await browser.post('/access/break-glass', need)).status).toBe(303);
    expect(await of('9001', MILA)).toContain(`Yes : ${REASONS.BREAK_GLASS}.`);
    // Asking has taken nothing from her.
    expect((await browser.get(`/students/${mila.dcid}`)).status).toBe(200);
  });

  it('is what the SIS has now, and not what was read ten minutes ago', async () => {
    const browser = await it_.as(joan);
    const staff = () => test.sis('SchoolStaff').where({ Users_DCID: joan.reader });
    await staff().update({ Status: 2 });
    expect((await ask(ruben, { person: '9005', student: DANIELA })).text).toContain(`No : ${REASONS.NO_ROLE}.`);
    await staff().update({ Status: 1 });
    expect((await ask(ruben, { person: '9005', student: DANIELA })).text).toContain(`Yes : ${REASONS.ROLE_AT_SCHOOL}.`);
    expect((await browser.get(`/students/${daniela.dcid}`)).status).toBe(200);
  });

  it('lets one choose when several have that name', async () => {
    const { text } = await ask(ruben, { person: 'a', student: DANIELA });
    expect(text).toContain('Many people have that name.');
    const several = await ask(ruben, { person: 'an', student: DANIELA });
    expect([several.status, /Whom do you mean|Many people|Yes :|No :/.test(several.text)]).toEqual([
      several.status,
      true,
    ]);
  });

  it.each([
    ['nobody', { person: '' }, 'Nobody with a role in the SIS has this name or number.'],
    ['a number that nobody has', { person: '4711' }, 'Nobody with a role'],
    ['a number beyond all numbers', { person: '99999999999' }, 'Nobody with a role'],
    [
      'an action that there is not',
      { person: '9001', action: 'student.delete' },
      'Choose what the person wants to do.',
    ],
    ['a student that there is not', { person: '9001', student: '999999' }, 'No student has this number.'],
    ['a name for a student', { person: '9001', student: 'Okafor' }, 'No student has this number.'],
    ['a whole page for a student', { person: '9001', student: '7'.repeat(5000) }, 'No student has this number.'],
    ['a whole page for a name', { person: 'lorem '.repeat(1000) }, 'Nobody with a role'],
  ])('says what has to be mended: %s', async (_what, form, fault) => {
    const { status, text } = await ask(ruben, form);
    expect([status, text.includes(fault)]).toEqual([422, true]);
  });

  it('a system administrator asks without any student, and learns nothing about one', async () => {
    const page = await (await it_.as(peter)).get('/access/why');
    expect(page.text).not.toContain('Student’s number');
    const [there, not] = [
      await ask(peter, { person: '9001', student: DANIELA }),
      await ask(peter, { person: '9001', student: '999999' }),
    ];
    expect(there.text).toContain(`Yes : ${REASONS.ROLE}.`);
    expect(there.text).not.toContain('for student');
    const strip = (text: string) => text.replace(/s1\.\d+\.[\w-]+/g, '');
    expect(strip(not.text)).toBe(strip(there.text));
    expect((await lastAudit()).student).toBeNull();
  });

  it.each([ana, joan, hana])('is for no one else: %o', async (person) => {
    expect((await ask(person, { person: '9001' })).status).toBe(403);
  });
});

it('knows which actions are about a student, as the entries do', () => {
  const about = new Set(ROUTES.filter((entry) => entry.subject).map((entry) => entry.action));
  expect(new Set(ABOUT_STUDENT)).toEqual(about);
});

import { jest } from '@jest/globals';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, irena, joan, maya, mila, sami, terrence, tomas } from '../people.ts';
import { pastVisit, section } from './rows.ts';

// My caseload: a rule that is saved once, and the students whom it names.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());

type Form = Record<string, string | string[]>;
const post = async (form: Form, by = browser) => {
  const [row] = await test.owner('u_ssp_caseload').where({ reader: by === browser ? ana.reader : -1 });
  return by.post('/today/caseload', { revision: String(row?.revision ?? 0), ...form } as never);
};
async function listed(by = browser, page = 1): Promise<number[]> {
  const text = section((await by.get(page === 1 ? '/' : `/?page=${page}`)).text, 'caseload');
  return [...text.matchAll(/href="\/students\/(\d+)\/quick/g)].map(([, dcid]) => Number(dcid));
}
async function named(form: Form): Promise<number[]> {
  expect((await post(form)).status).toBe(303);
  const all: number[] = [];
  for (let page = 1; ; page++) {
    const some = await listed(browser, page);
    all.push(...some);
    if (some.length < 25) return all;
  }
}
const inSis = async (where: Record<string, unknown>) =>
  (
    (await test
      .sis('Students')
      .where({ SchoolID: 101, Enroll_Status: 0, ...where })
      .select('DCID')) as { DCID: number }[]
  )
    .map((row) => row.DCID)
    .sort();

describe('bad input', () => {
  it.each([
    ['no revision', { revision: '' }],
    ['a revision that is none', { revision: 'x' }],
    ['a field that there is not', { name: 'Silva' }],
    ['more grades than there are', { grade: Array.from({ length: 60 }, () => '6') }],
  ])('%s is refused', async (_what, form) => {
    expect((await post(form as Form)).status).toBe(400);
  });

  it('letters the wrong way round come back with words, and what was chosen', async () => {
    const { status, text } = await post({ from: 'M', to: 'C', grade: '7' });
    expect(status).toBe(422);
    expect(text).toContain('No name is from M to C');
    expect(text).toMatch(/value="7" checked/);
    expect(await test.owner('u_ssp_caseload')).toEqual([]);
  });

  it('what is not at the person’s schools is left out, whatever it is', async () => {
    expect(
      (
        await post({
          school: ['102', "1'; drop"],
          grade: ['3', '99', '-1'],
          homeroom_1: '%',
          program: ['X'],
          from: '%',
        })
      ).status,
    ).toBe(303);
    const [{ rule_json }] = await test.owner('u_ssp_caseload').where({ reader: ana.reader });
    expect(JSON.parse(rule_json)).toEqual({ schools: [], grades: [], from: '', to: '', homerooms: [], programs: [] });
    await test.owner('u_ssp_caseload').delete();
  });
});

describe('a rule', () => {
  it('is asked for while there is none', async () => {
    const text = section((await browser.get('/')).text, 'caseload');
    expect(text).toContain('Choose my caseload');
    expect(await listed()).toEqual([]);
  });

  it('that says nothing names everybody of the school who is enrolled; who left is not among them', async () => {
    const all = await named({});
    expect([...all].sort()).toEqual(await inSis({}));
    expect(all).not.toContain(tomas.dcid);
    expect(all).not.toContain(mila.dcid);
  });

  it('names grades, homerooms, first letters, programs, and all at once', async () => {
    expect((await named({ grade: '7' })).sort()).toEqual(await inSis({ Grade_Level: 7 }));
    expect((await named({ grade: ['6', '8'] })).length).toBe(
      (await inSis({ Grade_Level: 6 })).length + (await inSis({ Grade_Level: 8 })).length,
    );
    const { Home_Room } = (await test.sis('Students').where({ DCID: bruno.dcid }).first('Home_Room')) as {
      Home_Room: string;
    };
    expect((await named({ homeroom_2: Home_Room })).sort()).toEqual(await inSis({ Home_Room }));
    const letters = await named({ from: 'O', to: 'S' });
    expect(letters).toContain(daniela.dcid);
    expect(letters).toContain(bruno.dcid);
    expect(letters).not.toContain(sami.dcid);
    await test.sis('S_STU_X').where({ StudentsDCID: bruno.dcid }).update({ Section504: 1, EL: 0, SpEd: 0 });
    await test.sis('S_STU_X').where({ StudentsDCID: daniela.dcid }).update({ Section504: 0, EL: 1, SpEd: 0 });
    const programs = await named({ program: ['504', 'EL'], from: 'O', to: 'S' });
    expect(programs).toContain(bruno.dcid);
    expect(programs).toContain(daniela.dcid);
    expect(await named({ program: '504', from: 'O', to: 'S', grade: '6' })).toContain(bruno.dcid);
    expect(await named({ program: '504', from: 'O', to: 'S', grade: '6' })).not.toContain(daniela.dcid);
  });

  it('a name in another alphabet, or with a small letter, is in A to Z', async () => {
    const all = await named({ from: 'A', to: 'Z' });
    expect(all).toContain(5012);
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ LastFirst: 'de Silva, Bruno' });
    expect(await named({ from: 'C', to: 'D' })).toContain(bruno.dcid);
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ LastFirst: 'Silva, Bruno' });
  });

  it('has an accented name where people look for it, and one of another alphabet in no letters', async () => {
    const letters = async (name: string) => {
      await test.sis('Students').where({ DCID: bruno.dcid }).update({ LastFirst: name });
      const found: string[] = [];
      for (const [from, to] of [
        ['A', 'F'],
        ['G', 'M'],
        ['N', 'Z'],
        ['', 'F'],
        ['N', ''],
        ['A', 'Z'],
      ] as const)
        if ((await named({ from, to })).includes(bruno.dcid)) found.push(`${from}-${to}`);
      return found;
    };
    expect(await letters('Álvarez, Bruno')).toEqual(['A-F', '-F', 'A-Z']);
    expect(await letters('A\u0301lvarez, Bruno')).toEqual(['A-F', '-F', 'A-Z']);
    expect(await letters('øberg, Bruno')).toEqual(['N-Z', 'N-', 'A-Z']);
    expect(await letters('Æbelø, Bruno')).toEqual(['A-F', '-F', 'A-Z']);
    expect(await letters('حداد, Bruno')).toEqual(['A-Z']);
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ LastFirst: 'Silva, Bruno' });
  });

  it('of some letters reads what is shown, and more only where many names are in another alphabet', async () => {
    const run = jest.spyOn(it_.parts.database, 'run');
    const takes = () => run.mock.calls.flatMap(([name, args]) => (name === 'today/caseload' ? [args?.take] : []));
    const students = await test.sis('Students').where({ SchoolID: 101, Enroll_Status: 0 }).orderBy('DCID');
    const names = new Map(students.map(({ DCID, LastFirst }) => [DCID as number, LastFirst as string]));
    const wanted = () => [...names].filter(([, name]) => /^[O-S]/.test(name)).map(([dcid]) => dcid);
    try {
      expect((await named({ from: 'O', to: 'S' })).toSorted()).toEqual(wanted().toSorted());
      expect(Math.max(...(takes() as number[]))).toBeLessThanOrEqual(wanted().length + 25 + 26);
      // Half of the school, and nobody has seen them: they come before all others.
      const half = [...names.keys()].filter((_dcid, at) => at % 2 === 0);
      for (const dcid of half) {
        names.set(dcid, 'حداد, ليلى');
        await test.sis('Students').where({ DCID: dcid }).update({ LastFirst: 'حداد, ليلى' });
        await test.owner('u_ssp_visit_student').where({ student_dcid: dcid }).update({ student_dcid: -dcid });
      }
      expect((await named({ from: 'O', to: 'S' })).toSorted()).toEqual(wanted().toSorted());
      expect(Math.max(...(takes() as number[]))).toBeGreaterThan(half.length);
    } finally {
      run.mockRestore();
      await test
        .owner('u_ssp_visit_student')
        .where('student_dcid', '<', 0)
        .update({ student_dcid: test.owner.raw('-student_dcid') });
      for (const { DCID, LastFirst } of students) await test.sis('Students').where({ DCID }).update({ LastFirst });
    }
  });

  it('of somebody with many schools is saved, and Today goes on', async () => {
    const schools = Array.from({ length: 60 }, (_, at) => 10_000_001 + at);
    const until = '2026-11-20T20:12:00.000Z';
    const [school] = await test.sis('Schools').limit(1);
    const [student] = await test.sis('Students').where({ Enroll_Status: 0 }).limit(1);
    const role = { reader: ana.reader, role: 'support_staff', title: 'School counselor', until };
    for (const of of schools) {
      await test.sis('Schools').insert({ ...school, DCID: of, ID: of, School_Number: of, Name: `School ${of}` });
      await test
        .sis('Students')
        .insert({ ...student, DCID: of, ID: of, Student_Number: of, State_StudentNumber: null, SchoolID: of });
      await test.owner('u_ssp_scope').insert({ ...role, school: of });
    }
    expect((await post({ school: schools.map(String) })).status).toBe(303);
    expect(await listed()).toContain(schools[0]);
    expect(await listed(browser, 3)).toHaveLength(10);
    await test.owner('u_ssp_scope').whereIn('school', schools).del();
    await test.sis('Students').whereIn('SchoolID', schools).del();
  });

  it('says what it is in words, and stands in the form again', async () => {
    await named({ grade: ['6', '7'], from: 'A', to: 'F', program: 'EL' });
    expect((await browser.get('/')).text).toContain('Grades 6 and 7 · last names A to F · English learners');
    const { text } = await browser.get('/today/caseload');
    expect(text).toMatch(/name="grade" value="6" checked/);
    expect(text).not.toMatch(/name="grade" value="8" checked/);
    expect(text).not.toContain('<legend>Schools');
  });

  it('where one works at several schools it may name one of them', async () => {
    const chens = await it_.as(maya);
    expect((await chens.post('/today/caseload', { revision: '0', school: '103', from: 'P', to: 'P' })).status).toBe(
      303,
    );
    expect(await listed(chens)).toContain(mila.dcid);
    expect(await listed(chens)).not.toContain(daniela.dcid);
    expect((await chens.get('/')).text).toContain('Northside High · last names P to P');
    await test.owner('u_ssp_caseload').where({ reader: maya.reader }).delete();
  });

  it('is one’s own, audited, and nobody’s who writes no visits', async () => {
    expect(await listed(await it_.as(irena))).toEqual([]);
    expect((await (await it_.as(joan)).get('/today/caseload')).status).toBe(403);
    const [last] = await test.owner('u_ssp_audit').where({ event: 'CASELOAD_SAVED', outcome: 'allowed' }).limit(1);
    expect(last).toMatchObject({ subject: 'caseload', student: null });
  });

  it('that two windows change is not overwritten: the second one is told, and may', async () => {
    await named({});
    const [{ revision }] = await test.owner('u_ssp_caseload').where({ reader: ana.reader });
    expect((await post({ grade: '7', revision })).status).toBe(303);
    const late = await post({ grade: '8', revision });
    expect(late.status).toBe(409);
    expect(late.text).toContain('in another window');
    expect(late.text).toMatch(/name="grade" value="8" checked/);
    // A second click on the same button.
    expect((await post({ grade: '7', revision })).status).toBe(303);
    const seen = /name="revision" value="(\d+)"/.exec(late.text)?.[1] as string;
    expect((await post({ grade: '8', revision: seen })).status).toBe(303);
  });

  it('saved twice at the same moment is there once', async () => {
    const brooks = await it_.as(terrence);
    const answers = await Promise.all([1, 2].map(() => brooks.post('/today/caseload', { revision: '0', grade: '3' })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await test.owner('u_ssp_caseload').where({ reader: terrence.reader })).toHaveLength(1);
    expect((await listed(brooks)).length).toBeGreaterThan(0);
  });
});

describe('the order', () => {
  it('has the never seen first, then whoever was not seen the longest, each once over all pages', async () => {
    await test.owner('u_ssp_visit_student').whereIn('student_dcid', [daniela.dcid, sami.dcid, bruno.dcid]).delete();
    await pastVisit(test, daniela.dcid, maya.reader, '2020-03-03');
    await pastVisit(test, sami.dcid, ana.reader, '2026-11-20');
    const all = await named({});
    expect(new Set(all).size).toBe(all.length);
    expect(all.indexOf(bruno.dcid)).toBeLessThan(all.indexOf(daniela.dcid));
    expect(all.indexOf(daniela.dcid)).toBeLessThan(all.indexOf(sami.dcid));
    const seen = (await test
      .owner('u_ssp_visit_student as vs')
      .join('u_ssp_visit as v', 'v.id', 'vs.visit_id')
      .whereNull('v.voided_at')
      .where('v.visit_type', '<>', 'NOSHOW')
      .orderBy('vs.visit_date')
      .select('vs.student_dcid as dcid', 'vs.visit_date as day')) as { dcid: number; day: string }[];
    const dayOf = new Map(seen.map(({ dcid, day }) => [dcid, day]));
    const days = all.map((dcid) => dayOf.get(dcid) ?? '');
    expect(days).toEqual([...days].sort());
    expect(days.filter((day) => day === '').length).toBeGreaterThan(0);
  });

  it('says when, and by whom', async () => {
    await named({ from: 'O', to: 'S' });
    const row = async (dcid: number) => {
      for (let page = 1; page < 9; page++) {
        const text = (await browser.get(`/?page=${page}`)).text;
        const found = new RegExp(`id="load-${dcid}"[\\s\\S]*?</tr>`).exec(text)?.[0];
        if (found) return found.replace(/<[^>]+>/g, ' ');
      }
      return '';
    };
    expect(await row(bruno.dcid)).toContain('Not seen yet');
    expect(await row(daniela.dcid)).toContain('Mar 3, 2020 by M. Chen');
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-20', { visit_type: 'NOSHOW' });
    expect(await row(bruno.dcid)).toContain('Not seen yet');
    await pastVisit(test, bruno.dcid, ana.reader, '2026-11-03');
    expect(await row(bruno.dcid)).toContain('Nov 3 by you');
  });

  it('ends: beyond the last page there is nobody, and a way back', async () => {
    const text = section((await browser.get('/?page=200')).text, 'caseload');
    expect(text).toContain('There is nobody further down');
  });

  it('is not kept when the person’s school is taken away', async () => {
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 2 });
    it_.clock.pass(11);
    const { status, text } = await browser.get('/');
    expect([200, 403]).toContain(status);
    expect(text).not.toMatch(/\/quick/);
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 1 });
  });
});

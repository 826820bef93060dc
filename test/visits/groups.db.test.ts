import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { drawnForm } from '../drawn-form.ts';
import {
  ana,
  bruno,
  claire,
  daniela,
  hana,
  irena,
  joan,
  jun,
  kwame,
  maya,
  mila,
  peter,
  sami,
  tomas,
} from '../people.ts';

// A group visit through its entries: one visit, a row of the audit for each student, and nothing of the others in a record.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 180_000);
afterAll(() => test.close());

type Form = Record<string, string | string[]>;
const post = (address: string, form: Form, as = browser) => as.post(address, form as Record<string, string>);

/** A form of a group visit that holds; a test changes what it is about. */
function group(students: number[], changes: Form = {}): Form {
  return {
    form_key: crypto.randomUUID(),
    purpose: 'PRO_GROUP',
    date: '2026-11-20',
    minutes: '30',
    service_1: 'GRP_COUNS',
    tier_1: '2',
    group_kind: 'SMALL_GROUP',
    student: students.map(String),
    ...changes,
  };
}
const save = (form: Form, as = browser) => post('/visits/group', form, as);
const THREE = [sami.dcid, bruno.dcid, claire.dcid];

/** Saves it and gives the number of the visit. */
async function saved(form: Form): Promise<number> {
  const answer = await save(form);
  expect([answer.status, led(answer)]).toEqual([303, expect.stringMatching(/^\/visits\/groups\/\d+\?done=saved$/)]);
  return Number(/(\d+)\?/.exec(answer.headers.location as string)?.[1]);
}
/** Changes it as a browser does: with the fields of the form as it is drawn, and with these. */
const changed = async (visit: number, changes: Record<string, string>) => {
  const drawn = drawnForm((await browser.get(`/visits/${visit}/change`)).text, `/visits/${visit}/change`);
  return post(`/visits/${visit}/change`, { ...drawn, ...changes });
};
const visitsOf = (form: Form) => test.owner('u_ssp_visit').where({ form_key: form.form_key as string });
const studentsOf = async (visit_id: number): Promise<number[]> =>
  (await test.owner('u_ssp_visit_student').where({ visit_id }).orderBy('student_dcid')).map((row) => row.student_dcid);
const auditOf = (subject: string) =>
  test.owner('u_ssp_audit').where('subject', 'like', subject).where({ event: 'VISIT_ADDED' }).orderBy('student');
const enrolled = async (count: number): Promise<number[]> =>
  (
    await test
      .sis('Students')
      .where({ SchoolID: 101, Enroll_Status: 0 })
      .where('EntryDate', '<', '2026-09-15')
      .orderBy('DCID')
      .limit(count)
  ).map((row) => row.DCID);

describe('who', () => {
  it.each([
    ['a principal', joan],
    ['a consultant', hana],
    ['IT', peter],
  ])('%s writes none', async (_who, person) => {
    const other = await it_.as(person);
    expect((await other.get('/visits/group')).status).toBe(403);
    for (const address of ['/visits/group', '/visits/group/students'])
      expect((await post(address, group(THREE), other)).status).toBe(403);
  });
});

describe('bad input', () => {
  it('with nobody is not saved, and what was typed is kept', async () => {
    const form = group([], { note: 'kept <b>' });
    const { status, text } = await save(form);
    expect(status).toBe(422);
    expect(text).toContain('a group visit has at least one');
    expect(text).toContain('kept &lt;b&gt;');
    expect(text).toContain(`value="${form.form_key}"`);
    expect(await visitsOf(form)).toEqual([]);
  });

  it('of 80 students is one visit with 80 rows of the audit', async () => {
    const students = await enrolled(80);
    const large = { group_kind: '', service_1: 'CLASS_LESSON', tier_1: '1' };
    const visit = await saved(group(students, { ...large, [`note_${students[0]}`]: 'her own' }));
    expect(await studentsOf(visit)).toEqual(students);
    expect(await test.owner('u_ssp_visit').where({ id: visit })).toMatchObject([{ group_kind: 'SCHOOLWIDE' }]);
    const rows = await auditOf(`visit:${visit}`);
    expect(rows.map((row) => row.student)).toEqual(students);
  });

  it.each([
    [3, 'SMALL_GROUP'],
    [20, 'SMALL_GROUP'],
    [21, 'CLASS'],
    [50, 'CLASS'],
    [51, 'SCHOOLWIDE'],
  ])('of %i students is a %s when nobody says otherwise', async (count, kind) => {
    const visit = await saved(group(await enrolled(count), { group_kind: '', service_1: 'CLASS_LESSON' }));
    expect(await test.owner('u_ssp_visit').where({ id: visit })).toMatchObject([{ group_kind: kind }]);
  });

  it.each([
    [21, { service_1: 'CLASS_LESSON' }, 'group-kind', 'You chose Small group, which is at most 20'],
    [
      51,
      { service_1: 'CLASS_LESSON', group_kind: 'CLASS' },
      'group-kind',
      'You chose Whole class, which is at most 50',
    ],
    [
      21,
      { group_kind: '' },
      'service-1',
      'Small-group counseling is for a few students, at most 20 here; there are 21.',
    ],
  ])('of %i students with %o is asked about at %s', async (count, changes, field, words) => {
    const form = group(await enrolled(count), changes);
    const { status, text } = await save(form);
    expect([status, text.includes(words), text.includes(`href="#${field}"`)]).toEqual([422, true, true]);
    expect(await visitsOf(form)).toEqual([]);
  });

  it('of more than a hundred is told to be an assembly', async () => {
    const { status, text } = await save(group(Array.from({ length: 101 }, (_, at) => 6000 + at)));
    expect(status).toBe(422);
    expect(text).toContain('at most 100 students');
  });

  it('a student twice is once', async () => {
    const visit = await saved(group([sami.dcid, sami.dcid, bruno.dcid, sami.dcid]));
    expect(await studentsOf(visit)).toEqual([sami.dcid, bruno.dcid]);
  });

  it('a student of another school is not found: no name, nothing saved, and an audited refusal', async () => {
    const form = group([sami.dcid, mila.dcid]);
    const { status, text } = await save(form);
    expect(status).toBe(422);
    expect(text).toContain('is not of your schools');
    expect(text).not.toContain(mila.name);
    expect(text).not.toContain(`value="${mila.dcid}"`);
    expect(text).toContain(sami.name);
    expect(await visitsOf(form)).toEqual([]);
    const [row] = await test.owner('u_ssp_audit').where({ student: mila.dcid }).orderBy('id', 'desc').limit(1);
    expect(row).toMatchObject({ outcome: 'refused', reason: 'NOT_IN_SCOPE' });
    const nobody = await save(group([sami.dcid, 99_999_999]));
    const words = (html: string) => /class="faults"[\s\S]*?<\/div>/.exec(html)?.[0];
    expect(words(nobody.text)).toBe(words(text));
  });

  it('a student who left is named, and nobody is lost', async () => {
    const form = group([sami.dcid, tomas.dcid], { note: 'kept' });
    const { status, text } = await save(form);
    expect(status).toBe(422);
    expect(text).toContain(`${tomas.name}: not enrolled on that day`);
    expect(text).toContain(sami.name);
    expect(text).toContain('kept</textarea>');
    expect(await visitsOf(form)).toEqual([]);
  });

  it('a code that was retired while the form was open is said at its field', async () => {
    const { status, text } = await save(group(THREE, { service_1: 'NOT_THERE' }));
    expect(status).toBe(422);
    expect(text).toContain('This choice is not on the list any more');
    expect((await save(group(THREE, { group_kind: 'STAFF_ONLY' }))).status).toBe(422);
  });

  it('a note of 2 MB is said at its field and comes back; so is an own note', async () => {
    const long = 'x'.repeat(2_000_000);
    const { status, text } = await save(group(THREE, { note: long }));
    expect(status).toBe(422);
    expect(text).toContain('2,000,000 characters; 20,000 fit');
    expect(text).toContain(long);
    const own = await save(group(THREE, { note: 'y'.repeat(15_000), [`note_${sami.dcid}`]: 'z'.repeat(15_000) }));
    expect(own.status).toBe(422);
    expect(own.text).toContain('30,002 characters');
    expect(own.text).toContain(`href="#note-${sami.dcid}"`);
  });

  it.each([
    ['a field that there is not', { name: 'x' }],
    ['a note about no number', { note_x: 'x' }],
    ['another button', { go: 'away' }],
  ])('%s is refused', async (_what, changes) => {
    expect((await save(group(THREE, changes as unknown as Form))).status).toBe(400);
  });

  it('sent twice is saved once; changed in between it is not the same', async () => {
    const form = group(THREE, { [`note_${sami.dcid}`]: 'own' });
    const [one, other] = await Promise.all([save(form), save({ ...form, student: THREE.toReversed().map(String) })]);
    expect([one.status, other.status]).toEqual([303, 303]);
    expect(one.headers.location).toBe(other.headers.location);
    expect(await visitsOf(form)).toHaveLength(1);
    const changed = await save({ ...form, [`note_${sami.dcid}`]: 'other' });
    expect(changed.status).toBe(409);
    expect(changed.text).toContain('saved already, without your last changes');
    expect(await visitsOf(form)).toHaveLength(1);
  });
});

describe('choosing', () => {
  const pick = (form: Form) => post('/visits/group/students', form);

  it('by search, by homeroom and as last time; whoever is chosen and whatever was typed stays', async () => {
    const [{ Home_Room }] = await test.sis('Students').where({ DCID: sami.dcid });
    const form = group([bruno.dcid], { note: 'kept', [`note_${bruno.dcid}`]: 'own kept', purpose: 'ACA_ATTEND' });
    const found = await pick({ ...form, go: 'search', q: sami.name.split(',')[0] as string });
    expect(found.text).toMatch(new RegExp(`type="checkbox" id="pick-${sami.dcid}"`));
    for (const text of ['kept</textarea>', 'own kept</textarea>', bruno.name, '1 student chosen'])
      expect(found.text).toContain(text);
    const room = await pick({ ...form, go: 'homeroom', homeroom: `101 ${Home_Room}` });
    expect(room.text).toContain(`id="pick-${sami.dcid}"`);
    await saved(group([sami.dcid, bruno.dcid]));
    const last = await pick({ ...form, go: 'last' });
    expect(last.text).toContain('2 students chosen');
    const both = { ...form, student: [String(sami.dcid), String(bruno.dcid)] };
    // A note that was typed does not go without a word.
    const asked = await pick({ ...both, remove: String(bruno.dcid) });
    expect([asked.status, asked.text.includes('2 students chosen')]).toEqual([422, true]);
    for (const text of ['own kept</textarea>', 'takes the note away, too', `value="${bruno.dcid} note"`])
      expect(asked.text).toContain(text);
    const other = await pick({ ...both, remove: String(sami.dcid) });
    for (const text of ['1 student chosen', 'own kept</textarea>']) expect(other.text).toContain(text);
    const removed = await pick({ ...both, remove: `${bruno.dcid} note` });
    expect(removed.text).toContain('1 student chosen');
    expect(removed.text).not.toContain('own kept');
    const rows = await test.owner('u_ssp_audit').where({ event: 'STUDENTS_SEARCHED', actor: ana.reader });
    expect(JSON.stringify(rows)).not.toContain(sami.name.split(',')[0]);
  });

  it('a whole homeroom by one button, and by name; nobody of it where the group would be too large', async () => {
    const [{ Home_Room }] = await test.sis('Students').where({ DCID: sami.dcid }).select('Home_Room');
    const whole = `101 ${Home_Room}`;
    const room = await pick({ ...group([]), go: 'homeroom', homeroom: whole });
    const ofRoom = [...room.text.matchAll(/id="pick-(\d+)"/g)].map(([, dcid]) => Number(dcid));
    expect(room.text).toContain(`name="whole" value="${whole}">Add all ${ofRoom.length}<`);
    const { status, text } = await pick({ ...group([bruno.dcid]), whole });
    const listed = [...text.matchAll(/name="student" value="(\d+)"/g)].map(([, dcid]) => Number(dcid));
    expect(status).toBe(200);
    expect(new Set(listed)).toEqual(new Set([bruno.dcid, ...ofRoom]));
    const names = [...text.matchAll(/-name"><bdi>([^<]+)</g)].map(([, name]) => name as string);
    expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en-US')));

    const others = (await enrolled(140)).filter((dcid) => !ofRoom.includes(dcid)).slice(0, 100);
    const full = await pick({ ...group(others), whole });
    expect([full.status, full.text.includes('at most 100 students')]).toEqual([422, true]);
    expect(full.text).not.toContain(`id="student-${ofRoom[0]}"`);
  });

  it('a whole homeroom of another school is nobody', async () => {
    const { status, text } = await pick({ ...group([]), whole: '103 A101' });
    expect([status, text.includes('Nobody on the list yet')]).toEqual([200, true]);
  });

  it('a homeroom of another school has nobody in it', async () => {
    const { text } = await pick({ ...group([]), go: 'homeroom', homeroom: '103 A101' });
    expect(text).toContain('Nobody to choose here.');
  });
});

describe('for one student', () => {
  let visit: number;
  let pageOf: (student: number, as?: Browser) => Promise<string>;
  beforeAll(async () => {
    visit = await saved(
      group(THREE, {
        note: 'All talked.',
        [`note_${sami.dcid}`]: 'Sami was quiet.',
        [`note_${bruno.dcid}`]: 'Bruno led.',
      }),
    );
    pageOf = async (student, as = browser) => (await as.get(`/students/${student}`)).text;
  });

  it('the page has the common and the own note, nobody else’s name, note or number', async () => {
    const rowOf = (html: string) =>
      new RegExp(`<li class="visit" data-visit="${visit}">[\\s\\S]*?</li>`).exec(html)?.[0] as string;
    const own = rowOf(await pageOf(sami.dcid));
    expect(own).toContain('All talked.\n\nSami was quiet.');
    expect(own).toContain('group visit');
    for (const name of [bruno.name, claire.name, 'Bruno led.', `/students/${bruno.dcid}`, '3 students'])
      expect(own).not.toContain(name);
    expect(rowOf(await pageOf(claire.dcid))).toMatch(/All talked\.<\/p>/);
    const nurse = rowOf(await pageOf(sami.dcid, await it_.as(irena)));
    expect(nurse).toContain('Sami was quiet.');
    expect(nurse).not.toContain('/visits/groups/');
    const principal = rowOf(await pageOf(sami.dcid, await it_.as(joan)));
    expect(principal).not.toContain('All talked.');
  });

  it('the group’s own page is the author’s alone; each student whom it names has a row of the audit', async () => {
    const { status, text } = await browser.get(`/visits/groups/${visit}`);
    expect(status).toBe(200);
    for (const words of [sami.name, bruno.name, claire.name, 'Bruno led.']) expect(text).toContain(words);
    const rows = await test.owner('u_ssp_audit').where({ event: 'GROUP_OPENED', subject: `visit:${visit}` });
    expect(rows.map((row) => row.student).toSorted()).toEqual(THREE.toSorted());
    for (const [person, status] of [
      [irena, 404],
      [kwame, 404],
      [joan, 403],
    ] as const)
      expect((await (await it_.as(person)).get(`/visits/groups/${visit}`)).status).toBe(status);
  });

  it('the minutes and the visit count once, each student as one', async () => {
    const report = async () => {
      const args = {
        reader: joan.reader,
        now: new Date(it_.clock.now()).toISOString(),
        from_date: '2026-11-20',
        to_date: '2026-11-20',
        school: 0,
      };
      return (await test.database.run('reports/visits-total', args))[0] as {
        visits: number;
        students: number;
        minutes: number;
      };
    };
    await (await it_.as(joan)).get('/reports/visits');
    const before = await report();
    await saved(group(await enrolled(8), { minutes: '40' }));
    const after = await report();
    expect([after.visits - before.visits, after.minutes - before.minutes]).toEqual([1, 40]);
  });

  it('a change is for all, from the group’s page, with a row of the audit for each', async () => {
    const form = (await browser.get(`/visits/${visit}/change`)).text;
    expect(form).toContain('Group visit');
    expect(form).not.toContain(sami.name);
    const answer = await changed(visit, { minutes: '35' });
    expect([answer.status, led(answer)]).toEqual([303, `/visits/groups/${visit}?done=changed`]);
    const rows = await test
      .owner('u_ssp_audit')
      .where({ event: 'VISIT_CHANGED', subject: `visit:${visit}`, outcome: 'allowed' });
    expect(rows.map((row) => row.student).toSorted()).toEqual(THREE.toSorted());
    expect(await pageOf(bruno.dcid)).toContain('35 min');
  });

  it('voided it is void for her alone; the note goes along, and twice is once', async () => {
    const out = () => post(`/visits/${visit}/students/${bruno.dcid}/out`, { reason: 'was ill' });
    expect((await post(`/visits/${visit}/students/${bruno.dcid}/out`, {})).status).toBe(422);
    for (const person of [irena, kwame]) {
      const other = await it_.as(person);
      expect((await post(`/visits/${visit}/students/${bruno.dcid}/out`, { reason: 'x' }, other)).status).toBe(404);
    }
    for (const answer of await Promise.all([out(), out()]))
      expect([answer.status, led(answer)]).toEqual([303, `/students/${bruno.dcid}?done=voided`]);
    expect(await studentsOf(visit)).toEqual([sami.dcid, claire.dcid]);
    const own = await test.owner('u_ssp_visit').where({ form_key: `out-${visit}-${bruno.dcid}` });
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ void_reason: 'was ill', group_kind: null, minutes: 35 });
    expect(await pageOf(bruno.dcid)).toContain('was ill');
    const copy = (await browser.get(`/students/${bruno.dcid}?copy=${own[0].id}`)).text;
    expect(copy).toContain('All talked.\n\nBruno led.');
    expect(await pageOf(sami.dcid)).not.toContain('was ill');
    // Somebody who is in no such visit, and a visit that there is not.
    expect((await post(`/visits/${visit}/students/${daniela.dcid}/out`, { reason: 'x' })).status).toBe(404);
    expect((await post(`/visits/99999999/students/${sami.dcid}/out`, { reason: 'x' })).status).toBe(404);
  });

  it('the whole is voided on the group’s page, and is then copied nowhere', async () => {
    expect((await post(`/visits/${visit}/void`, { reason: '' })).text).toContain('Say why the visit is voided.');
    const answer = await post(`/visits/${visit}/void`, { reason: 'another day' });
    expect(led(answer)).toBe(`/visits/groups/${visit}?done=voided`);
    const rows = await test
      .owner('u_ssp_audit')
      .where({ event: 'VISIT_VOIDED', subject: `visit:${visit}`, outcome: 'allowed' });
    expect(rows.map((row) => row.student).toSorted()).toEqual([sami.dcid, claire.dcid].toSorted());
    expect((await browser.get(`/visits/${visit}/copy`)).status).toBe(404);
    expect((await browser.get(`/students/${daniela.dcid}?copy=${visit}`)).status).toBe(404);
  });

  it('the whole is voided with somebody who has moved away, by no right at her school', async () => {
    const other = await saved(group([sami.dcid, bruno.dcid]));
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 103 });
    try {
      expect((await browser.get(`/students/${bruno.dcid}`)).status).toBe(404);
      expect((await post(`/visits/${other}/void`, { reason: 'another day' })).status).toBe(303);
    } finally {
      await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 101 });
    }
    const rows = await test.owner('u_ssp_audit').where({ event: 'VISIT_VOIDED', subject: `visit:${other}` });
    expect(Object.fromEntries(rows.map((row) => [row.student, [row.outcome, row.reason]]))).toEqual({
      [sami.dcid]: ['allowed', 'ROLE_AT_SCHOOL'],
      [bruno.dcid]: ['allowed', 'AUTHOR'],
    });
  });
});

describe('moved to another day', () => {
  it('counts for the school where most of them were then', async () => {
    // Claire was at Eastgate in September, as Jun is still; Sami, whose number is the lowest, was not.
    await test.owner('u_ssp_scope').insert({
      ...{ reader: ana.reader, school: 102, role: 'support_staff', title: 'School counselor' },
      until: '2026-11-20T20:12:00.000Z',
    });
    const visit = await saved(group([sami.dcid, claire.dcid, jun.dcid]));
    const of = () => test.owner('u_ssp_visit').where({ id: visit });
    expect(await of()).toMatchObject([{ school_id: 101 }]);
    expect((await changed(visit, { date: '2026-09-10', reason: 'wrong day' })).status).toBe(303);
    expect(await of()).toMatchObject([{ school_id: 102, visit_date: '2026-09-10' }]);
    await test.owner('u_ssp_scope').where({ reader: ana.reader, school: 102 }).del();
  });

  it('says who was not there then, and nothing is written', async () => {
    const visit = await saved(group([sami.dcid, tomas.dcid, claire.dcid], { date: '2026-11-17' }));
    const left = await changed(visit, { date: '2026-11-20' });
    expect([left.status, left.text.includes(`${tomas.name}: not enrolled on that day`)]).toEqual([422, true]);
    const elsewhere = await changed(visit, { date: '2026-09-10', reason: 'wrong day' });
    expect([elsewhere.status, elsewhere.text.includes(`${claire.name}: on that day enrolled at a school`)]).toEqual([
      422,
      true,
    ]);
    expect(elsewhere.text).not.toContain(sami.name);
    expect(await test.owner('u_ssp_visit').where({ id: visit })).toMatchObject([
      { visit_date: '2026-11-17', revision: 1 },
    ]);
  });
});

it('voided while it was changed is a new form with the same students and what was typed; each has a row of the audit', async () => {
  const visit = await saved(group([sami.dcid, bruno.dcid], { group_kind: 'CLASS', note: 'All.' }));
  const drawn = drawnForm((await browser.get(`/visits/${visit}/change`)).text, `/visits/${visit}/change`);
  await post(`/visits/${visit}/void`, { reason: 'another day' });
  for (const address of [`/visits/${visit}/change`, `/visits/${visit}/change/note`]) {
    const answer = await post(address, { ...drawn, minutes: '47', purpose: 'ACA_PERF' });
    expect(answer.status).toBe(409);
    for (const words of ['voided meanwhile', '2 students chosen', sami.name, bruno.name])
      expect(answer.text).toContain(words);
    const form = drawnForm(answer.text, '/visits/group');
    expect(form).toMatchObject({ minutes: '47', purpose: 'ACA_PERF', group_kind: 'CLASS', date: '2026-11-20' });
  }
  const rows = await test.owner('u_ssp_audit').where({ subject: `visit:${visit}`, reason: 'CHANGED_MEANWHILE' });
  expect(rows.map(({ event, outcome, student }) => [event, outcome, student]).toSorted()).toEqual(
    ['RESTRICTED_NOTE_OPENED', 'VISIT_CHANGED'].flatMap((event) =>
      [sami.dcid, bruno.dcid].toSorted().map((student) => [event, 'refused', student]),
    ),
  );
  // And it is saved as what it says it is.
  const { text } = await post(`/visits/${visit}/change`, { ...drawn, minutes: '47' });
  const again = { ...drawnForm(text, '/visits/group'), student: [sami.dcid, bruno.dcid].map(String) };
  expect(await studentsOf(await saved(again))).toEqual([sami.dcid, bruno.dcid]);
});

describe('a restricted note', () => {
  it('is opened about one student, and says nothing of the others', async () => {
    const visit = await saved(
      group([sami.dcid, bruno.dcid], { restricted: '1', note: 'All.', [`note_${sami.dcid}`]: 'Sami only.' }),
    );
    expect((await browser.get(`/students/${sami.dcid}`)).text).not.toContain('Sami only.');
    const opened = await post(`/visits/${visit}/students/${bruno.dcid}/note`, {});
    expect(opened.text).toContain('All.');
    expect(opened.text).not.toContain('Sami only.');
    expect(opened.text).toContain(bruno.name);
    const other = await it_.as(maya);
    expect((await post(`/visits/${visit}/students/${sami.dcid}/note`, {}, other)).status).toBe(404);
    await post(`/visits/${visit}/students/${sami.dcid}/readers`, { reader: [String(maya.reader), ''], seen: '' });
    expect((await post(`/visits/${visit}/students/${sami.dcid}/note`, {}, other)).text).toContain('Sami only.');
    expect((await post(`/visits/${visit}/students/${bruno.dcid}/note`, {}, other)).status).toBe(404);
    expect((await browser.get(`/visits/${visit}/students/${daniela.dcid}/readers`)).status).toBe(404);
  });

  it('stands in no way of a change: the form has no field for it, and note and reason stay as they are', async () => {
    const visit = await saved(
      group([sami.dcid, bruno.dcid], { restricted: '1', restricted_why: 'custody', note: 'All.' }),
    );
    const form = (await browser.get(`/visits/${visit}/change`)).text;
    expect(form).not.toContain(`/visits/${visit}/change/note`);
    const drawn = drawnForm(form, `/visits/${visit}/change`);
    expect(drawn).not.toHaveProperty('note');
    const notes = () => test.owner('u_ssp_visit_note').where({ visit_id: visit }).orderBy('student_dcid');
    const before = await notes();
    const answer = await changed(visit, { minutes: '45' });
    expect([answer.status, led(answer)]).toEqual([303, `/visits/groups/${visit}?done=changed`]);
    expect(await test.owner('u_ssp_visit').where({ id: visit })).toMatchObject([{ minutes: 45, revision: 2 }]);
    expect(await notes()).toEqual(before);
    expect(before).toMatchObject([1, 2].map(() => ({ restricted_why: 'custody', restricted_by: ana.reader })));
    // Nor is there a field for a text that somebody sends all the same.
    await changed(visit, { minutes: '50', note: 'for whom?', note_state: 'shown', restricted_why: 'other' });
    expect(await notes()).toEqual(before);
  });

  describe('to a colleague who is named for one of them', () => {
    let visit: number;
    let colleague: Browser;
    beforeAll(async () => {
      const own = { [`note_${sami.dcid}`]: 'Sami hid it.', [`note_${bruno.dcid}`]: 'Bruno told.' };
      visit = await saved(group([sami.dcid, bruno.dcid], { restricted: '1', restricted_why: 'trust', ...own }));
      await post(`/visits/${visit}/students/${sami.dcid}/readers`, { reader: [String(maya.reader), ''], seen: '' });
      colleague = await it_.as(maya);
    });
    const rowIn = (html: string) =>
      new RegExp(`<li class="visit" data-visit="${visit}">[\\s\\S]*?</li>`).exec(html)?.[0];
    const TEXTS = /Sami hid it|Bruno told/;

    it.each([
      ['the student’s page', (student: number) => colleague.get(`/students/${student}`)],
      ['the history', (student: number) => colleague.get(`/students/${student}/history`)],
    ])('is there to be opened about that one alone, on %s', async (_page, open) => {
      const named = rowIn((await open(sami.dcid)).text) as string;
      expect(named).toContain(`action="/visits/${visit}/students/${sami.dcid}/note"`);
      expect(named).toContain('Restricted note by A. Reyes: open');
      const other = rowIn((await open(bruno.dcid)).text) as string;
      expect(other).not.toContain('/note"');
      for (const row of [named, other]) {
        expect(row).toContain('Restricted by A. Reyes, Nov 20: trust');
        expect(row).not.toMatch(TEXTS);
        // Neither whom she may open it to, nor with whom it was.
        expect(row).not.toMatch(/readers|\/visits\/groups\//);
      }
      expect(named).not.toContain(`/students/${bruno.dcid}`);
      expect(other).not.toContain(`/students/${sami.dcid}`);
    });

    it('is opened with nothing of the others, and audited about that one', async () => {
      const { status, text } = await post(`/visits/${visit}/students/${sami.dcid}/note`, {}, colleague);
      expect([status, text.includes('Sami hid it.'), text.includes('Bruno')]).toEqual([200, true, false]);
      expect((await post(`/visits/${visit}/students/${bruno.dcid}/note`, {}, colleague)).status).toBe(404);
      // By the number of the visit alone it says nothing of whom it is not hers to read about.
      expect((await post(`/visits/${visit}/note`, {}, colleague)).text).not.toContain('Bruno told.');
      const opened = await test.owner('u_ssp_audit').where({ event: 'RESTRICTED_NOTE_OPENED', actor: maya.reader });
      expect(opened.filter((row) => row.subject === `visit:${visit}`).map((row) => row.student)).not.toContain(
        bruno.dcid,
      );
    });

    it('is on no paper and in no search', async () => {
      for (const student of [sami.dcid, bruno.dcid]) {
        const paper = await post(`/students/${student}/history/print`, { notes: '1' }, colleague);
        expect(paper.text).toContain('A restricted note is not printed.');
        expect(paper.text).not.toMatch(TEXTS);
        const found = await post(`/students/${student}/history/search`, { q: 'hid' }, colleague);
        expect(found.text).toContain('No note');
        expect(rowIn(found.text)).toBeUndefined();
      }
    });

    it('stays open to her when the group is changed, and not when that student is taken out', async () => {
      await changed(visit, { minutes: '25' });
      expect((await post(`/visits/${visit}/students/${sami.dcid}/note`, {}, colleague)).text).toContain('Sami hid it.');
      expect(rowIn((await colleague.get(`/students/${sami.dcid}`)).text)).not.toMatch(TEXTS);
      await post(`/visits/${visit}/students/${sami.dcid}/out`, { reason: 'was ill' });
      const [own] = await test.owner('u_ssp_visit').where({ form_key: `out-${visit}-${sami.dcid}` });
      for (const address of [`/visits/${visit}/students/${sami.dcid}/note`, `/visits/${own.id}/note`])
        expect((await post(address, {}, colleague)).status).toBe(404);
      expect((await post(`/students/${sami.dcid}/history/print`, { notes: '1' }, colleague)).text).not.toMatch(TEXTS);
    });
  });

  it('is not opened for a change of the group', async () => {
    const visit = await saved(group([sami.dcid, bruno.dcid], { restricted: '1', note: 'All.' }));
    const drawn = drawnForm((await browser.get(`/visits/${visit}/change`)).text, `/visits/${visit}/change`);
    const answer = await post(`/visits/${visit}/change/note`, drawn);
    expect([answer.status, answer.text.includes('All.')]).toEqual([404, false]);
    const rows = await test.owner('u_ssp_audit').where({ event: 'RESTRICTED_NOTE_OPENED' }).orderBy('id', 'desc');
    expect(rows[0]).toMatchObject({ outcome: 'refused', actor: ana.reader });
  });
});

it('a purpose that is nobody’s business restricts the notes of all in the group', async () => {
  const visit = await saved(
    group([sami.dcid, bruno.dcid], { note: 'All.', [`note_${sami.dcid}`]: 'Sami.', [`note_${bruno.dcid}`]: 'Bruno.' }),
  );
  expect((await changed(visit, { purpose: 'SAF_ABUSE', reason: 'it turned out so' })).status).toBe(303);
  const nurse = await it_.as(irena);
  for (const student of [sami.dcid, bruno.dcid])
    expect((await nurse.get(`/students/${student}`)).text).not.toMatch(/All\.\n\n(Sami|Bruno)\./);
  expect(await test.owner('u_ssp_visit_note').where({ visit_id: visit })).toMatchObject(
    [1, 2].map(() => ({ restricted_by: ana.reader, restricted_at: expect.any(String) })),
  );
  // And it is changed once more, like any other group.
  expect(led(await changed(visit, { minutes: '20' }))).toBe(`/visits/groups/${visit}?done=changed`);
});

describe('colleagues', () => {
  it('are there with minutes of their own, and the visit counts once', async () => {
    const visit = await saved(
      group([sami.dcid, bruno.dcid], { co_1: String(maya.reader), co_minutes_1: '20', co_2: String(irena.reader) }),
    );
    const rows = await test.owner('u_ssp_visit_staff').where({ visit_id: visit }).orderBy('id');
    expect(rows.map((row) => [row.person, row.minutes])).toEqual([
      [maya.reader, 20],
      [irena.reader, 30],
    ]);
    expect((await browser.get(`/students/${sami.dcid}`)).text).toContain('with M. Chen (20 min)');
    // A form that says nothing of colleagues.
    const { form_key: _key, student: _student, group_kind: _kind, ...same } = group([], { minutes: '15' });
    const kept = { revision: '1', note_state: 'kept', visit_type: 'SCHED', setting: 'GROUP_ROOM' };
    expect((await post(`/visits/${visit}/change`, { ...same, ...kept, initiator: 'SUPPORT_STAFF' })).status).toBe(303);
    const minutes = await test.owner('u_ssp_visit_staff').where({ visit_id: visit }).pluck('minutes');
    expect(minutes).toEqual([15, 15]);
  });

  it('are those of the school where the students are, whatever school one’s own list begins with', async () => {
    const other = await it_.as(maya);
    const asked = await save(group([mila.dcid], { add: 'colleague' }), other);
    expect(asked.text).toContain('Osei');
    const form = group([mila.dcid], { co_1: String(kwame.reader) });
    expect((await save(form, other)).status).toBe(303);
    const [visit] = await visitsOf(form);
    const rows = await test.owner('u_ssp_visit_staff').where({ visit_id: visit?.id });
    expect(rows.map(({ person }) => person)).toEqual([kwame.reader]);
  });

  it.each([
    ['oneself', { co_1: String(ana.reader) }, 'You are there already'],
    ['the same twice', { co_1: String(maya.reader), co_2: String(maya.reader) }, 'This colleague is there already'],
    ['somebody of another school', { co_1: String(kwame.reader) }, 'does not work at the school'],
    ['more minutes than the visit has', { co_1: String(maya.reader), co_minutes_1: '31' }, 'from 1 to 30'],
    ['minutes without a name', { co_minutes_1: '10' }, 'Choose who else was there'],
  ])('%s is said at the field', async (_what, changes, words) => {
    const { status, text } = await save(group([sami.dcid], changes));
    expect([status, text.includes(words)]).toEqual([422, true]);
  });

  it('stand on the form of one student, too, once they are asked for', async () => {
    const { form_key, student: _student, group_kind: _kind, ...one } = group([], { purpose: 'ACA_ATTEND' });
    const asked = await post(`/students/${sami.dcid}/visits`, {
      ...one,
      form_key: form_key as string,
      add: 'colleague',
    });
    expect(asked.text).toContain('Maya Chen'.split(' ')[1] as string);
    expect(asked.text).toContain('name="co_1"');
    const answer = await post(`/students/${sami.dcid}/visits`, {
      ...one,
      form_key: form_key as string,
      co_1: String(maya.reader),
    });
    expect(answer.status).toBe(303);
    const [visit] = await test.owner('u_ssp_visit').where({ form_key: form_key as string });
    expect(await test.owner('u_ssp_visit_staff').where({ visit_id: visit.id })).toEqual([
      expect.objectContaining({ person: maya.reader, minutes: 30 }),
    ]);
    // The colleague sees it as others do.
    const colleague = await it_.as(maya);
    expect((await colleague.get(`/visits/${visit.id}/change`)).status).toBe(404);
  });
});

import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, dev, hana, irena, joan, kwame, mila, peter, ruben } from '../people.ts';

// Who has access, who used it, what was opened for a real need: and the sign-off that somebody looked.

let test: TestDatabase;
let it_: TestApp;
let principal: Browser;
let district: Browser;
let system: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  await test.owner('u_ssp_session').insert(sessionOf('2026-06-30T15:00:00.000Z'));
  [principal, district, system] = [await it_.as(joan), await it_.as(ruben), await it_.as(peter)];
  const counselor = await it_.as(ana);
  for (let times = 0; times < 3; times++) await counselor.get(`/students/${daniela.dcid}`);
  await counselor.post(`/students/${daniela.dcid}/visits`, visitForm());
  await counselor.get('/students/4711');
  await counselor.post('/access/break-glass', { number: '104239', need: 'CRISIS', words: WORDS });
  await counselor.get(`/students/${mila.dcid}`);
});
afterAll(() => test.close());

const WORDS = 'Northside asked me to see the student today.';
const sessionOf = (at: string) => ({
  ...{ token: at, sub: 'x', reader: 9001, name: 'Ana Reyes', created_at: at, seen_at: at, scope_at: at, ended_at: at },
});
const plain = (html: string) => html.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const section = (html: string, id: string) =>
  plain(new RegExp(`<section aria-labelledby="${id}-heading">([\\s\\S]*?)</section>`).exec(html)?.[1] ?? '');
const get = async (browser: Browser, query = '') => (await browser.get(`/access/review${query}`)).text;
const signOffs = () => test.owner('u_ssp_access_review').orderBy('id');
/** The form as the page of this list has it now, ticked. */
const formOf = async (browser: Browser, list: { quarter?: string; school?: string } = {}) => {
  const asked = { quarter: '2026-Q4', school: '101', ...list };
  const html = await get(browser, `?quarter=${asked.quarter}&school=${asked.school}`);
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  return { ...asked, form_key: value('form_key'), list: value('list'), looked: '1' };
};
const send = (browser: Browser, form: Record<string, string>) => browser.post('/access/review', form);
const sign = async (browser: Browser, { quarter, school, ...rest }: Record<string, string> = {}) =>
  send(browser, { ...(await formOf(browser, { ...(quarter && { quarter }), ...(school && { school }) })), ...rest });
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];

describe('the list of a school', () => {
  it('has everybody with access now, by role, and what they did in the quarter', async () => {
    const html = await get(principal);
    const used = section(html, 'used');
    expect(used).toContain('Reyes, Ana School counselor, support staff 4 1 0 Nov 20');
    const unused = section(html, 'unused');
    expect(unused).toContain('Kowalski, Irena School nurse, support staff');
    expect(unused).toContain('Chen, Maya School psychologist, support staff');
    // A teacher has none, and who works elsewhere is not on it.
    for (const name of ['Lindqvist', 'Osei']) expect(plain(html)).not.toContain(name);
    for (const other of ['Whitfield, Joan Principal', 'Alvarez, Rubén District administrator'])
      expect(used + unused).toContain(other);
    expect(await lastAudit()).toMatchObject({
      event: 'ACCESS_REVIEWED',
      outcome: 'allowed',
      subject: 'review:2026-Q4-101',
    });
  });

  it('is of the people as the SIS has them now', async () => {
    const staff = () => test.sis('SchoolStaff').where({ Users_DCID: irena.reader });
    await staff().update({ Status: 2 });
    expect(plain(await get(principal))).not.toContain('Kowalski');
    const counselor = () => test.sis('SchoolStaff').where({ Users_DCID: ana.reader });
    await counselor().update({ Status: 2 });
    expect(section(await get(principal), 'former')).toContain('Reyes, Ana last on Nov 20');
    await staff().update({ Status: 1 });
    await counselor().update({ Status: 1 });
  });

  it('of the district has those who used it and are nowhere any more', async () => {
    const former = async (browser: Browser, query = '') => section(await get(browser, query), 'former');
    const assignments = () => test.sis('SchoolStaff').where({ Users_DCID: ana.reader });
    const [row] = await assignments();
    const roles = () => test.sis('RoleDefTeachersMap').where({ TeachersDCID: ana.reader });
    const held = await roles();
    const [user] = await test.sis('Users').where({ DCID: ana.reader });
    // Without a role, but with an assignment: at the school.
    await roles().del();
    expect(await former(principal)).toContain('Reyes, Ana last on Nov 20');
    expect(await former(district)).not.toContain('Reyes, Ana');
    await assignments().del();
    expect(await former(principal)).not.toContain('Reyes, Ana');
    expect(await former(district)).toContain('Reyes, Ana last on Nov 20');
    await test.sis('Users').where({ DCID: ana.reader }).del();
    expect(await former(district)).toContain('Person 9001 last on Nov 20');
    await test.sis('Users').insert(user);
    await test.sis('SchoolStaff').insert(row);
    await test.sis('RoleDefTeachersMap').insert(held);
    expect(await former(principal)).not.toContain('Reyes, Ana');
  });

  it('counts nothing of another quarter', async () => {
    const html = await get(principal, '?quarter=2026-Q3');
    expect(section(html, 'used')).toContain('Nobody yet.');
    expect(section(html, 'unused')).toContain('Reyes, Ana');
  });

  it('is for the own schools; for the district and the system it is every list', async () => {
    expect((await principal.get('/access/review?school=103')).status).toBe(404);
    expect(await lastAudit()).toMatchObject({ outcome: 'refused', reason: 'NOT_IN_SCOPE' });
    expect((await principal.get('/access/review?school=0')).status).toBe(404);
    for (const browser of [district, system])
      for (const school of [0, 101, 103])
        expect((await browser.get(`/access/review?school=${school}`)).status).toBe(200);
    expect((await district.get('/access/review?school=999')).status).toBe(404);
    expect((await district.get('/access/review?quarter=2019-Q1')).status).toBe(404);
    expect((await district.get('/access/review?quarter=soon')).status).toBe(400);
    expect((await (await it_.as(hana)).get('/access/review')).status).toBe(403);
  });

  it('of the district has those who are not of one school, and an overview by school and role', async () => {
    const html = await get(district);
    const all = section(html, 'used') + section(html, 'unused');
    for (const name of ['Alvarez, Rubén', 'Sato, Hana', 'Novak, Peter']) expect(all).toContain(name);
    expect(all).not.toContain('Reyes, Ana');
    // Support staff, school, district, state, system; real needs; signed off
    expect(section(html, 'overview')).toContain('Northside High 3 0 1 0 0 1 no');
  });
});

describe('what was opened for a real need', () => {
  it('shows student and words to whoever may open the student, and to nobody else', async () => {
    const seen = section(await get(district, '?school=103'), 'needs');
    for (const words of ['Reyes, Ana', 'a crisis', 'Petrov, Mila', WORDS]) expect(seen).toContain(words);
    const facts = section(await get(system, '?school=103'), 'needs');
    expect(facts).toContain('Reyes, Ana');
    expect(facts).toContain('a crisis');
    for (const words of ['Petrov', '104239', WORDS]) expect(facts).not.toContain(words);
    expect(section(await get(principal), 'needs')).toContain('None.');
  });

  it('stays with the school of that day; the name is for the school that the student is at now', async () => {
    const student = () => test.sis('Students').where({ DCID: mila.dcid });
    await student().update({ SchoolID: 101 });
    expect(section(await get(principal), 'needs')).toContain('None.');
    expect(section(await get(district, '?school=103'), 'needs')).toContain('Petrov, Mila');
    await student().update({ SchoolID: 103 });
  });

  it('is not shown to the administrator of a school that the student has left', async () => {
    const counselor = await it_.as(kwame);
    await counselor.post('/access/break-glass', {
      number: '104238',
      need: 'OTHER',
      words: 'A parent is here about her.',
    });
    const student = () => test.sis('Students').where({ DCID: 5006 });
    expect(section(await get(principal), 'needs')).toContain('Lopez, Inés, No. 104238 A parent is here about her.');
    await student().update({ SchoolID: 104 });
    const seen = section(await get(principal), 'needs');
    expect(seen).toContain('Osei, Kwame');
    for (const words of ['Lopez', 'A parent is here']) expect(seen).not.toContain(words);
    await student().update({ SchoolID: 101 });
    await test.owner('u_ssp_break_glass').where({ student_dcid: 5006 }).del();
  });
});

describe('somebody who is a system administrator besides', () => {
  const role = { ID: 990002, RoleDefID: 8, SchoolID: 0, IsDistrict: 1, IsEnabled: 1 };
  afterEach(async () => {
    await test.sis('RoleDefTeachersMap').where({ ID: role.ID }).del();
    for (const person of [joan, kwame]) await it_.as(person);
  });

  it('reads every list, and signs off only where the people are the own ones', async () => {
    await test.sis('RoleDefTeachersMap').insert({ ...role, TeachersDCID: joan.reader });
    const both = await it_.as(joan);
    const html = await get(both, '?school=103');
    expect(section(html, 'needs')).toContain('a crisis');
    expect(section(html, 'needs')).not.toContain('Petrov');
    expect(html).not.toContain('I have looked at this list');
    const before = (await signOffs()).length;
    expect((await send(both, { ...(await formOf(both)), school: '103' })).status).toBe(404);
    expect(await signOffs()).toHaveLength(before);
  });

  it('sees no student by being support staff of the school', async () => {
    await test.sis('RoleDefTeachersMap').insert({ ...role, TeachersDCID: kwame.reader });
    const seen = section(await get(await it_.as(kwame), '?school=103'), 'needs');
    expect(seen).toContain('Reyes, Ana');
    expect(seen).not.toContain('Petrov');
  });
});

describe('signing off', () => {
  it('keeps who, when, how many were counted and the note; a second one beside the first', async () => {
    const answer = await sign(principal, { note: 'Asked HR about one person.' });
    expect(led(answer)).toBe('/access/review?quarter=2026-Q4&school=101&done=signed');
    const [first] = await signOffs();
    expect(first).toMatchObject({
      ...{ quarter: '2026-Q4', school_id: 101, signed_by: joan.reader, signed_at: it_.clock.now().toISOString() },
      ...{ people: 5, break_glass: 0, note: 'Asked HR about one person.' },
    });
    expect(await lastAudit()).toMatchObject({ event: 'ACCESS_SIGNED_OFF', subject: 'review:2026-Q4-101' });
    await sign(district, { school: '103' });
    await sign(district);
    await sign(district, { school: '0' });
    expect((await signOffs())[0]).toEqual(first);
    expect((await signOffs()).map((row) => [row.school_id, row.people, row.break_glass])).toEqual([
      [101, 5, 0],
      [103, 4, 1],
      [101, 5, 0],
      [0, 3, 1],
    ]);
    const html = await get(principal, '?quarter=2026-Q4&school=101&done=1');
    expect(html).toContain('Signed off');
    expect(section(html, 'signed')).toMatch(
      /Whitfield, Joan.*5 people, 0 real needs before the quarter’s end Asked HR.*Alvarez/,
    );
  });

  it('sent twice is one sign-off, at once or after a while; a form of its own is another', async () => {
    const before = (await signOffs()).length;
    const once = { ...(await formOf(district, { school: '102' })), note: 'A second click.' };
    const answers = await Promise.all([send(district, once), send(district, once), send(district, once)]);
    it_.clock.pass(20);
    answers.push(await send(district, once));
    for (const one of answers) expect(led(one)).toBe('/access/review?quarter=2026-Q4&school=102&done=signed');
    expect(await lastAudit()).toMatchObject({ event: 'ACCESS_SIGNED_OFF', reason: 'ALREADY_DONE' });
    expect(await signOffs()).toHaveLength(before + 1);
    // The same words from another form, a moment later, are another look.
    await sign(district, { school: '102', note: 'A second click.' });
    expect(await signOffs()).toHaveLength(before + 2);
  });

  it('sent again with another note, or for another list, is neither lost nor taken for the same', async () => {
    const form = { ...(await formOf(district, { school: '102' })), note: 'asked HR' };
    expect((await send(district, form)).status).toBe(303);
    const before = (await signOffs()).length;
    for (const changed of [{ note: 'ASKED HR' }, { school: '104' }]) {
      const answer = await send(district, { ...form, ...changed });
      expect([answer.status, (await signOffs()).length]).toEqual([409, before]);
      expect(answer.text).toContain('This form was signed off already, with another note');
      expect(answer.text).not.toContain(form.form_key);
    }
    // It is each person's own: another one's form may bear the same key.
    expect((await sign(principal, { form_key: form.form_key })).status).toBe(303);
    for (const key of ['', 'once', form.form_key.toUpperCase()])
      expect((await send(district, { ...form, form_key: key })).status).toBe(422);
  });

  it('is of the list that was shown: another one is shown first, and nothing is signed', async () => {
    const before = (await signOffs()).length;
    const form = { ...(await formOf(principal)), note: 'typed already' };
    await test.sis('SchoolStaff').where({ Users_DCID: irena.reader }).update({ Status: 2 });
    const answer = await send(principal, form);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('The list is another one than you looked at');
    expect(section(answer.text, 'unused')).not.toContain('Kowalski');
    expect(answer.text).toContain('typed already');
    expect(answer.text).not.toMatch(/name="looked"[^>]*checked/);
    expect(await lastAudit()).toMatchObject({ event: 'ACCESS_SIGNED_OFF', reason: 'CHANGED_MEANWHILE' });
    await test.sis('SchoolStaff').where({ Users_DCID: irena.reader }).update({ Status: 1 });
    expect(await signOffs()).toHaveLength(before);
    // As it was shown again, it holds; and so it does after more of the same was done by the same people.
    await (await it_.as(ana)).get(`/students/${daniela.dcid}`);
    expect((await send(principal, form)).status).toBe(303);
    // One of another list is not one of this.
    const other = await formOf(district, { school: '103' });
    expect((await send(district, { ...(await formOf(district)), list: other.list })).status).toBe(409);
  });

  it('is not of a list in which somebody used it, or opened a student, meanwhile', async () => {
    const unused = await formOf(district, { school: '104' });
    await (await it_.as(dev)).get('/');
    expect((await send(district, unused)).status).toBe(409);
    const need = { number: '104240', need: 'OTHER', words: 'A parent of hers is here.' };
    const unopened = await formOf(district, { school: '102' });
    expect((await (await it_.as(kwame)).post('/access/break-glass', need)).status).toBe(303);
    expect((await send(district, unopened)).status).toBe(409);
    expect((await sign(district, { school: '102' })).status).toBe(303);
  });

  it('is asked for after having looked, and keeps the note', async () => {
    const before = (await signOffs()).length;
    const answer = await sign(principal, { looked: '', note: 'typed already' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Look at the list first, then say so here.');
    expect(answer.text).toContain('typed already');
    expect((await sign(principal, { note: 'x'.repeat(501) })).status).toBe(422);
    expect(await signOffs()).toHaveLength(before);
  });

  it('is for those who answer for the people: not for another school, not for the system administrator', async () => {
    const before = (await signOffs()).length;
    const form = await formOf(principal);
    expect((await send(principal, { ...form, school: '103' })).status).toBe(404);
    expect((await send(principal, { ...form, school: '0' })).status).toBe(404);
    expect((await send(system, form)).status).toBe(403);
    expect(await get(system)).not.toContain('I have looked at this list');
    expect(await signOffs()).toHaveLength(before);
  });

  it('is missed for each quarter that is over, until it is signed after its end', async () => {
    const notice = async (browser: Browser) =>
      plain(/<div class="notice[\s\S]*?<\/div>/.exec(await get(browser))?.[0] ?? '');
    expect(await notice(principal)).toMatch(
      /Not signed off yet July to September 2026 : Harborview Middle April to June 2026/,
    );
    expect(await notice(district)).toContain('July to September 2026 : Whole district, Harborview Middle,');
    await sign(principal, { quarter: '2026-Q3' });
    await sign(principal, { quarter: '2026-Q2' });
    expect(await notice(principal)).toBe('');
    expect(await notice(district)).toContain('July to September 2026 : Whole district, Eastgate Elementary');
    // The sign-off of a quarter that was not over does not count when it is.
    it_.clock.pass(60 * 24 * 50);
    [principal, district, system] = [await it_.as(joan), await it_.as(ruben), await it_.as(peter)];
    expect(await notice(principal)).toMatch(/Not signed off yet October to December 2026 : Harborview Middle $/);
    await sign(principal);
    expect(await notice(principal)).toBe('');
  });
});

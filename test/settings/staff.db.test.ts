import { type Browser, led, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, hana, joan, peter, ruben } from '../people.ts';

// What staff members work as, for whom, how much and from when to when: entered, ended, voided, never overwritten.

let test: TestDatabase;
let it_: TestApp;
let system: Browser;
let district: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  [system, district] = [await it_.as(peter), await it_.as(ruben)];
});
afterAll(() => test.close());
beforeEach(() => test.owner('u_ssp_staff_fact').del());

const ADDRESS = `/settings/staff/${ana.reader}`;
const rows = () => test.owner('u_ssp_staff_fact').orderBy('id');
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const section = (html: string, id: string) =>
  plain(new RegExp(`<section[^>]* aria-labelledby="${id}-heading">([\\s\\S]*?)</section>`).exec(html)?.[1] ?? '');
const PERIOD = { provider: 'COUNS', employer: 'DISTRICT', fte: '1', from: '2026-08-25', to: '' };
const add = (changes: Record<string, string> = {}, browser = system) =>
  browser.post(`${ADDRESS}/periods`, { revision: '0', ...PERIOD, ...changes });
const end = (period: number, to: string, revision = '1', browser = system) =>
  browser.post(`${ADDRESS}/periods/${period}/end`, { revision, to });
const voided = (period: number, reason: string, revision = '1', browser = system) =>
  browser.post(`${ADDRESS}/periods/${period}/void`, { revision, reason });

describe('what is not taken', () => {
  it.each([
    ['no FTE', { fte: '0' }, 'fte', 'end it instead'],
    ['0.00', { fte: '0.00' }, 'fte', 'end it instead'],
    ['an FTE over 1.50', { fte: '1.55' }, 'fte', '0.05 to 1.50'],
    ['an FTE between the steps', { fte: '0.33' }, 'fte', 'steps of 0.05'],
    ['three decimals', { fte: '0.505' }, 'fte', 'Write it as a number'],
    ['a comma', { fte: '0,5' }, 'fte', 'Write it as a number'],
    ['a negative FTE', { fte: '-1' }, 'fte', 'Write it as a number'],
    ['another way to write a number', { fte: '1e0' }, 'fte', 'Write it as a number'],
    ['an empty FTE', { fte: '' }, 'fte', 'Say how much'],
    ['no provider type', { provider: '' }, 'provider', 'Choose what'],
    ['an unknown provider type', { provider: 'WIZARD' }, 'provider', 'Choose what'],
    ['a property of objects', { employer: 'constructor' }, 'employer', 'Choose who'],
    ['no first day', { from: '' }, 'from', 'from which day'],
    ['a day that is none', { from: '2026-02-30' }, 'from', 'no such day'],
    ['a year nobody means', { from: '0026-08-25' }, 'from', 'no such day'],
    ['an end before the beginning', { to: '2026-08-24' }, 'to', 'before the first one'],
  ])('%s', async (_, changes, id, words) => {
    const answer = await add(changes as unknown as Record<string, string>);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`href="#${id}">[^<]*${words}`));
    expect(await rows()).toEqual([]);
    expect(await lastAudit()).toMatchObject({ event: 'SETTING_ADDED', outcome: 'refused', reason: 'FAULTS' });
  });

  it('a person who is not there, a number too large, a field nobody knows', async () => {
    expect((await system.get('/settings/staff/4711')).status).toBe(404);
    expect((await system.post('/settings/staff/4711/periods', { revision: '0', ...PERIOD })).status).toBe(404);
    expect((await system.post('/settings/staff/4711/periods/1/end', { revision: '0', to: '2026-12-01' })).status).toBe(
      404,
    );
    expect((await system.get('/settings/staff/99999999999')).status).toBe(404);
    expect((await add({ salary: '1' })).status).toBe(400);
    expect((await add({ revision: '-1' })).status).toBe(400);
    expect(await rows()).toEqual([]);
  });

  it('days that overlap, whatever the way', async () => {
    await add({ from: '2026-01-01', to: '2026-06-30' });
    for (const [from, to] of [
      ['2026-06-30', ''],
      ['2025-01-01', '2026-01-01'],
      ['2025-01-01', ''],
      ['2026-02-01', '2026-03-01'],
      ['2025-01-01', '2027-01-01'],
    ]) {
      const answer = await add({ revision: '1', from: from as string, to: to as string });
      expect([from, to, answer.status]).toEqual([from, to, 422]);
      expect(answer.text).toContain('Jan 1, 2026 to Jun 30, 2026');
    }
    expect((await add({ revision: '1', from: '2026-07-01' })).status).toBe(303);
    expect((await add({ revision: '2', from: '2025-01-01', to: '2025-12-31' })).status).toBe(303);
    // An end that is moved must not reach into the next one.
    expect((await end(1, '2026-07-01', '3')).status).toBe(422);
    expect((await end(1, '2026-05-31', '3')).status).toBe(303);
    expect(await rows()).toHaveLength(4);
  });

  it('markup and control characters in a reason are words like others', async () => {
    await add();
    await voided(1, '<b onclick="x">wrong\u0007</b>');
    const html = (await system.get(ADDRESS)).text;
    expect(html).toContain('&lt;b onclick&#x3D;&quot;x&quot;&gt;wrong &lt;/b&gt;');
    expect(html).not.toContain('<b onclick');
    expect((await voided(1, 'again', '2')).status).toBe(409);
  });

  it('a void without a reason, or with a long one', async () => {
    await add();
    expect((await voided(1, ' ')).text).toContain('Say why it is voided.');
    expect((await voided(1, 'x'.repeat(201))).status).toBe(422);
    expect((await voided(7, 'no such period')).status).toBe(409);
    expect((await end(1, '')).status).toBe(422);
    expect(await rows()).toHaveLength(1);
  });
});

describe('who may', () => {
  it('system and district administrators; nobody else reads or writes', async () => {
    expect((await add({}, district)).status).toBe(303);
    for (const person of [ana, joan, hana]) {
      const browser = await it_.as(person);
      for (const address of ['/settings', '/settings/staff', ADDRESS, '/settings/codes', '/settings/profile'])
        expect([person.name, address, (await browser.get(address)).status]).toEqual([person.name, address, 403]);
      expect((await add({ revision: '1', from: '2030-01-01' }, browser)).status).toBe(403);
      expect((await browser.post('/settings/staff', { name: 'reyes' })).status).toBe(403);
    }
    expect(await rows()).toHaveLength(1);
    expect(await lastAudit()).toMatchObject({ outcome: 'refused', reason: 'ROLE_NOT_ALLOWED' });
  });

  it('has "Settings" in the navigation, and nobody else', async () => {
    for (const [person, has] of [
      [peter, true],
      [ruben, true],
      [joan, false],
      [ana, false],
    ] as const)
      expect((await (await it_.as(person)).get('/')).text.includes('href="/settings"')).toBe(has);
  });
});

describe('a period', () => {
  it('is kept in hundredths, with its author, and audited by number alone', async () => {
    const answer = await add({ fte: '.75' });
    expect(led(answer)).toBe(`${ADDRESS}?done=added`);
    expect((await rows())[0]).toMatchObject({
      ...{ person: ana.reader, revision: 1, period_no: 1, provider: 'COUNS', employer: 'DISTRICT', fte: 75 },
      ...{ from_day: '2026-08-25', to_day: null, void_reason: null, changed_by: peter.reader },
      changed_at: it_.clock.now().toISOString(),
    });
    expect(await lastAudit()).toMatchObject({
      ...{ event: 'SETTING_ADDED', outcome: 'allowed', subject: `staff:${ana.reader}-1`, actor: peter.reader },
    });
    const html = (await system.get(`${ADDRESS}?done=1`)).text;
    expect(html).toContain('Period added');
    expect(section(html, 'periods')).toContain('School counselor now 0.75 FTE · The district · from Aug 25, 2026 on');
  });

  it('is ended and voided by rows of their own, and what was before can be read', async () => {
    await add();
    await end(1, '2026-11-30');
    await add({ revision: '2', from: '2026-12-01', fte: '0.5', employer: 'PARTNER', provider: 'COMM_MH' }, district);
    await voided(2, 'It was somebody else.', '3');
    expect(
      (await rows()).map(({ revision, period_no, to_day, void_reason }) => [revision, period_no, to_day, void_reason]),
    ).toEqual([
      [1, 1, null, null],
      [2, 1, '2026-11-30', null],
      [3, 2, null, null],
      [4, 2, null, 'It was somebody else.'],
    ]);
    const html = (await system.get(ADDRESS)).text;
    const history = section(html, 'changes');
    expect(history).toContain('Novak, Peter : School counselor from Aug 25, 2026, last day: none → Nov 30, 2026');
    expect(history).toContain('Alvarez, Rubén : Added: Community mental health clinician, a partner agency, 0.50 FTE');
    expect(history).toMatch(/Voided:.*Reason: It was somebody else\./);
    expect(section(html, 'periods')).toContain('Community mental health clinician voided');
    // A voided one is in nobody's way.
    expect((await add({ revision: '4', from: '2026-12-01' })).status).toBe(303);
  });

  it('counts on its days', async () => {
    await add({ from: '2026-11-20', to: '2026-11-20', fte: '0.4' });
    expect(section((await system.get('/settings/staff')).text, 'fte')).toContain(
      'School counselor The district 1 0.40',
    );
    expect(section((await system.get('/settings/staff')).text, 'today')).toContain('Reyes, Ana');
    await end(1, '2026-11-20');
    await add({ revision: '1', from: '2026-11-21', fte: '1.5' });
    const list = (await system.get('/settings/staff')).text;
    expect(section(list, 'fte')).toContain('0.40');
    expect(section(list, 'fte')).not.toContain('1.50');
    await voided(1, 'mistake', '2');
    expect(section((await system.get('/settings/staff')).text, 'fte')).toContain('Nothing is entered for today');
  });
});

describe('two people at once', () => {
  it('nothing of the first is overwritten; the second keeps what was typed and decides', async () => {
    await add();
    const first = await end(1, '2026-12-31');
    const second = await end(1, '2026-11-30', '1', district);
    expect([first.status, second.status]).toEqual([303, 409]);
    expect(second.text).toContain('Somebody else changed this meanwhile');
    expect(second.text).toContain('value="2026-11-30"');
    expect(section(second.text, 'periods')).toContain('Aug 25, 2026 to Dec 31, 2026');
    expect(await lastAudit()).toMatchObject({ outcome: 'refused', reason: 'CHANGED_MEANWHILE' });
    expect(await rows()).toHaveLength(2);
    // The page that came back knows the change: sent again, it is the person's decision.
    expect(second.text).toContain('name="revision" value="2"');
    expect((await end(1, '2026-11-30', '2', district)).status).toBe(303);
  });

  it('at the same moment, one of them is first', async () => {
    const answers = await Promise.all([add({ fte: '0.5' }), add({ fte: '0.6' }, district)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await rows()).toHaveLength(1);
  });

  it('a form that was sent twice is one change', async () => {
    const answers = [await add(), await add()];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rows()).toHaveLength(1);
    expect(await lastAudit()).toMatchObject({ reason: 'ALREADY_DONE' });
  });

  it('no row without its audit row', async () => {
    const mend = await test.failInserts('u_ssp_audit');
    expect((await add()).status).toBeGreaterThanOrEqual(500);
    await mend();
    expect(await rows()).toEqual([]);
  });
});

describe('finding somebody', () => {
  const find = async (name: string) => section((await system.post('/settings/staff', { name })).text, 'found');

  it('by parts of the name, or the number', async () => {
    expect(await find('rey an')).toContain('Reyes, Ana nothing entered for today');
    expect(await find('rey an zzz')).not.toContain('Reyes, Ana');
    expect(await find('9001')).toContain('Reyes, Ana');
    await add();
    expect(await find('Ana Reyes')).toContain('Reyes, Ana School counselor');
    for (const nobody of ['nobody at all', '4711', '%', "'; drop table u_ssp_staff_fact; --", '99999999999999'])
      expect([nobody, await find(nobody)]).toEqual([nobody, ' Found Nobody in the SIS has this name or number. ']);
    expect(await lastAudit()).toMatchObject({ event: 'STAFF_SEARCHED', subject: null });
  });

  it('asks for a name where none was typed', async () => {
    for (const name of ['', '  ']) {
      const { status, text } = await system.post('/settings/staff', { name });
      expect([status, text.includes('Write a name, or a number in the SIS.')]).toEqual([422, true]);
      expect(text).not.toContain('Nobody in the SIS');
    }
  });
});

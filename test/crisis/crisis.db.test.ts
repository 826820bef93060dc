import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkConfigDir } from '../../src/check/config-dir.ts';
import { listFollowUps } from '../../src/crisis/service.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase, TODAY } from '../database.ts';
import { ana, bruno, daniela, irena, joan, kwame, maya, mila, type Person, peter, ruben, terrence } from '../people.ts';
import { keptAudit } from './audit.ts';

// One press fixes the time and calls whom the district names; steps are ticked by whoever is there; what comes after is
// given to people. Those who are called learn where and by whom, and nothing else.

let test: TestDatabase;
let folder: string;
let app: TestApp;

const CRISIS = {
  format: 1,
  steps: [
    { key: 'stay', words: 'Stay with the student', who: 'whoever is there' },
    { key: 'office', words: 'Tell the front office' },
  ],
  call: [
    { role: 'school_admin' },
    { role: 'support_staff', title: 'School nurse' },
    { person: 9006 },
    // Not of this school: named by mistake, and never called there.
    { person: 9010 },
    { person: 9002, school: 103 },
  ],
  report: 'By word of mouth within 12 hours, in writing within 48 hours after that.',
};

const appWith = (crisis: unknown) => {
  writeFileSync(path.join(folder, 'crisis.json'), typeof crisis === 'string' ? crisis : JSON.stringify(crisis));
  return makeApp(test, { CONFIG_DIR: folder });
};

beforeAll(async () => {
  test = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-crisis-'));
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  app = appWith(CRISIS);
});
afterEach(async () => {
  for (const table of ['follow_up', 'crisis_report', 'crisis_contact', 'crisis_call', 'crisis_step', 'crisis'])
    await test.owner(`u_ssp_${table}`).del();
});

async function press(browser: Browser, student = bruno.dcid): Promise<string> {
  const answer = await browser.post('/crisis', { student: String(student) });
  expect(answer.status).toBe(303);
  return answer.headers.location as string;
}

const tick = (browser: Browser, url: string, step: string, seen: number, done = true) =>
  browser.post(`${url}/steps`, { step, seen: String(seen), ...(done ? { done: '1' } : {}) });

const addressesIn = (html: string): string[] =>
  [...html.matchAll(/(?:href|action|formaction)="([^"]+)"/g)].map(([, address]) =>
    (address as string).replaceAll('&#x3D;', '='),
  );

const calls = async (browser: Browser) => (await browser.get('/crisis/calls')).body;

describe('one press', () => {
  it('fixes the time by the server’s clock and calls the people of this school alone', async () => {
    const url = await press(await app.as(ana));
    const [crisis] = await test.owner('u_ssp_crisis');
    expect(crisis).toMatchObject({ student_dcid: bruno.dcid, school_id: 101, started_by: ana.reader, ended_at: null });
    expect(crisis.started_at).toBe('2026-11-20T20:00:00.000Z');
    const called = await test.owner('u_ssp_crisis_call').orderBy('person').pluck('person');
    expect(called).toEqual([irena.reader, joan.reader, ruben.reader]);
    const { text } = await (await app.as(ana)).get(url);
    for (const name of ['Irena Kowalski', 'Joan Whitfield', 'Rubén Alvarez']) expect(text).toContain(name);
    expect(text).toContain('Stay with the student');
    expect(text).toContain('within 12 hours');
  });

  it('twice, by two people at once, is one crisis', async () => {
    const [one, other] = await Promise.all([press(await app.as(ana)), press(await app.as(maya))]);
    expect(one).toBe(other);
    expect(await test.owner('u_ssp_crisis')).toHaveLength(1);
    expect((await (await app.as(irena)).get(`/students/${bruno.dcid}`)).text).toContain('Crisis since 3:00 PM');
  });

  it.each([
    ['a principal', joan, bruno.dcid, 403],
    ['a counselor of another school', kwame, bruno.dcid, 404],
    ['a counselor about a student of another school', ana, mila.dcid, 404],
    ['a system administrator', peter, bruno.dcid, 403],
  ])('is not for %s', async (_who, person, student, status) => {
    expect((await (await app.as(person)).post('/crisis', { student: String(student) })).status).toBe(status);
    expect(await test.owner('u_ssp_crisis')).toEqual([]);
  });

  it('asks for a student’s number in the form, and for nothing else there', async () => {
    const browser = await app.as(ana);
    for (const student of ['', '0', 'x', '5005.5', '-5005', '99999999999', `${bruno.dcid} or 1=1`])
      expect((await browser.post('/crisis', { student })).status).toBe(400);
    expect((await browser.post('/crisis')).status).toBe(400);
    expect((await browser.post('/crisis', { student: '4711' })).status).toBe(404);
    expect(await test.owner('u_ssp_crisis')).toEqual([]);
  });

  it('leaves no address that says which student it is about', async () => {
    const browser = await app.as(ana);
    const url = await press(browser);
    await browser.post(`${url}/end`);
    const [crisis] = await test.owner('u_ssp_crisis');
    const pages = [url, `/crisis/${crisis.id}/visit`, `/students/${bruno.dcid}`];
    const linked = [];
    for (const page of pages) linked.push(...addressesIn((await browser.get(page)).text));
    expect(linked).toContain(`/crisis/${crisis.id}/visit#visit`);
    const telling = [url, ...linked].filter((address) => address.includes('crisis') && /\b5005\b/.test(address));
    expect(telling).toEqual([]);
  });

  it('is audited with every call', async () => {
    const before = await keptAudit(test);
    const url = await press(await app.as(ana));
    await tick(await app.as(ana), url, 'stay', 0);
    const joanCall = await test.owner('u_ssp_crisis_call').where({ person: joan.reader }).first();
    await (await app.as(joan)).post(`/crisis/calls/${joanCall.id}/answer`);
    await (await app.as(ana)).post(`${url}/end`);
    const events = (await keptAudit(test))
      .slice(before.length)
      .map(({ event, outcome, student }) => [event, outcome, student]);
    const of = (event: string) => [event, 'allowed', bruno.dcid];
    expect(events).toEqual([
      ...['CRISIS_STARTED', 'CRISIS_CALLED', 'CRISIS_CALLED', 'CRISIS_CALLED', 'CRISIS_STEP', 'CRISIS_ANSWERED'].map(
        of,
      ),
      of('CRISIS_ENDED'),
    ]);
  });

  it('that is ended twice by the same person was written once, says the audit', async () => {
    const url = await press(await app.as(ana));
    for (const _ of [1, 2]) await (await app.as(ana)).post(`${url}/end`);
    const ends = (await test.owner('u_ssp_audit').orderBy('id'))
      .filter(({ event }) => event === 'CRISIS_ENDED')
      .slice(-2);
    expect(ends.map(({ reason }) => reason)).toEqual(['ROLE_AT_SCHOOL', 'ALREADY_DONE']);
  });
});

describe('a timer that runs', () => {
  it('is asked about: it is stopped as of the press, or runs on, and nobody else’s is touched', async () => {
    const browser = await app.as(ana);
    const started_at = '2026-11-20T19:40:00.000Z';
    const draft = {
      kind: 'VISIT',
      student_dcid: daniela.dcid,
      earlier_min: 0,
      revision: 1,
      key_id: 'n1',
      sealed: 'é=',
    };
    const row = { ...draft, started_at, created_at: started_at, updated_at: started_at };
    const [mine, other] = [crypto.randomUUID(), crypto.randomUUID()] as [string, string];
    await test.owner('u_ssp_draft').insert([
      { ...row, author: ana.reader, form_key: mine },
      { ...row, author: maya.reader, form_key: other },
    ]);
    const url = await press(browser);
    expect((await browser.get(url)).text).toContain(
      'A timer of yours still runs: <bdi>Okafor, Daniela, since 2:40 PM</bdi>',
    );
    const keep = await browser.post(`${url}/timer`, { form_key: mine, choice: 'keep' });
    expect((await browser.get(keep.headers.location as string)).text).not.toContain('A timer of yours');
    app.clock.pass(3);
    for (const form_key of [mine, other]) await browser.post(`${url}/timer`, { form_key, choice: 'stop' });
    const stopped = await test.owner('u_ssp_draft').orderBy('id').pluck('stopped_at');
    expect(stopped).toEqual(['2026-11-20T20:00:00.000Z', null]);
    const rows = await test.owner('u_ssp_audit').where({ event: 'CRISIS_TIMER', subject: `draft:${mine}` });
    expect(rows.map(({ student, reason }) => [student, reason])).toEqual([[daniela.dcid, 'ROLE_AT_SCHOOL']]);
    await test.owner('u_ssp_draft').del();
  });

  it('of a student who has moved away is stopped because it is one’s own, by no right at her school', async () => {
    const browser = await app.as(ana);
    const [started_at, form_key] = ['2026-11-20T19:40:00.000Z', crypto.randomUUID()];
    await test.owner('u_ssp_draft').insert({
      ...{ author: ana.reader, form_key, kind: 'VISIT', student_dcid: daniela.dcid, earlier_min: 0, revision: 1 },
      ...{ key_id: 'n1', sealed: 'é=', started_at, created_at: started_at, updated_at: started_at },
    });
    const url = await press(browser);
    await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 103 });
    try {
      await browser.post(`${url}/timer`, { form_key, choice: 'stop' });
    } finally {
      await test.sis('Students').where({ DCID: daniela.dcid }).update({ SchoolID: 101 });
    }
    const rows = await test.owner('u_ssp_audit').where({ event: 'CRISIS_TIMER', subject: `draft:${form_key}` });
    expect(rows).toMatchObject([{ student: daniela.dcid, outcome: 'allowed', reason: 'AUTHOR' }]);
    await test.owner('u_ssp_draft').del();
  });
});

describe('whoever is needed', () => {
  it('sees where and by whom on every page and by the script, with no student and no reason in any byte', async () => {
    await press(await app.as(ana), daniela.dcid);
    const words = 'You are needed at Harborview Middle: Ana Reyes called at 3:00 PM';
    const principal = await app.as(joan);
    const { body, text } = await principal.get('/crisis/calls');
    expect(body.calls).toEqual([{ id: expect.any(Number), text: words }]);
    const page = (await principal.get('/reports/visits')).text;
    expect(page).toContain(words);
    const bar = (/<div class="calls[\s\S]*?<main/.exec(page)?.[0] ?? '').replace(/value="[\w-]{30,}"/g, '');
    expect(bar).toContain('I am coming');
    for (const told of ['Daniela', 'Okafor', String(daniela.dcid), '104233', 'crisis:', 'students']) {
      expect(text).not.toContain(told);
      expect(bar).not.toContain(told);
    }
  });

  it('says that they are coming: the caller sees it, and the call is gone', async () => {
    const url = await press(await app.as(ana));
    const nurse = await app.as(irena);
    const { id } = (await calls(nurse)).calls[0];
    app.clock.pass(2);
    expect((await nurse.post(`/crisis/calls/${id}/answer`)).status).toBe(303);
    expect((await calls(nurse)).calls).toEqual([]);
    expect((await calls(await app.as(ana))).coming).toEqual([{ id, text: 'is coming, 3:02 PM' }]);
    expect((await (await app.as(ana)).get(url)).text).toContain('is coming, 3:02 PM');
    expect((await nurse.post(`/crisis/calls/${id}/answer`)).status).toBe(303);
  });

  it('is nobody else: no call of somebody else’s is seen or answered, nor one of a school that was left', async () => {
    await press(await app.as(ana));
    const [call] = await test.owner('u_ssp_crisis_call').where({ person: joan.reader });
    for (const person of [maya, kwame, terrence]) {
      expect((await calls(await app.as(person))).calls).toEqual([]);
      expect((await (await app.as(person)).post(`/crisis/calls/${call.id}/answer`)).status).toBe(404);
    }
    expect((await (await app.as(peter)).get('/crisis/calls')).status).toBe(403);
    expect((await app.nobody.get('/crisis/calls')).status).toBe(401);
    const principal = await app.as(joan);
    await test.owner('u_ssp_scope').where({ reader: joan.reader }).update({ school: 102 });
    expect((await calls(principal)).calls).toEqual([]);
    expect((await principal.get('/')).text).not.toContain('You are needed');
  });

  it('is called no more once it is over, or half a day later', async () => {
    const url = await press(await app.as(ana));
    await (await app.as(ana)).post(`${url}/end`);
    expect((await calls(await app.as(joan))).calls).toEqual([]);
    await press(await app.as(ana));
    app.clock.pass(13 * 60);
    expect((await calls(await app.as(joan))).calls).toEqual([]);
  });

  it('is not kept signed in by a page that asks', async () => {
    const principal = await app.as(joan);
    for (let asked = 0; asked < 3; asked++) {
      app.clock.pass(11);
      await principal.get('/crisis/calls');
    }
    expect((await principal.get('/crisis/calls')).status).toBe(401);
  });
});

describe('steps', () => {
  it('are kept by key, with who and when, and a tick that is taken back is a row of its own', async () => {
    const url = await press(await app.as(ana));
    await tick(await app.as(ana), url, 'stay', 0);
    app.clock.pass(1);
    await tick(await app.as(irena), url, 'stay', 1, false);
    const rows = await test
      .owner('u_ssp_crisis_step')
      .select('step_key', 'change_no', 'is_done', 'person')
      .orderBy('id');
    expect(rows.map((row) => ({ ...row, is_done: Boolean(row.is_done) }))).toEqual([
      { step_key: 'stay', change_no: 1, is_done: true, person: ana.reader },
      { step_key: 'stay', change_no: 2, is_done: false, person: irena.reader },
    ]);
    expect((await (await app.as(ana)).get(url)).text).toContain('taken back by I. Kowalski, 3:01 PM');
  });

  it('ticked on two devices: the first one stands, and the other one is told', async () => {
    const url = await press(await app.as(ana));
    const [one, other] = await Promise.all([
      tick(await app.as(ana), url, 'stay', 0),
      tick(await app.as(irena), url, 'stay', 0),
    ]);
    expect([one.status, other.status].sort()).toEqual([303, 409]);
    const late = one.status === 409 ? one : other;
    expect(late.text).toMatch(/This step was checked off first by (A\. Reyes|I\. Kowalski), 3:00 PM\. The page below/);
    expect(await test.owner('u_ssp_crisis_step')).toHaveLength(1);
  });

  it('sent twice by the same person are one tick; one that nobody knows is none', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    await tick(browser, url, 'stay', 0);
    expect((await tick(browser, url, 'stay', 0)).status).toBe(303);
    expect((await tick(browser, url, 'nonsense', 0)).status).toBe(404);
    expect((await tick(browser, `/crisis/${Number(url.split('/').at(-1)) + 1}`, 'stay', 0)).status).toBe(404);
    expect((await tick(await app.as(kwame), url, 'stay', 0)).status).toBe(404);
    expect(await test.owner('u_ssp_crisis_step')).toHaveLength(1);
  });

  it('that left the list since are still said by their key', async () => {
    const url = await press(await app.as(ana));
    await tick(await app.as(ana), url, 'office', 0);
    const other = appWith({ ...CRISIS, steps: [{ key: 'stay', words: 'Stay' }] });
    expect((await (await other.as(ana)).get(url)).text).toContain('office (no longer on the list)');
  });
});

describe('crisis.json', () => {
  const findings = (crisis: unknown) =>
    checkConfigDir(appWith(crisis).parts.config).filter(({ grade }) => grade === 'fault');

  it.each([
    ['no JSON', '{"format": 1,\n "steps": [', 'crisis.json:2'],
    ['a key twice', { format: 1, steps: [...CRISIS.steps, { key: 'stay', words: 'Again' }] }, 'stands here twice'],
    ['a key with spaces', { format: 1, steps: [{ key: 'Stay here', words: 'Stay' }] }, 'crisis.json:1'],
    ['no step', { format: 1, steps: [] }, 'crisis.json:1'],
    ['a role and a person', { ...CRISIS, call: [{ role: 'school_admin', person: 1 }] }, 'crisis.json'],
  ])('with %s is a fault for check, and the product’s own steps are shown', async (_what, crisis, words) => {
    expect(
      findings(crisis)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(words);
    const broken = appWith(crisis);
    const url = await press(await broken.as(ana));
    const { text } = await (await broken.as(ana)).get(url);
    expect(text).toContain('Your district’s own steps cannot be read');
    expect(text).toContain('Call emergency services');
    expect(await test.owner('u_ssp_crisis_call')).toEqual([]);
  });

  it('that is right has no fault', () => {
    expect(findings(CRISIS)).toEqual([]);
  });
});

describe('guardian, report and end', () => {
  it('keeps every try to reach a guardian', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    await browser.post(`${url}/guardian`, { result: 'NO', seen: '0' });
    await browser.post(`${url}/guardian`, { result: 'NO', seen: '0' });
    await browser.post(`${url}/guardian`, { result: 'MESSAGE', seen: '1' });
    await (await app.as(irena)).post(`${url}/guardian`, { result: 'YES', seen: '1' });
    expect(await test.owner('u_ssp_crisis_contact').orderBy('try_no').pluck('result')).toEqual([
      'NO',
      'MESSAGE',
      'YES',
    ]);
  });

  it('keeps that the procedure of a report was followed, its number sealed, and nothing of what it says', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    const report = { report_date: TODAY, report_time: '14:30', reference: 'R-4711', seen: '0' };
    expect((await browser.post(`${url}/report`, { ...report, report_time: '18:00' })).status).toBe(422);
    expect((await browser.post(`${url}/report`, { ...report, reference: 'x'.repeat(41) })).status).toBe(422);
    expect((await browser.post(`${url}/report`, { ...report, story: 'no such field' })).status).toBe(400);
    await browser.post(`${url}/report`, report);
    const [row] = await test.owner('u_ssp_crisis_report');
    expect(row).toMatchObject({ reported_on: TODAY, reported_min: 870, person: ana.reader, student_dcid: bruno.dcid });
    expect(JSON.stringify(row)).not.toContain('4711');
    expect((await browser.get(url)).text).toContain('No. R-4711');
  });

  it('keeps a second report from a page that had not seen the first, and the same one sent twice once', async () => {
    const browser = await app.as(ana);
    const url = await press(browser);
    const first = { report_date: TODAY, report_time: '14:10', reference: 'R-1', seen: '0' };
    const second = { ...first, report_time: '14:40', reference: 'R-2' };
    for (const report of [first, second, first, second])
      expect((await browser.post(`${url}/report`, report)).status).toBe(303);
    const minutes = await test.owner('u_ssp_crisis_report').orderBy('report_no').pluck('reported_min');
    expect(minutes).toEqual([850, 880]);
    expect((await browser.get(url)).text).toContain('No. R-2');
  });

  it('keeps a report that is made after the crisis was ended', async () => {
    const browser = await app.as(ana);
    const url = await press(browser);
    await browser.post(`${url}/end`);
    expect((await browser.get(url)).text).toContain('Record the report');
    const report = { report_date: TODAY, report_time: '14:30', reference: 'R-9', seen: '0' };
    expect((await browser.post(`${url}/report`, report)).status).toBe(303);
    expect((await browser.get(url)).text).toContain('No. R-9');
  });

  it('keeps a later try from a page that had not seen the first', async () => {
    const browser = await app.as(ana);
    const url = await press(browser);
    const notReached = () => browser.post(`${url}/guardian`, { result: 'NO', seen: '0' });
    await notReached();
    await notReached();
    expect(await test.owner('u_ssp_crisis_contact')).toHaveLength(1);
    app.clock.pass(20);
    await notReached();
    expect(await test.owner('u_ssp_crisis_contact')).toHaveLength(2);
  });

  it('gives follow-ups to people of the school, sealed, who see and finish them', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    const line = { who_1: String(irena.reader), due_1: '2026-11-23', words_1: 'Call her mother' };
    const wrong = await browser.post(`${url}/end`, {
      ...line,
      who_2: String(kwame.reader),
      due_2: '2026-11-01',
      words_2: '',
    });
    expect(wrong.status).toBe(422);
    for (const field of ['who-2', 'due-2', 'words-2']) expect(wrong.text).toContain(`#${field}"`);
    expect(wrong.text).toContain('Call her mother');
    expect(wrong.text).toContain('>Follow-up 2: Say what is to be done.</a>');
    await browser.post(`${url}/end`, { ...line, who_3: String(ana.reader), due_3: '2026-11-24', words_3: 'See her' });
    expect(JSON.stringify(await test.owner('u_ssp_follow_up'))).not.toContain('mother');
    const mine = await followUpsOf(irena);
    expect(mine).toMatchObject([
      { student: bruno.dcid, dueOn: '2026-11-23', words: 'Call her mother', writtenBy: ana.reader },
    ]);
    const nurse = await (await app.as(irena)).get('/');
    expect([nurse.text.includes('by Nov 23'), nurse.text.includes('was due Nov 23')]).toEqual([true, false]);
    const done = `/crisis/follow-ups/${mine[0]?.id}/done`;
    expect((await browser.post(done)).status).toBe(404);
    expect((await (await app.as(irena)).post(done)).status).toBe(303);
    expect(await followUpsOf(irena)).toEqual([]);
    expect(await followUpsOf(ana)).toHaveLength(1);
  });

  it('has one line for what is to follow up; another one is asked for without saving, and those that hold something come back', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    const lines = (html: string) => [...html.matchAll(/ name="words_(\d)"/g)].map(([, n]) => n);
    expect(lines((await browser.get(url)).text)).toEqual(['1']);
    const typed = { who_1: '', due_1: '2026-11-23', words_1: 'Call her mother' };
    const more = await browser.post(`${url}/end`, { ...typed, add: 'follow-up', timers: 'kept' });
    expect([more.status, lines(more.text)]).toEqual([200, ['1', '2']]);
    expect(more.text).toContain('value="Call her mother"');
    const third = { words_2: '', who_3: '', due_3: '2026-11-23', words_3: 'See her' };
    const wrong = await browser.post(`${url}/end`, { ...typed, ...third });
    expect([wrong.status, lines(wrong.text)]).toEqual([422, ['1', '2', '3']]);
    expect((await test.owner('u_ssp_crisis').first()).ended_at).toBeNull();
    // Somebody else ends it: what was typed comes back all the same.
    await (await app.as(irena)).post(`${url}/end`);
    expect((await browser.post(`${url}/end`, typed)).text).toContain('value="Call her mother"');
  });

  it('what is to follow up is kept where somebody else ended it first; sent twice it is once', async () => {
    const url = await press(await app.as(ana));
    const [first, second] = [await app.as(ana), await app.as(irena)];
    const line = (person: Person, words_1: string) => ({ who_1: String(person.reader), due_1: '2026-11-23', words_1 });
    // The same line twice in one form is one, too.
    const twice = { who_2: String(irena.reader), due_2: '2026-11-23', words_2: 'Call her mother' };
    expect((await first.post(`${url}/end`, { ...line(irena, 'Call her mother'), ...twice })).status).toBe(303);
    const late = () => second.post(`${url}/end`, line(ana, 'Ask the teacher'));
    const told = await late();
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('What is to follow up was added')]);
    expect((await late()).text).toContain('Nothing was changed');
    expect((await first.post(`${url}/end`, line(irena, 'Call her mother'))).status).toBe(303);
    expect(await test.owner('u_ssp_follow_up')).toHaveLength(2);
    expect(await followUpsOf(ana)).toMatchObject([{ words: 'Ask the teacher', writtenBy: irena.reader }]);
    const [crisis] = await test.owner('u_ssp_crisis');
    expect(crisis.ended_by).toBe(ana.reader);
  });

  it('asks once about a timer that runs on', async () => {
    const browser = await app.as(ana);
    const form = visitForm({ purpose: '', minutes: '' });
    expect((await browser.post(`/students/${daniela.dcid}/drafts/start`, form)).status).toBe(303);
    const url = await press(browser);
    const asks = async (address: string) => (await browser.get(address)).text.includes('A timer of yours still runs');
    expect(await asks(url)).toBe(true);
    const kept = await browser.post(`${url}/timer`, { form_key: form.form_key as string, choice: 'keep' });
    expect(await asks(kept.headers.location as string)).toBe(false);
    const page = await browser.get(kept.headers.location as string);
    expect(page.text.match(/name="timers" value="kept"/g)?.length).toBeGreaterThanOrEqual(4);
    const ticked = await browser.post(`${url}/steps`, { step: 'stay', seen: '0', done: '1', timers: 'kept' });
    expect(await asks(ticked.headers.location as string)).toBe(false);
    const wrong = await browser.post(`${url}/report`, { report_date: 'x', report_time: '', seen: '0', timers: 'kept' });
    expect([wrong.status, wrong.text.includes('A timer of yours still runs')]).toEqual([422, false]);
    await test.owner('u_ssp_draft').del();
  });

  it('asks the visit that writes it down who began it and how it ended, in an open fold, and proposes neither', async () => {
    const browser = await app.as(ana);
    const url = await press(browser);
    await browser.post(`${url}/end`);
    const { text } = await browser.get(`${url}/visit`);
    const chosenIn = (name: string) =>
      /<option value="([^"]*)"[^>]* selected>/.exec(
        text.split(`<select class="usa-select" id="${name}"`)[1] ?? '',
      )?.[1];
    expect([chosenIn('initiator'), chosenIn('disposition')]).toEqual(['', '']);
    expect(text).toMatch(/<details class="fold" open data-details>/);
    const known = { crisis: url.split('/').at(-1) as string, visit_type: 'CRISIS', service_1: 'CRISIS' };
    const visit = visitForm({ ...known, purpose: 'SAF_SUICIDE', initiator: '', disposition: '' });
    const wrong = await browser.post(`/students/${bruno.dcid}/visits`, visit);
    expect(wrong.status).toBe(422);
    for (const field of ['initiator', 'disposition']) expect(wrong.text).toContain(`#${field}"`);
    expect(wrong.text).toMatch(/<details class="fold" open data-details>/);
    const said = { ...visit, initiator: 'TEACHER', disposition: 'EMERGENCY' };
    expect((await browser.post(`/students/${bruno.dcid}/visits`, said)).status).toBe(303);
    const { visit_id } = await test.owner('u_ssp_crisis').first();
    const row = await test.owner('u_ssp_visit').where({ id: visit_id }).first();
    expect([row.initiator, row.disposition]).toEqual(['TEACHER', 'EMERGENCY']);
  });

  it('ends in the visit form with what is known, and the visit is linked once it is saved', async () => {
    const url = await press(await app.as(ana));
    app.clock.pass(35);
    const browser = await app.as(ana);
    const end = await browser.post(`${url}/end`);
    const crisis = Number(url.split('/').at(-1));
    expect(end.headers.location).toBe(`/crisis/${crisis}/visit#visit`);
    expect((await (await app.as(kwame)).get(`/crisis/${crisis}/visit`)).status).toBe(404);
    const { text } = await browser.get(`/crisis/${crisis}/visit`);
    expect(text).toMatch(/name="start" type="time" value="15:00"/);
    expect(text).toMatch(/name="minutes" type="number" value="35"/);
    expect(text).toMatch(/<option value="CRISIS"[^>]* selected>Crisis</);
    expect(text).toMatch(/<option value="CRISIS"[^>]* selected>Crisis response</);
    const visit = visitForm({
      crisis: String(crisis),
      purpose: 'SAF_SUICIDE',
      visit_type: 'CRISIS',
      service_1: 'CRISIS',
      initiator: 'TEACHER',
      disposition: 'EMERGENCY',
    });
    expect((await browser.post(`/students/${bruno.dcid}/visits`, visit)).status).toBe(303);
    const [row] = await test.owner('u_ssp_crisis');
    expect([row.visit_id > 0, row.ended_by]).toEqual([true, ana.reader]);
    expect((await browser.post(`${url}/steps`, { step: 'stay', seen: '0', done: '1' })).status).toBe(409);
    expect((await browser.get(`/students/${bruno.dcid}`)).text).not.toContain('Write down the crisis');
    await browser.post(`/visits/${row.visit_id}/void`, { reason: 'Written down twice' });
    expect((await test.owner('u_ssp_crisis').first()).visit_id).toBeNull();
    expect((await browser.get(`/students/${bruno.dcid}`)).text).toContain('Write down the crisis');
  });
});

describe('a crisis that was written down', () => {
  it('is not written down a second time by the same author; a colleague’s visit about it is her own', async () => {
    const url = await press(await app.as(ana));
    await (await app.as(ana)).post(`${url}/end`);
    const known = { crisis: url.split('/').at(-1) as string, purpose: 'SAF_SUICIDE', service_1: 'CRISIS' };
    const save = async (person: Person) =>
      (await app.as(person)).post(
        `/students/${bruno.dcid}/visits`,
        visitForm({ ...known, visit_type: 'CRISIS', initiator: 'TEACHER', disposition: 'EMERGENCY' }),
      );
    expect((await save(ana)).status).toBe(303);
    const { visit_id } = await test.owner('u_ssp_crisis').first();
    const second = await save(ana);
    expect([second.status, second.text]).toEqual([422, expect.stringContaining('You wrote this crisis down already')]);
    expect((await save(irena)).status).toBe(303);
    expect(await test.owner('u_ssp_crisis').select('visit_id')).toEqual([{ visit_id }]);
    const written = await test
      .owner('u_ssp_visit')
      .where({ visit_type: 'CRISIS' })
      .whereNull('voided_at')
      .orderBy('id');
    expect(written.slice(-2).map(({ author }) => author)).toEqual([ana.reader, irena.reader]);
  });
});

describe('a crisis that is over', () => {
  const links = async (person: Person) =>
    addressesIn((await (await app.as(person)).get(`/students/${bruno.dcid}`)).text).filter((to) =>
      /^\/crisis\/\d+$/.test(to),
    );

  it('is found on the student’s page, and beside the visit that wrote it down, by those who may open it', async () => {
    const url = await press(await app.as(ana));
    await (await app.as(ana)).post(`${url}/end`);
    expect([await links(ana), await links(irena), await links(joan)]).toEqual([[url], [url], []]);
    const known = { crisis: url.split('/').at(-1) as string, purpose: 'SAF_SUICIDE', service_1: 'CRISIS' };
    const visit = visitForm({ ...known, visit_type: 'CRISIS', initiator: 'TEACHER', disposition: 'EMERGENCY' });
    await (await app.as(ana)).post(`/students/${bruno.dcid}/visits`, visit);
    const { visit_id } = await test.owner('u_ssp_crisis').first();
    const row = (html: string) => html.split(`data-visit="${visit_id}"`)[1]?.split('</li>')[0];
    const page = `/students/${bruno.dcid}`;
    for (const person of [ana, irena]) {
      const { text } = await (await app.as(person)).get(page);
      expect(row(text)).toContain(`href="${url}">Crisis of Nov 20, 2026, 3:00 PM</a>`);
    }
    expect(row((await (await app.as(joan)).get(page)).text)).toBeDefined();
    expect([await links(ana), await links(irena), await links(joan)]).toEqual([[url], [url], []]);
  });

  it('says who did what, whom it was given to, and that a guardian was reached afterward', async () => {
    const url = await press(await app.as(ana));
    const browser = await app.as(ana);
    await tick(browser, url, 'stay', 0);
    const call = await test.owner('u_ssp_crisis_call').where({ person: irena.reader }).first();
    await (await app.as(irena)).post(`/crisis/calls/${call.id}/answer`);
    await browser.post(`${url}/end`, { who_1: String(irena.reader), due_1: '2026-11-23', words_1: 'Call her mother' });
    app.clock.pass(24 * 60);
    const nurse = await app.as(irena);
    expect((await nurse.post(`${url}/guardian`, { result: 'YES', seen: '0' })).status).toBe(303);
    const { text } = await nurse.get(url);
    for (const words of [
      'Nov 20, 2026, 3:00 PM until 3:00 PM',
      'begun by A. Reyes',
      'done by A. Reyes, 3:00 PM',
      'whoever is there',
      'said at 3:00 PM that they were coming',
      '<strong>Reached</strong>, Nov 21, 2026, 3:00 PM, by I. Kowalski',
      'Call her mother',
      'Irena Kowalski, by Nov 23 · not marked as done',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('is coming');
    expect((await (await app.as(joan)).get(url)).status).toBe(403);
    expect((await (await app.as(kwame)).get(url)).status).toBe(404);
  });
});

async function followUpsOf(person: typeof ana) {
  const scope = await test.owner('u_ssp_scope').where({ reader: person.reader });
  expect(scope.length).toBeGreaterThan(0);
  const { database, clock, config } = app.parts;
  return listFollowUps({ database, clock, config, session: { reader: person.reader } } as never);
}

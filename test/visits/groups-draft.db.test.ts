import type { KeyedTable, SealedRow } from '../../src/access/keyed.ts';
import { unseal } from '../../src/access/sealing.ts';
import { KEYED_TABLES } from '../../src/server/keyed-tables.ts';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, irena, joan, maya, mila, sami } from '../people.ts';
import { section } from '../today/rows.ts';

// The form of a group visit while it is being written: kept whole and sealed, found again by its key and by nobody else.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 180_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_.clock.at = new Date('2026-11-20T15:00:00.000Z');
  browser = await it_.as(ana);
  await test.owner('u_ssp_draft').delete();
});

type Form = Record<string, string | string[]>;
const AT = '/visits/group/drafts';
const THREE = [sami.dcid, bruno.dcid, claire.dcid];
const post = (address: string, form: Form, by = browser) => by.post(address, form as Record<string, string>);
const keep = (form: Form, by = browser) => post(AT, { script: '1', ...form }, by);
const save = (form: Form, by = browser) => post('/visits/group', form, by);
const open = async (form: Form, by = browser) => (await by.get(`/visits/group?draft=${form.form_key}`)).text;
const draftOf = (form: Form) =>
  test
    .owner('u_ssp_draft')
    .where({ form_key: form.form_key as string })
    .first('*');
const visitOf = (form: Form) =>
  test
    .owner('u_ssp_visit')
    .where({ form_key: form.form_key as string })
    .first('*');
const audited = (event: string, form: Form) =>
  test
    .owner('u_ssp_audit')
    .where({ event, outcome: 'allowed', subject: `draft:${form.form_key}` })
    .orderBy('student');
const isChosen = (html: string, student: number) => html.includes(`type="hidden" name="student" value="${student}"`);
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const part = async (name: string) => plain(section((await browser.get('/')).text, name));

/** A group's form that holds; a test changes what it is about. */
function group(students: number[], changes: Form = {}): Form {
  const fields = { purpose: 'PRO_GROUP', date: '2026-11-20', minutes: '30', service_1: 'GRP_COUNS', tier_1: '2' };
  const who = { group_kind: 'CLASS', student: students.map(String) };
  return { form_key: crypto.randomUUID(), ...fields, ...who, ...changes };
}

/** Bruno belongs to another school while this runs. */
async function withoutBruno<T>(work: () => Promise<T>): Promise<T> {
  await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 103 });
  try {
    return await work();
  } finally {
    await test.sis('Students').where({ DCID: bruno.dcid }).update({ SchoolID: 101 });
  }
}

describe('bad input', () => {
  it.each([
    ['by a principal', async () => keep(group(THREE), await it_.as(joan)), 403],
    ['without a form key', () => keep(group(THREE, { form_key: 'x' })), 400],
    ['with a field nobody knows', () => keep(group(THREE, { surprise: '1' })), 400],
    ['with a note about something that is no number', () => keep(group(THREE, { note_x: '1' })), 400],
    ['with 2 MB pasted', () => keep(group(THREE, { note: 'x'.repeat(2_000_000) })), 409],
    ['with 2 MB about one of them', () => keep(group(THREE, { [`note_${sami.dcid}`]: 'x'.repeat(2_000_000) })), 409],
    ['with a revision of a draft that is not there', () => keep(group(THREE, { draft_revision: '3' })), 409],
    ['with a timer to stop that never ran', () => post(`${AT}/stop`, { script: '1', ...group(THREE) }), 409],
  ])('a draft %s is refused, and nothing is kept', async (_what, act, status) => {
    expect((await act()).status).toBe(status);
    expect(await test.owner('u_ssp_draft')).toEqual([]);
  });

  it('the key of somebody else’s draft opens nothing, and writes nothing over it', async () => {
    const form = group(THREE, { note: 'mine alone' });
    await keep(form);
    const other = await it_.as(maya);
    const text = await open(form, other);
    expect(text).toContain('There is no such draft any more');
    expect(text).not.toContain('mine alone');
    expect(THREE.some((student) => isChosen(text, student))).toBe(false);
    expect((await post(`${AT}/discard`, form, other)).status).toBe(303);
    expect((await post(`${AT}/stop`, form, other)).status).toBe(409);
    const { form_key } = form;
    expect(led(await post('/today/stop', { form_key } as Form, other))).toBe('/?done=unchanged');
    expect(await open(form)).toContain('mine alone');
    // The same answer for a key that nobody ever had.
    expect(await open(group([]), other)).toContain('There is no such draft any more');
  });

  it('the key of a single visit’s draft is none of a group’s, nor the other way round', async () => {
    const one = visitForm({ note: 'about Bruno' });
    await browser.post(`/students/${bruno.dcid}/drafts`, one);
    const many = group(THREE, { note: 'about three' });
    await keep(many);
    expect(await open(one)).not.toContain('about Bruno');
    expect((await browser.get(`/students/${bruno.dcid}?draft=${many.form_key}`)).text).not.toContain('about three');
    for (const what of ['', '/start', '/stop', '/discard']) {
      const asGroup = await post(AT + what, { ...many, form_key: one.form_key as string, draft_revision: '1' });
      const asOne = await browser.post(`/students/${bruno.dcid}/drafts${what}`, {
        ...one,
        form_key: many.form_key as string,
        draft_revision: '1',
      });
      expect([what, asGroup.status, asOne.status]).toEqual([what, 409, 409]);
    }
    const crossed = await save({ ...many, form_key: one.form_key as string });
    const crossedBack = await browser.post(`/students/${bruno.dcid}/visits`, {
      ...one,
      form_key: many.form_key as string,
    });
    expect([crossed.status, crossedBack.status]).toEqual([422, 422]);
    expect([await visitOf(one), await visitOf(many)]).toEqual([undefined, undefined]);
    expect([(await draftOf(one)).revision, (await draftOf(many)).revision]).toEqual([1, 1]);
  });

  it('a number that is nobody of one’s schools is kept without a name, and never shown', async () => {
    const form = group([sami.dcid, mila.dcid, 99_999_999]);
    expect((await keep(form)).status).toBe(200);
    const text = await open(form);
    expect(isChosen(text, sami.dcid)).toBe(true);
    expect([text.includes(mila.name), isChosen(text, mila.dcid)]).toEqual([false, false]);
    expect(text).toContain('2 more students of this draft have left your schools');
    expect(await audited('GROUP_BEGUN', form)).toMatchObject([{ student: sami.dcid }]);
  });
});

describe('a draft of a group', () => {
  it('is kept sealed, with whom it is about, and comes back whole on another device', async () => {
    const own = { [`note_${bruno.dcid}`]: 'was quiet', [`note_${claire.dcid}`]: 'spoke <b>' };
    const form = group(THREE, { note: 'half of a thought', co_1: String(irena.reader), co_minutes_1: '10', ...own });
    const answer = await keep(form);
    expect([answer.status, answer.body.revision, answer.body.text]).toEqual([200, 1, 'Draft saved']);
    const row = await draftOf(form);
    expect(row).toMatchObject({ author: ana.reader, kind: 'GROUP', student_dcid: null, key_id: 'n1' });
    for (const secret of ['thought', 'quiet', 'PRO_GROUP', String(bruno.dcid)])
      expect(JSON.stringify({ ...row, form_key: '' })).not.toContain(secret);
    expect(await audited('DRAFT_SAVED', form)).toMatchObject([{ student: null, actor: ana.reader }]);
    const page = await open(form, await it_.as(ana));
    for (const words of ['half of a thought', 'was quiet', 'spoke &lt;b&gt;', '3 students chosen', 'Draft of 10:00 AM'])
      expect(page).toContain(words);
    expect(THREE.map((student) => isChosen(page, student))).toEqual([true, true, true]);
    expect(page).toMatch(/value="CLASS"[^>]*selected/);
    expect(page).toMatch(new RegExp(`value="${irena.reader}"[^>]*selected`));
    expect(page).toContain(form.form_key as string);
    expect((await audited('GROUP_BEGUN', form)).map(({ student }) => student)).toEqual(THREE.toSorted());
  });

  it('with the longest note about each of twenty is kept; one text that no visit takes is not', async () => {
    const twenty = Array.from({ length: 20 }, (_, at) => 900_001 + at);
    const notes = Object.fromEntries(twenty.map((student) => [`note_${student}`, 'x'.repeat(20_000)]));
    const form = group(twenty, notes);
    expect((await keep(form)).status).toBe(200);
    const longer = await keep({ ...form, note_900001: 'x'.repeat(150_001), draft_revision: '1' });
    expect([longer.status, longer.body.text]).toEqual([409, expect.stringContaining('too much text')]);
  });

  it('of nobody yet is kept, too', async () => {
    const form = group([], { note: 'before they came' });
    expect((await keep(form)).status).toBe(200);
    expect(await open(form)).toContain('before they came');
    expect(await audited('GROUP_BEGUN', form)).toMatchObject([{ student: null }]);
    expect(await part('drafts')).toContain('Group visit, no student yet');
    expect(await part('drafts')).toContain('needs its students');
  });

  it('does not come up by itself; the form begins empty and names it', async () => {
    const form = group(THREE, { note: 'of the first group' });
    await keep(form);
    const { text } = await browser.get('/visits/group');
    expect(text).not.toContain('of the first group');
    expect(text.replaceAll('&#x3D;', '=')).toContain(
      `<a href="/visits/group?draft=${form.form_key}">Draft of 10:00 AM, 3 students</a>`,
    );
  });

  it('written on two devices asks which one is to stay, and overwrites nothing', async () => {
    const form = group(THREE, { note: 'first' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, student: [String(sami.dcid)], draft_revision: '1', draft_page: 'b' });
    const desk = { ...form, note: 'from the desk', draft_revision: '1', draft_page: 'a' };
    const stale = await keep(desk);
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ keep: { revision: 2 }, openUrl: `/visits/group?draft=${form.form_key}` });
    const unscripted = await post(AT, desk);
    expect(unscripted.status).toBe(409);
    for (const words of ['from the desk', 'Open the newer one', 'Keep mine', 'name="draft_revision" value="2"'])
      expect(unscripted.text).toContain(words);
    const tried = await save(desk);
    expect([tried.status, await visitOf(form)]).toEqual([409, undefined]);
    expect(tried.text).toContain('Open the newer one');
    expect(await open(form)).toContain('1 student chosen');
    expect((await keep({ ...desk, draft_revision: '2' })).status).toBe(200);
    expect(await open(form)).toContain('from the desk');
  });

  it('without scripts is saved by its button, and looking somebody up keeps its place', async () => {
    const form = group([sami.dcid], { note: 'typed without scripts' });
    const answer = await post(AT, form);
    expect(led(answer)).toBe(`/visits/group?draft=${form.form_key}&done=draft`);
    const page = (await browser.get(answer.headers.location as string)).text;
    for (const words of ['Draft saved', 'typed without scripts', 'Save draft', 'Start timer', 'Discard'])
      expect(page).toContain(words);
    const looked = await post('/visits/group/students', { ...form, draft_revision: '1', go: 'search', q: 'silva' });
    expect(looked.text).toContain('name="draft_revision" value="1"');
    // The script keeps what was looked up, as if it had been typed.
    expect(looked.text).toContain('data-unkept');
    expect((await browser.get('/visits/group')).text).not.toContain('data-unkept');
  });

  it('goes with the visit that becomes of it, and does not come back', async () => {
    const form = group(THREE, { note: 'done' });
    await keep(form);
    expect((await save({ ...form, draft_revision: '1' })).status).toBe(303);
    expect(await draftOf(form)).toBeUndefined();
    for (const draft_revision of ['0', '1']) {
      const late = await keep({ ...form, note: 'too late', draft_revision });
      expect([late.status, late.body.text]).toEqual([409, expect.stringContaining('saved already')]);
    }
    expect(await draftOf(form)).toBeUndefined();
    expect(await open(form)).toContain('There is no such draft any more');
  });

  it('stays when the visit cannot be saved', async () => {
    const form = group(THREE, { purpose: '', note: 'still here' });
    await keep(form);
    expect((await save({ ...form, draft_revision: '1' })).status).toBe(422);
    expect(await open(form)).toContain('still here');
  });

  it('is discarded once it was seen', async () => {
    const form = group(THREE, { note: 'old' });
    await keep({ ...form, draft_page: 'a' });
    await keep({ ...form, note: 'newer words', draft_revision: '1', draft_page: 'b' });
    const stale = await post(`${AT}/discard`, { ...form, draft_revision: '1', draft_page: 'a' });
    expect([stale.status, stale.text.includes('newer words')]).toEqual([409, true]);
    const done = await post(`${AT}/discard`, { ...form, draft_revision: '2', draft_page: 'a' });
    expect((await browser.get(done.headers.location as string)).text).toContain('Draft discarded');
    expect(await draftOf(form)).toBeUndefined();
  });

  it('is encrypted anew with the other texts when the keys are turned', async () => {
    await keep(group(THREE, { note: 'under the old key' }));
    const table = KEYED_TABLES.find((one) => one.table === 'u_ssp_draft') as KeyedTable;
    const query = table.texts?.query as string;
    const [row] = await test.database.run<SealedRow>(query, { key_id: 'n1', after_id: 0, take: 5 });
    const text = unseal(row as SealedRow, table.texts?.place(row as SealedRow) as string, it_.parts.config.noteKeys);
    expect(JSON.parse(text as string).input).toMatchObject({ note: 'under the old key', students: THREE.join(' ') });
  });
});

describe('a student who left', () => {
  it('is not named when the draft is opened, and stays in it with what was noted, whatever is written on', async () => {
    const form = group(THREE, { [`note_${bruno.dcid}`]: 'about Bruno' });
    await keep(form);
    await withoutBruno(async () => {
      const text = await open(form);
      expect(text).toContain('One more student of this draft has left your schools');
      expect([text.includes(bruno.name), text.includes('about Bruno'), isChosen(text, bruno.dcid)]).toEqual([
        ...[false, false, false],
      ]);
      const shown = { ...form, student: [String(sami.dcid), String(claire.dcid)], draft_revision: '1' };
      const { [`note_${bruno.dcid}`]: _unseen, ...sent } = shown as Form;
      expect((await keep({ ...sent, note: 'written on' })).status).toBe(200);
      expect(
        (await keep({ ...sent, student: [String(sami.dcid)], note: 'Claire off', draft_revision: '2' })).status,
      ).toBe(200);
    });
    const text = await open(form);
    expect(text).toContain('about Bruno');
    expect(THREE.map((student) => isChosen(text, student))).toEqual([true, true, false]);
  });

  it('keeps "Close all" from saving the visit without a word', async () => {
    const form = group(THREE);
    await keep(form);
    await withoutBruno(async () => {
      expect(await part('drafts')).toContain('Group visit, 3 students');
      expect(await part('drafts')).toContain('needs a look');
      expect((await browser.post('/today/close')).headers.location).toBe('/?closed=0');
    });
    expect(await visitOf(form)).toBeUndefined();
    expect(await draftOf(form)).toBeDefined();
  });
});

describe('on Today', () => {
  it('it is listed without names, and "Close all" saves it with a row of the audit for each', async () => {
    const whole = group(THREE, { note: 'for all' });
    const lacking = group([sami.dcid, daniela.dcid], { purpose: '' });
    await keep(whole);
    await keep(lacking);
    const open_ = await part('open');
    expect(open_).toContain('Group visit, 3 students can be saved');
    expect(await part('drafts')).toMatch(/Group visit, 2 students .*needs a purpose/);
    for (const { name } of [sami, bruno, claire]) expect(open_).not.toContain(name);
    expect(section((await browser.get('/')).text, 'open')).toContain(`href="/visits/group?draft=${whole.form_key}"`);
    expect((await browser.post('/today/close')).headers.location).toBe('/?closed=1');
    const visit = await visitOf(whole);
    const rows = await test.owner('u_ssp_audit').where({ event: 'VISIT_ADDED', subject: `visit:${visit.id}` });
    expect(rows.map(({ student }) => student).toSorted()).toEqual(THREE.toSorted());
    expect([await draftOf(whole), (await draftOf(lacking))?.kind]).toEqual([undefined, 'GROUP']);
  });
});

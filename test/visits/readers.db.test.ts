import request from 'supertest';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { drawnForm } from '../drawn-form.ts';
import { ana, bruno, irena, joan, kwame, maya, type Person, peter, ruben, terrence } from '../people.ts';

// Who may open a restricted note besides its author: whom she named, while they are support staff at the student's school.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  knex = test.database.knex;
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());

let knex: TestDatabase['database']['knex'];
const SECRET = 'only for whom I name';

async function restricted(more: Record<string, string> = {}): Promise<number> {
  const form = visitForm({ note: SECRET, restricted: '1', ...more });
  expect((await browser.post(`/students/${bruno.dcid}/visits`, form)).status).toBe(303);
  return (await knex('u_ssp_visit').where({ form_key: form.form_key }))[0].id;
}

/** The form as a browser sends it: one field for each person who is ticked, and after them the empty one. */
function setReaders(id: number, seen: (Person | string)[], chosen: (Person | string)[], by = browser) {
  const numberOf = (one: Person | string) => (typeof one === 'string' ? one : String(one.reader));
  const body = new URLSearchParams({ token: by.token, seen: seen.map(numberOf).join(' ') });
  for (const one of [...chosen, '']) body.append('reader', numberOf(one));
  return request(it_.app).post(`/visits/${id}/readers`).set('Cookie', by.cookie).type('form').send(body.toString());
}

const name = (id: number, ...people: Person[]) => setReaders(id, [], people);
const open = async (id: number, person: Person) => (await it_.as(person)).post(`/visits/${id}/note`);
const rowOf = async (id: number, person: Person) => {
  const { text } = await (await it_.as(person)).get(`/students/${bruno.dcid}`);
  return (text.slice(text.indexOf(`data-visit="${id}"`)).split('data-visit="')[1] as string).split(
    '</ol>',
  )[0] as string;
};
const namedOf = (id: number) => knex('u_ssp_note_reader').where({ visit_id: id }).orderBy('id');

describe('naming', () => {
  it.each([
    ['a principal', joan],
    ['somebody of another school', kwame],
    ['IT', peter],
    ['a district administrator', ruben],
  ])('%s is refused, and nobody else is named either', async (_who, person) => {
    const id = await restricted();
    const answer = await name(id, maya, person);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('does not work at this school any more');
    expect(await namedOf(id)).toEqual([]);
  });

  it.each([
    ['nonsense', "9004'; drop table", 303],
    ['a number beyond all', '99999999999999', 303],
    ['nobody’s number', '4711', 422],
  ])('%s names nobody', async (_what, reader, status) => {
    const id = await restricted();
    expect((await setReaders(id, [], [reader])).status).toBe(status);
    expect(await namedOf(id)).toEqual([]);
  });

  it.each([
    ['a colleague, named or not', irena],
    ['a counselor of another school', kwame],
    ['the principal', joan],
  ])('is not for %s', async (_who, person) => {
    const id = await restricted();
    await name(id, irena);
    const other = await it_.as(person);
    for (const answer of [await other.get(`/visits/${id}/readers`), await setReaders(id, [], [maya], other)]) {
      expect([403, 404]).toContain(answer.status);
      expect(answer.text).not.toContain('Kowalski, Irena');
    }
    expect(await namedOf(id)).toHaveLength(1);
  });

  it('is nothing for a note that everybody here reads, or for a visit without one', async () => {
    for (const more of [{ restricted: '' }, { restricted: '', note: '' }] as Record<string, string>[])
      expect((await browser.get(`/visits/${await restricted(more)}/readers`)).status).toBe(404);
  });

  it('offers the support staff of the student’s school, by name, without oneself', async () => {
    const { text } = await browser.get(`/visits/${await restricted()}/readers`);
    for (const words of ['Chen, Maya', 'Kowalski, Irena', 'School nurse', 'Support staff of Harborview Middle'])
      expect(text).toContain(words);
    for (const words of ['Reyes, Ana', 'Whitfield', 'Osei', 'Brooks', SECRET]) expect(text).not.toContain(words);
  });

  it('comes right after saving, for whoever ticked that', async () => {
    const form = visitForm({ note: SECRET, restricted: '1', name_readers: '1' });
    const saved = await browser.post(`/students/${bruno.dcid}/visits`, form);
    expect(led(saved)).toMatch(/^\/visits\/\d+\/readers\?done=saved$/);
    const page = await browser.get(saved.headers.location as string);
    expect(page.text).toMatch(/role="status"[^>]*>Visit saved/);
    const open_ = visitForm({ note: 'for all', name_readers: '1' });
    const other = await browser.post(`/students/${bruno.dcid}/visits`, open_);
    expect(led(other)).toBe(`/students/${bruno.dcid}?done=saved`);
  });
});

describe('a restricted note', () => {
  it('says to support staff who restricted it, when and why, and to nobody what it says', async () => {
    const id = await restricted({ restricted_why: 'a custody matter' });
    expect(await rowOf(id, ana)).toContain('Restricted by you, Nov 20: a custody matter');
    const row = await rowOf(id, irena);
    expect(row).toContain('Restricted by A. Reyes, Nov 20: a custody matter');
    expect(row).not.toContain(SECRET);
    const admin = await rowOf(id, joan);
    for (const hidden of ['custody', 'Restricted', SECRET]) expect(admin).not.toContain(hidden);
  });

  it('is opened by whom its author named, on demand and logged, and by nobody else', async () => {
    const id = await restricted();
    const answer = await name(id, irena);
    expect([answer.headers.location, led(answer)]).toEqual([
      `/students/${bruno.dcid}?done=1`,
      `/students/${bruno.dcid}?done=readers`,
    ]);
    expect(await rowOf(id, irena)).toContain('Restricted note by A. Reyes: open');
    expect(await rowOf(id, irena)).not.toContain(SECRET);
    const opened = await open(id, irena);
    expect(opened.text).toContain(SECRET);
    expect(opened.text).toContain('written by A. Reyes');
    expect(
      await knex('u_ssp_audit').where({ event: 'RESTRICTED_NOTE_OPENED', subject: `visit:${id}`, outcome: 'allowed' }),
    ).toMatchObject([{ actor: irena.reader, student: bruno.dcid }]);
    expect(await rowOf(id, maya)).toContain('Restricted note');
    expect(await rowOf(id, maya)).not.toContain(': open');
    for (const person of [maya, joan, kwame, terrence]) {
      const refused = await open(id, person);
      expect([403, 404]).toContain(refused.status);
      expect(refused.text).not.toContain(SECRET);
    }
    // The name opens the note, and gives nothing else that is the author's.
    const named = await it_.as(irena);
    expect((await named.get(`/visits/${id}/change`)).status).toBe(404);
    expect((await named.post(`/visits/${id}/change/note`)).text).not.toContain(SECRET);
  });

  it('opens no more once the name is taken back, and each name is one row of the audit', async () => {
    const id = await restricted();
    await name(id, irena, maya);
    expect((await setReaders(id, [irena, maya], [maya])).status).toBe(303);
    expect((await open(id, irena)).status).toBe(404);
    expect((await open(id, maya)).status).toBe(200);
    const rows = await namedOf(id);
    expect(rows.map((row) => [row.reader, row.named_by, row.ended_at !== null])).toEqual(
      expect.arrayContaining([
        [irena.reader, ana.reader, true],
        [maya.reader, ana.reader, false],
      ]),
    );
    const subjects = await knex('u_ssp_audit')
      .where({ event: 'NOTE_READERS_SET', outcome: 'allowed' })
      .select('subject');
    expect(
      subjects.map(({ subject }: { subject: string }) => subject).filter((one) => one.startsWith(`visit:${id} `)),
    ).toEqual(expect.arrayContaining([`visit:${id} named:${irena.reader}`, `visit:${id} ended:${irena.reader}`]));
    // And can be given again.
    it_.clock.pass(1);
    await setReaders(id, [maya], [irena, maya]);
    expect((await open(id, irena)).status).toBe(200);
  });

  it('opens for a name no more when that person left the school', async () => {
    const id = await restricted();
    await name(id, maya);
    await test.sis('SchoolStaff').where({ Users_DCID: maya.reader, SchoolID: 101 }).update({ Status: 2 });
    try {
      expect((await open(id, maya)).status).toBe(404);
      expect((await browser.get(`/visits/${id}/readers`)).text).toContain('not at this school any more');
    } finally {
      await test.sis('SchoolStaff').where({ Users_DCID: maya.reader, SchoolID: 101 }).update({ Status: 1 });
    }
  });

  it('keeps a name that was given on another device meanwhile', async () => {
    const id = await restricted();
    await name(id, irena);
    // A second page, opened before that, names Maya.
    await setReaders(id, [], [maya]);
    for (const person of [irena, maya]) expect((await open(id, person)).status).toBe(200);
  });

  it('keeps every name when the ticks did not arrive, and is asked for again', async () => {
    const id = await restricted();
    await name(id, irena, maya);
    const form = drawnForm((await browser.get(`/visits/${id}/readers`)).text, `/visits/${id}/readers`);
    const answer = await browser.post(`/visits/${id}/readers`, { seen: form.seen as string });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('did not arrive whole, and nothing is changed');
    for (const person of [irena, maya])
      expect(answer.text).toMatch(new RegExp(`name="reader" type="checkbox" value="${person.reader}" checked`));
    expect((await namedOf(id)).map(({ ended_at }) => ended_at)).toEqual([null, null]);
    // Whoever means nobody says so with the whole form.
    expect((await setReaders(id, [irena, maya], [])).status).toBe(303);
    for (const person of [irena, maya]) expect((await open(id, person)).status).toBe(404);
  });

  it('named twice at once is named once', async () => {
    const id = await restricted();
    await Promise.all([name(id, irena), name(id, irena), name(id, irena)]);
    expect(await namedOf(id)).toHaveLength(1);
  });

  it('does not take its names along when the visit is voided and copied', async () => {
    const id = await restricted();
    await name(id, irena);
    expect((await open(id, irena)).text).toContain(SECRET);
    await browser.post(`/visits/${id}/void`, { reason: 'twice' });
    // What was named was named for a visit that holds.
    expect((await open(id, irena)).status).toBe(404);
    expect((await browser.post(`/visits/${id}/note`)).text).toContain(SECRET);
    const copy = await browser.get(`/students/${bruno.dcid}?copy=${id}`);
    const form_key = /name="form_key" value="([^"]+)"/.exec(copy.text)?.[1] as string;
    await browser.post(`/students/${bruno.dcid}/visits`, visitForm({ form_key, note: SECRET, restricted: '1' }));
    const [saved] = await knex('u_ssp_visit').where({ form_key });
    expect(await namedOf(saved.id)).toEqual([]);
    expect((await open(saved.id, irena)).status).toBe(404);
  });
});

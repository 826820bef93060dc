import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, hana, joan, kwame, maya, mila, peter, sami, tomas } from '../people.ts';
import { pastVisit } from './rows.ts';

// The quick visit: everything is filled in but the purpose, and "Save and next" goes through a list.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
  await test.owner('u_ssp_visit').update({ follow_up: null });
}, 120_000);
afterAll(() => test.close());

const address = (student: number, list?: string, at?: number) =>
  `/students/${student}/quick${list ? `?list=${list}&at=${at}` : ''}`;

/** What the form would send as it stands, with what a person changes. */
function filled(html: string, changes: Record<string, string> = {}): Record<string, string> {
  const form = html.slice(html.indexOf('<form class="sheet quick"')).split('</form>')[0] as string;
  const sent: Record<string, string> = {};
  for (const [, name, value] of form.matchAll(/<input [^>]*?name="(\w+)"[^>]*? value="([^"]*)"/g))
    if (name !== 'token' && !/type="checkbox"/.test(form)) sent[name as string] = value as string;
  for (const [tag] of form.matchAll(/<input [^>]+>/g)) {
    const name = /name="(\w+)"/.exec(tag)?.[1];
    if (name && name !== 'token' && !tag.includes('checkbox')) sent[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  for (const [, name, options] of form.matchAll(/<select [^>]*name="(\w+)"[^>]*>([\s\S]*?)<\/select>/g))
    sent[name as string] = /value="([^"]*)"[^>]* selected/.exec(options as string)?.[1] ?? '';
  return { ...sent, ...changes };
}
const quick = async (student: number, changes: Record<string, string> = {}, list?: string, at?: number) => {
  const { text } = await browser.get(address(student, list, at));
  return filled(text, { purpose: 'ACA_ATTEND', ...changes });
};
const send = (student: number, form: Record<string, string>) => browser.post(`/students/${student}/quick`, form);
const visitsOf = (student: number) =>
  test
    .owner('u_ssp_visit as v')
    .join('u_ssp_visit_student as s', 's.visit_id', 'v.id')
    .where({ 's.student_dcid': student, 'v.visit_date': '2026-11-20', 'v.author': ana.reader })
    .select('v.*');

describe('who', () => {
  it.each([
    ['a principal', joan, 403],
    ['a consultant', hana, 403],
    ['IT', peter, 403],
    ['a counselor of another school', kwame, 404],
  ])('%s finds none', async (_who, person, status) => {
    const other = await it_.as(person);
    expect((await other.get(address(bruno.dcid))).status).toBe(status);
    for (const end of ['', '/fill', '/favourite', '/drafts', '/drafts/discard'])
      expect((await other.post(`/students/${bruno.dcid}/quick${end}`, { purpose: 'ACA_ATTEND' })).status).toBe(status);
  });
});

describe('bad input', () => {
  it.each(['list=others&at=0', 'list=due&at=-1', 'list=due&at=x', 'list=due&at=5001', 'name=Silva'])(
    '%s is no address',
    async (query) => {
      expect((await browser.get(`/students/${bruno.dcid}/quick?${query}`)).status).toBe(400);
    },
  );

  it.each([
    ['another button than there are', { go: 'away' }],
    ['a list that there is not', { list: 'all' }],
    ['a favourite that is no number', { favourite: "1'" }],
    ['a field that there is not', { name: 'x' }],
  ])('%s is refused', async (_what, changes) => {
    const form = await quick(bruno.dcid, changes as unknown as Record<string, string>);
    expect((await send(bruno.dcid, form)).status).toBe(400);
  });

  it('nothing chosen comes back with words, the rest as it was, and the list it came from', async () => {
    const form = await quick(bruno.dcid, { purpose: '', minutes: '25', note: 'kept', go: 'next' }, 'due', 3);
    const { status, text } = await send(bruno.dcid, form);
    expect(status).toBe(422);
    expect(text).toContain('Choose what the visit was about.');
    expect(filled(text)).toMatchObject({ minutes: '25', list: 'due', at: '3', form_key: form.form_key });
    expect(text).toContain('kept</textarea>');
    expect(await visitsOf(bruno.dcid)).toEqual([]);
  });

  it.each([
    ['a student who left yesterday', tomas.dcid, 422, 'not enrolled on that day'],
    ['a student of another school', mila.dcid, 404, 'Nothing here'],
  ])('%s', async (_what, student, status, words) => {
    const form = await quick(bruno.dcid);
    const answer = await send(student, form);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
  });
});

describe('saving', () => {
  it('needs the purpose alone; everything else is there', async () => {
    const form = await quick(bruno.dcid);
    expect(form).toMatchObject({
      date: '2026-11-20',
      minutes: expect.stringMatching(/^\d+$/),
      service_1: expect.stringMatching(/./),
      disposition: 'CLASS',
    });
    const answer = await send(bruno.dcid, form);
    expect([answer.status, led(answer)]).toEqual([303, '/?done=saved']);
    const [visit] = await visitsOf(bruno.dcid);
    expect(visit).toMatchObject({ purpose: 'ACA_ATTEND', minutes: Number(form.minutes), setting: form.setting });
    const [audit] = await test.owner('u_ssp_audit').where({ student: bruno.dcid }).orderBy('id', 'desc').limit(1);
    expect(audit).toMatchObject({ event: 'VISIT_ADDED', outcome: 'allowed', subject: `visit:${visit.id}` });
  });

  it('by the other button, after it was saved by the first, is the same visit', async () => {
    const form = await quick(sami.dcid, {}, 'due', 0);
    const before = (await visitsOf(sami.dcid)).length;
    const answers = await Promise.all([send(sami.dcid, form), send(sami.dcid, { ...form, go: 'next' })]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await visitsOf(sami.dcid)).toHaveLength(before + 1);
  });

  it('something else with a form that was saved already is told so', async () => {
    const form = await quick(bruno.dcid);
    await send(bruno.dcid, form);
    const again = await send(bruno.dcid, { ...form, minutes: '45' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('saved already');
  });
});

describe('save and next', () => {
  const next = async (student: number, list: string, at: number, changes: Record<string, string> = {}) => {
    const form = await quick(student, { ...changes, go: 'next' }, list, at);
    const [first, second] = [await send(student, form), await send(student, form)];
    // A double click says the same as the first one.
    expect(second.headers.location).toBe(first.headers.location);
    return led(first);
  };
  const students = [5003, 5004, 5006];
  beforeEach(async () => {
    await test
      .owner('u_ssp_visit')
      .where({ visit_date: '2026-11-20' })
      .update({ voided_at: '2026-11-20T16:00:00.000Z' });
    await test.owner('u_ssp_visit').update({ follow_up: null });
    for (const [at, student] of students.entries())
      await pastVisit(test, student, ana.reader, '2026-10-05', { follow_up: `2026-11-${16 + at}` });
  });

  it('goes through what is due to its end', async () => {
    await test
      .owner('u_ssp_visit_student')
      .whereIn('student_dcid', students)
      .where('visit_date', '>=', '2026-11-16')
      .delete();
    expect(await next(5003, 'due', 0)).toBe('/students/5004/quick?list=due&at=0&done=saved');
    expect(await next(5004, 'due', 0)).toBe('/students/5006/quick?list=due&at=0&done=saved');
    expect(await next(5006, 'due', 0)).toBe('/?done=end-due');
    expect((await browser.get('/?done=1')).text).toContain('Visit saved. Nobody else is due.');
  });

  it('goes on from the middle, and past whom it does not take off the list', async () => {
    expect(await next(5004, 'due', 1)).toBe('/students/5006/quick?list=due&at=1&done=saved');
    expect(await next(5003, 'due', 0, { visit_type: 'NOSHOW' })).toBe('/students/5006/quick?list=due&at=1&done=saved');
  });

  it('goes through a caseload to its end, the last page too', async () => {
    await browser.post('/today/caseload', { revision: '0', from: 'O', to: 'P' });
    const listed = async () => {
      const all: string[] = [];
      for (let page = 1; page < 5; page++)
        all.push(
          ...[...(await browser.get(`/?page=${page}`)).text.matchAll(/id="load-(\d+)"/g)].map(
            ([, dcid]) => dcid as string,
          ),
        );
      return all;
    };
    const all = await listed();
    expect(all.length).toBeGreaterThan(25);
    const seen: string[] = [];
    let to = `/students/${all[0]}/quick?list=caseload&at=0`;
    while (to.startsWith('/students')) {
      const [, student, at] = /students\/(\d+)\/quick\?list=caseload&at=(\d+)/.exec(to) as unknown as string[];
      seen.push(student as string);
      to = await next(Number(student), 'caseload', Number(at));
    }
    expect(to).toBe('/?done=end-caseload');
    expect(seen).toEqual(all);
    expect((await browser.get('/?done=1')).text).toContain('the last one of your caseload');
  }, 120_000);

  it('of the second page begins there, and "Save visit" goes back to it', async () => {
    const form = await quick(daniela.dcid, {}, 'caseload', 30);
    expect(led(await send(daniela.dcid, form))).toBe('/?done=saved&page=2');
  });

  it('without a list ends on Today', async () => {
    const form = await quick(daniela.dcid, { go: 'next' });
    expect(led(await send(daniela.dcid, form))).toBe('/?done=saved');
  });

  it('without a caseload any more ends on Today', async () => {
    await test.owner('u_ssp_caseload').delete();
    expect(await next(daniela.dcid, 'caseload', 0)).toBe('/?done=end-caseload');
  });
});

describe('what is typed into it', () => {
  const drafts = (form_key: string) => test.owner('u_ssp_draft').where({ form_key });
  const keep = (form: Record<string, string>, end = '', by = browser) =>
    by.post(`/students/${sami.dcid}/quick/drafts${end}`, { ...form, script: '1' });
  const attribute = (html: string, name: string) =>
    new RegExp(`${name}="([^"]*)"`).exec(html)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
  afterEach(() => test.owner('u_ssp_draft').delete());

  it('is kept, listed on Today, and goes on with the list it came from', async () => {
    const page = (await browser.get(address(sami.dcid, 'due', 3))).text;
    const form = filled(page, { note: 'half of a thought', purpose: '', minutes: '25' });
    const key = form.form_key as string;
    expect(attribute(page, 'data-draft-url')).toBe(`/students/${sami.dcid}/quick?list=due&at=3&draft=${key}`);
    expect((await keep(form)).body).toMatchObject({ revision: 1, text: 'Draft saved' });
    expect(JSON.stringify(await drafts(key))).not.toContain('thought');
    const { text } = await (await it_.as(ana)).get('/');
    const open = `/students/${sami.dcid}/quick?list=due&at=3&draft=${key}`;
    expect(text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')).toContain(`href="${open}"`);
    const again = (await browser.get(open)).text;
    for (const words of ['half of a thought</textarea>', 'Draft of 3:00 PM', 'Save and next', 'Discard'])
      expect(again).toContain(words);
    expect(filled(again)).toMatchObject({ form_key: key, draft_revision: '1', minutes: '25', list: 'due', at: '3' });
    // Without the list in the address, too.
    expect(filled((await browser.get(address(sami.dcid))).text)).toMatchObject({ form_key: key, list: 'due', at: '3' });
    const fresh = filled((await browser.get(`${address(sami.dcid)}?draft=new`)).text);
    expect([fresh.form_key === key, fresh.draft_revision]).toEqual([false, '0']);
    const sent = { ...filled(again), purpose: 'ACA_ATTEND', note: 'half of a thought' };
    expect((await send(sami.dcid, sent)).status).toBe(303);
    expect(await drafts(key)).toEqual([]);
    const [visit] = await test.owner('u_ssp_visit').where({ form_key: key });
    expect(visit).toMatchObject({ minutes: 25, purpose: 'ACA_ATTEND' });
  });

  it('that "Close all" saved is no other visit when the form itself is sent', async () => {
    const form = await quick(sami.dcid, { note: 'once' }, 'due', 1);
    await keep(form);
    expect((await browser.post('/today/close')).status).toBe(303);
    expect((await send(sami.dcid, form)).status).toBe(303);
    expect(await test.owner('u_ssp_visit').where({ form_key: form.form_key })).toHaveLength(1);
  });

  it('without script is kept by its button and thrown away by the other one', async () => {
    const form = await quick(sami.dcid, { note: 'kept by hand' }, 'due', 1);
    const kept = await browser.post(`/students/${sami.dcid}/quick/drafts`, form);
    const url = `/students/${sami.dcid}/quick?list=due&at=1&draft=`;
    expect(led(kept)).toBe(`${url}${form.form_key}&done=draft`);
    const { text } = await browser.get(kept.headers.location as string);
    for (const words of ['Draft saved', 'kept by hand']) expect(text).toContain(words);
    const gone = await browser.post(`/students/${sami.dcid}/quick/drafts/discard`, filled(text));
    expect(led(gone)).toBe(`${url}new&done=discarded`);
    expect((await browser.get(gone.headers.location as string)).text).toContain('Draft discarded');
    expect(await drafts(form.form_key as string)).toEqual([]);
  });

  it('on two devices is not thrown away in silence', async () => {
    const form = await quick(sami.dcid, { note: 'first', draft_page: 'a' });
    await keep(form);
    await keep({ ...form, note: 'from the phone', draft_revision: '1', draft_page: 'b' });
    const stale = await keep({ ...form, note: 'from the desk', draft_revision: '1', draft_page: 'a' });
    expect([stale.status, stale.body.openUrl]).toEqual([409, `/students/${sami.dcid}/quick?draft=${form.form_key}`]);
    const saved = await send(sami.dcid, { ...form, note: 'from the desk', draft_revision: '1', draft_page: 'a' });
    expect(saved.status).toBe(409);
    for (const words of [
      'Open the newer one',
      'Keep mine',
      'from the desk</textarea>',
      'name="draft_revision" value="2"',
    ])
      expect(saved.text).toContain(words);
    expect(await test.owner('u_ssp_visit').where({ form_key: form.form_key })).toEqual([]);
  });

  it('is nobody else’s, and a draft of the whole form stays there', async () => {
    const form = await quick(sami.dcid, { note: 'mine alone' });
    await keep(form);
    expect((await (await it_.as(maya)).get(address(sami.dcid))).text).not.toContain('mine alone');
    expect((await keep(form, '', await it_.as(kwame))).status).toBe(404);
    await test.owner('u_ssp_draft').delete();
    await browser.post(`/students/${sami.dcid}/drafts/start`, visitForm({ note: 'timed', minutes: '', purpose: '' }));
    expect((await browser.get(address(sami.dcid))).text).not.toContain('timed</textarea>');
  });
});

it('no name of a student stands in an address', async () => {
  const text = (await browser.get('/?due=all')).text + (await browser.get(address(bruno.dcid))).text;
  const addresses = [...text.matchAll(/(?:href|action|formaction)="([^"]+)"/g)].map(([, to]) =>
    decodeURIComponent(to as string),
  );
  expect(addresses.filter((to) => /silva|okafor|bruno|daniela/i.test(to))).toEqual([]);
});

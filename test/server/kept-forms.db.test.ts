import { ROUTES } from '../../src/server/app.ts';
import { MOST_SERVICES } from '../../src/visits/check.ts';
import { MOST_COLLEAGUES } from '../../src/visits/co-staff.ts';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { drawnFields } from '../drawn-form.ts';
import { ana, bruno, daniela, irena, maya, sami } from '../people.ts';

// A form that could not be saved for a reason that passes comes back as hidden fields, to be sent again. It has to come back whole:
// a form that lacks what was ticked says that it was taken away.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
}, 120_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_ = makeApp(test);
  browser = await it_.as(ana);
});

type Form = Record<string, string | string[]>;

/** The fields by name, as one or as several. */
function formOf(fields: [string, string][]): Form {
  const names = [...new Set(fields.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.filter(([one]) => one === name).map(([, value]) => value);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}
const cameBack = (html: string, address: string): Form => formOf(drawnFields(html, address));

const withLists = ROUTES.flatMap(({ post: address, input }) => {
  const parts = Object.entries((input.body as { properties?: Record<string, object> } | undefined)?.properties ?? {});
  const lists = parts.filter(([, part]) => JSON.stringify(part).includes('"array"')).map(([name]) => name);
  const others = parts.map(([name]) => name).filter((name) => !lists.includes(name));
  return address && lists.length > 0 ? [{ address, lists, others }] : [];
});

it('some forms send lists', () => {
  const known = ['/today/caseload', '/visits/group', '/visits/:id/readers'];
  expect(withLists.map(({ address }) => address)).toEqual(expect.arrayContaining(known));
});

it.each(withLists)('$address: comes back with each of its $lists when nobody is signed in', async (form) => {
  const address = form.address.replaceAll(/:\w+/g, '1');
  const sent: Form = {
    ...Object.fromEntries(form.others.map((name) => [name, `<${name}> "typed"\n& kept`])),
    ...Object.fromEntries(form.lists.map((name) => [name, ['30', '4', '30', '', `<${name}>`]])),
  };
  const answer = await it_.nobody.post(address, sent);
  expect(answer.status).toBe(401);
  expect(answer.text).toContain('What you typed is kept here.');
  expect(cameBack(answer.text, address)).toEqual(sent);
});

it('the largest group comes back whole', async () => {
  const students = Array.from({ length: 300 }, (_, at) => String(5000 + at));
  const numbered = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => [`${name}_${at + 1}`, String(at)]);
  const sent: Form = {
    ...visitForm({ note: 'for all', token: 'x' }),
    ...Object.fromEntries(students.map((student) => [`note_${student}`, `about ${student}`])),
    ...Object.fromEntries([...numbered('service', MOST_SERVICES), ...numbered('tier', MOST_SERVICES)]),
    ...Object.fromEntries([...numbered('co', MOST_COLLEAGUES), ...numbered('co_minutes', MOST_COLLEAGUES)]),
    student: students,
  };
  const answer = await it_.nobody.post('/visits/group', sent);
  expect(cameBack(answer.text, '/visits/group')).toEqual(sent);
});

it('what is beyond all is said to be too large, and never that it is kept', async () => {
  const answer = await browser.post('/visits/group', {
    student: Array.from({ length: 1100 }, (_, at) => String(at + 1)),
  });
  expect(answer.status).toBe(413);
  expect(answer.text).toContain('none of it is kept on this page');
  expect(answer.text).not.toContain('What you typed is kept');
});

describe('sent again after signing in', () => {
  /** Sends the form when the session is over, signs in, and sends what came back. */
  async function sentTwice(address: string, form: Form) {
    it_.clock.pass(31);
    const refused = await browser.post(address, form);
    expect(refused.status).toBe(401);
    return (await it_.as(ana)).post(address, cameBack(refused.text, address));
  }

  it('a restricted note keeps the names that were ticked', async () => {
    const visit = visitForm({ note: 'only for whom I name', restricted: '1' });
    await browser.post(`/students/${bruno.dcid}/visits`, visit);
    const [{ id }] = await test.owner('u_ssp_visit').where({ form_key: visit.form_key });
    const address = `/visits/${id}/readers`;
    const readers = [maya, irena].map(({ reader }) => String(reader));
    const drawn = async () => cameBack((await browser.get(address)).text, address);
    expect((await browser.post(address, { ...(await drawn()), reader: [...readers, ''] })).status).toBe(303);
    const ticked = await drawn();
    expect(ticked.reader).toEqual([...readers, '']);

    expect((await sentTwice(address, ticked)).status).toBe(303);
    const names = await test.owner('u_ssp_note_reader').where({ visit_id: id }).orderBy('reader');
    expect(names.map(({ reader, ended_at }) => [String(reader), ended_at])).toEqual(
      readers.toSorted().map((reader) => [reader, null]),
    );
  });

  it('a group visit has its students, and the note about each', async () => {
    const form_key = crypto.randomUUID();
    const students = [sami, bruno, daniela].map(({ dcid }) => String(dcid));
    const answer = await sentTwice('/visits/group', {
      ...visitForm({ form_key, purpose: 'PRO_GROUP', service_1: 'GRP_COUNS', group_kind: 'SMALL_GROUP' }),
      student: students,
      [`note_${sami.dcid}`]: 'about her alone',
      [`note_${bruno.dcid}`]: 'about him alone',
    });
    expect(led(answer)).toMatch(/^\/visits\/groups\/\d+\?done=saved$/);
    const page = await (await it_.as(ana)).get(answer.headers.location as string);
    for (const { name } of [sami, bruno, daniela]) expect(page.text).toContain(name);
    for (const note of ['about her alone', 'about him alone']) expect(page.text).toContain(note);
  });

  it('a caseload is by every grade and program that was ticked', async () => {
    const drawn = cameBack((await browser.get('/today/caseload')).text, '/today/caseload');
    const rule = { grade: ['6', '7'], program: ['EL', 'SpEd'] };
    const answer = await sentTwice('/today/caseload', { ...drawn, ...rule });
    expect(answer.status).toBe(303);
    const kept = cameBack((await (await it_.as(ana)).get('/today/caseload')).text, '/today/caseload');
    expect(kept).toMatchObject(rule);
  });
});

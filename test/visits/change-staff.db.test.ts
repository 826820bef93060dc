import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, irena, kwame, maya, sami } from '../people.ts';

// Colleagues who were there, put right afterwards: for one student and for a group, and what it was stays readable.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 180_000);
afterAll(() => test.close());

type Form = Record<string, string>;
const MAYA = String(maya.reader);
const IRENA = String(irena.reader);

/** A visit that was just saved, and its change form as it is sent when nobody touches it. */
async function written(more: Form = {}, students = [bruno.dcid]): Promise<{ id: number; form: Form }> {
  const form = visitForm({ minutes: '30', ...more });
  const [first] = students;
  const answer =
    students.length === 1
      ? await browser.post(`/students/${first}/visits`, form)
      : await browser.post('/visits/group', { ...form, student: students.map(String) } as unknown as Form);
  expect(answer.status).toBe(303);
  const { id } = await test.owner('u_ssp_visit').where({ form_key: form.form_key }).first('id');
  const { form_key: _key, ...fields } = form;
  return { id, form: { ...fields, revision: '1', note_state: 'kept', staff_state: 'shown' } };
}
const change = (id: number, form: Form) => browser.post(`/visits/${id}/change`, form);
const staffOf = async (visit_id: number) =>
  (await test.owner('u_ssp_visit_staff').where({ visit_id }).orderBy('person')).map((row) => [row.person, row.minutes]);
const countOf = async (id: number) => (await test.owner('u_ssp_visit').where({ id }).first('co_staff')).co_staff;
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const pageOf = async (student: number) => plain((await browser.get(`/students/${student}`)).text);

describe('what does not hold is said at its field, and nothing is written', () => {
  it.each([
    ['oneself', { co_1: String(ana.reader) }, 'You are there already'],
    ['the same twice', { co_1: MAYA, co_2: MAYA }, 'This colleague is there already'],
    ['somebody of another school', { co_1: String(kwame.reader) }, 'does not work at the school'],
    ['somebody who does not exist', { co_1: '999999999' }, 'does not work at the school'],
    ['a name that is no number', { co_1: "x' or 1=1" }, 'Choose who else was there'],
    ['minutes without a name', { co_minutes_1: '10' }, 'Choose who else was there'],
    ['more minutes than the visit has', { co_1: MAYA, co_minutes_1: '31' }, 'from 1 to 30'],
    ['half a minute', { co_1: MAYA, co_minutes_1: '0.5' }, 'whole number'],
  ])('%s', async (_what, more, words) => {
    const { id, form } = await written();
    const { status, text } = await change(id, { ...form, ...(more as Form) });
    expect([status, text.includes(words)]).toEqual([422, true]);
    expect([await staffOf(id), await countOf(id)]).toEqual([[], null]);
    expect(await test.owner('u_ssp_visit_change').where({ visit_id: id })).toEqual([]);
  });

  it('a colleague’s visit is not hers to change', async () => {
    const { id, form } = await written({ co_1: MAYA });
    expect((await (await it_.as(maya)).post(`/visits/${id}/change`, { ...form, co_1: '' })).status).toBe(404);
    expect(await staffOf(id)).toEqual([[maya.reader, 30]]);
  });
});

it('somebody is added, gets other minutes and is taken out; the history says what it was', async () => {
  const { id, form } = await written();
  expect(led(await change(id, { ...form, co_1: MAYA, co_minutes_1: '20' }))).toContain('done=changed');
  expect([await staffOf(id), await countOf(id)]).toEqual([[[maya.reader, 20]], 1]);
  expect(await pageOf(bruno.dcid)).toContain('with M. Chen (20 min)');
  const page = (await browser.get(`/visits/${id}/change`)).text;
  expect(page).toMatch(new RegExp(`value="${MAYA}"[^>]*selected`));
  expect(page).toContain('Add a colleague');
  await change(id, { ...form, revision: '2', co_1: MAYA, co_2: IRENA });
  expect(await staffOf(id)).toEqual([
    [maya.reader, 30],
    [irena.reader, 30],
  ]);
  await change(id, { ...form, revision: '3', co_1: '', co_minutes_1: '', co_2: IRENA });
  expect([await staffOf(id), await countOf(id)]).toEqual([[[irena.reader, 30]], 1]);
  await change(id, { ...form, revision: '4' });
  expect([await staffOf(id), await countOf(id)]).toEqual([[], null]);
  const told = await pageOf(bruno.dcid);
  expect(told).toMatch(/Colleagues.{0,30}–.{0,30}M\. Chen \(20 min\)/);
  expect(told).toMatch(/M\. Chen \(20 min\).{0,30}M\. Chen \(30 min\); I\. Kowalski \(30 min\)/);
});

it('the same form sent twice is one change, and one that says nothing new is none', async () => {
  const { id, form } = await written();
  const sent = { ...form, co_1: MAYA };
  for (const _time of [1, 2]) expect(led(await change(id, sent))).toContain('done=changed');
  expect(await test.owner('u_ssp_visit_change').where({ visit_id: id })).toHaveLength(1);
  expect(led(await change(id, { ...sent, revision: '2' }))).toContain('done=same');
});

it('two devices that differ in it are asked, and nothing is overwritten', async () => {
  const { id, form } = await written();
  await change(id, { ...form, co_1: MAYA });
  const stale = await change(id, { ...form, co_1: IRENA });
  expect(stale.status).toBe(409);
  expect(plain(stale.text)).toMatch(/Colleagues M\. Chen \(30 min\) I\. Kowalski \(30 min\)/);
  expect(await staffOf(id)).toEqual([[maya.reader, 30]]);
});

it('a shorter visit is shorter for whoever was there all the time; a form without colleagues leaves them', async () => {
  const { id, form } = await written({ co_1: MAYA });
  const page = (await browser.get(`/visits/${id}/change`)).text;
  expect(page).toMatch(/name="co_minutes_1"[^>]*value=""|value=""[^>]*name="co_minutes_1"/);
  await change(id, { ...form, co_1: MAYA, minutes: '15' });
  expect(await staffOf(id)).toEqual([[maya.reader, 15]]);
  const { staff_state: _state, co_1: _maya, ...without } = form;
  await change(id, { ...without, revision: '2', minutes: '10' });
  expect(await staffOf(id)).toEqual([[maya.reader, 10]]);
});

it('a colleague who works elsewhere by now stays, and can be taken out', async () => {
  const { id, form } = await written();
  await test.owner('u_ssp_visit_staff').insert({ visit_id: id, person: kwame.reader, minutes: 30 });
  const page = (await browser.get(`/visits/${id}/change`)).text;
  expect(page).toMatch(new RegExp(`value="${kwame.reader}"[^>]*selected`));
  await change(id, { ...form, co_1: String(kwame.reader), disposition: 'HOME' });
  expect(await staffOf(id)).toEqual([[kwame.reader, 30]]);
  await change(id, { ...form, revision: '2', disposition: 'HOME' });
  expect(await staffOf(id)).toEqual([]);
});

it('of a group they are changed for all, with a row of the audit for each student and no other name', async () => {
  const { id, form } = await written({ purpose: 'PRO_GROUP', service_1: 'GRP_COUNS' }, [sami.dcid, claire.dcid]);
  const asked = await change(id, { ...form, add: 'colleague' });
  expect([asked.status, asked.text.includes('name="co_1"'), asked.text.includes('Chen')]).toEqual([200, true, true]);
  const answer = await change(id, { ...form, co_1: MAYA, co_minutes_1: '10' });
  expect(led(answer)).toBe(`/visits/groups/${id}?done=changed`);
  expect(await staffOf(id)).toEqual([[maya.reader, 10]]);
  const rows = await test
    .owner('u_ssp_audit')
    .where({ event: 'VISIT_CHANGED', subject: `visit:${id}`, reason: 'ROLE_AT_SCHOOL' });
  expect(rows.map(({ student }) => student).toSorted()).toEqual([sami.dcid, claire.dcid].toSorted());
  const told = await pageOf(sami.dcid);
  expect(told).toMatch(/Colleagues.{0,30}–.{0,30}M\. Chen \(10 min\)/);
  expect(told).not.toContain(claire.name);
});

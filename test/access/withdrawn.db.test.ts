import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, maya, mila, type Person, ruben } from '../people.ts';

// What the SIS takes away is gone here within ten minutes, and nothing else is.

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());
beforeEach(() => {
  it_ = makeApp(test);
});

const pageOf = (student: { dcid: number }) => `/students/${student.dcid}`;
const staff = (person: Person) => test.sis('SchoolStaff').where({ Users_DCID: person.reader });
const roles = (person: Person) => test.sis('RoleDefTeachersMap').where({ TeachersDCID: person.reader });

/** Asks until just before ten minutes have passed, then just after. */
async function before(browser: Browser, address: string): Promise<number> {
  it_.clock.pass(9);
  return (await browser.get(address)).status;
}
async function after(browser: Browser, address: string): Promise<number> {
  it_.clock.pass(2);
  return (await browser.get(address)).status;
}

it('one school, while the other one stays', async () => {
  const browser = await it_.as(maya);
  await staff(maya).where({ SchoolID: 103 }).update({ Status: 2 });
  expect(await before(browser, pageOf(mila))).toBe(200);
  expect(await after(browser, pageOf(mila))).toBe(404);
  expect((await browser.get(pageOf(daniela))).status).toBe(200);
  expect((await browser.post('/search', { q: 'petrov' })).text).toContain('No student of your schools');
  await staff(maya).where({ SchoolID: 103 }).update({ Status: 1 });
});

it('a role that becomes another one: the page shows what the new one may see', async () => {
  const browser = await it_.as(ana);
  expect((await browser.get(pageOf(daniela))).text).toContain('Save visit');
  const [{ RoleDefID }] = await roles(ana);
  const [principal] = await test.sis('RoleDef').where({ Name: 'Principal' });
  await roles(ana).update({ RoleDefID: principal.ID });
  expect(await before(browser, '/reports/visits')).toBe(403);
  expect(await after(browser, '/reports/visits')).toBe(200);
  const { text } = await browser.get(pageOf(daniela));
  expect(text).not.toContain('Save visit');
  expect(text).toContain('Notes and sensitive purposes are for support staff.');
  await roles(ana).update({ RoleDefID });
});

it('a role that is switched off, or of a whole district that becomes one of a school', async () => {
  const [counselor, administrator] = [await it_.as(ana), await it_.as(ruben)];
  await roles(ana).update({ IsEnabled: 0 });
  await roles(ruben).update({ IsDistrict: 0, SchoolID: 101 });
  expect(await before(counselor, pageOf(daniela))).toBe(200);
  expect(await after(counselor, pageOf(daniela))).toBe(403);
  expect((await administrator.get('/reports/visits')).status).toBe(403);
  await roles(ana).update({ IsEnabled: 1 });
  await roles(ruben).update({ IsDistrict: 1, SchoolID: 0 });
});

it('the last role: what is left says that there is none, and why', async () => {
  const browser = await it_.as(ana);
  await staff(ana).update({ Status: 2 });
  await before(browser, pageOf(daniela));
  expect(await after(browser, pageOf(daniela))).toBe(403);
  const why = await browser.get('/access/why');
  expect(why.text).toContain('does not count: no active assignment to this school in the SIS');
  await staff(ana).update({ Status: 1 });
});

it('a role that was given counts within ten minutes, too', async () => {
  const browser = await it_.as(ana);
  const [own] = await staff(ana);
  const [role] = await roles(ana);
  await test.sis('SchoolStaff').insert({ ...own, DCID: 990001, ID: 990001, SchoolID: 103 });
  await test.sis('RoleDefTeachersMap').insert({ ...role, ID: 990001, SchoolID: 103 });
  expect(await before(browser, pageOf(mila))).toBe(404);
  expect(await after(browser, pageOf(mila))).toBe(200);
  await test.sis('SchoolStaff').where({ DCID: 990001 }).del();
  await test.sis('RoleDefTeachersMap').where({ ID: 990001 }).del();
});

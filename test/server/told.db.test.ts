import request from 'supertest';
import { makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, irena, ruben } from '../people.ts';

// An address that says what was done is believed by nobody who was not led to it.

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 120_000);
afterAll(() => test.close());

const flashOf = (html: string) => /class="flash"[^>]*>([^<]*)</.exec(html)?.[1];

it.each([
  ['/?closed=14', ana],
  ['/?done=caseload', ana],
  ['/?done=1', ana],
  ['/?done=x', ana],
  ['/?closed=-1', ana],
  [`/students/${bruno.dcid}?done=saved`, ana],
  [`/students/${bruno.dcid}?done=1`, ana],
  [`/students/${bruno.dcid}/quick?done=saved`, ana],
  [`/students/${bruno.dcid}/consents?done=recorded`, ana],
  ['/time?done=saved', ana],
  ['/referrals/hand-over?handed=30&crisis=2', ana],
  ['/exports?made=3', ruben],
])('%s, made up, says nothing', async (address, person) => {
  const answer = await (await it_.as(person)).get(address);
  expect([answer.status, flashOf(answer.text)]).toEqual([200, undefined]);
});

it('says so to whoever was led there, on a reload too, and to nobody else and nowhere else', async () => {
  const browser = await it_.as(ana);
  await browser.post(`/students/${bruno.dcid}/drafts`, visitForm());
  const closed = await browser.post('/today/close');
  expect(closed.headers.location).toBe('/?closed=1');
  const [set = ''] = closed.headers['set-cookie'] as unknown as string[];
  expect(set).toMatch(/^ssp_told=s1\.[\w-]{43}\.; Max-Age=300;/);
  for (const word of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned']) expect(set).toContain(word);
  for (let reload = 0; reload < 2; reload++)
    expect(flashOf((await browser.get('/?closed=1')).text)).toBe('1 visit saved');
  expect(flashOf((await browser.get('/?closed=14')).text)).toBeUndefined();
  const told = set.split(';')[0] as string;
  const byIrena = request(it_.app)
    .get('/?closed=1')
    .set('Cookie', `${(await it_.as(irena)).cookie}; ${told}`);
  expect(flashOf((await byIrena).text)).toBeUndefined();
  for (const broken of ['ssp_told=', 'ssp_told=s1.', 'ssp_told=s9.x', `${told}x`]) {
    const answer = await request(it_.app).get('/?closed=1').set('Cookie', `${browser.cookie}; ${broken}`);
    expect([answer.status, flashOf(answer.text)]).toEqual([200, undefined]);
  }
});

it('has the word for what was done in the cookie, bound to it; the address says only that something was', async () => {
  const browser = await it_.as(ana);
  const saved = await browser.post(`/students/${bruno.dcid}/visits`, visitForm());
  const page = `/students/${bruno.dcid}?done=1`;
  expect(saved.headers.location).toBe(page);
  const told = (saved.headers['set-cookie'] as unknown as string[]).join().split(';')[0] as string;
  expect(told).toMatch(/^ssp_told=s1\.[\w-]{43}\.saved$/);
  const flashWith = async (words: string, address = page) =>
    flashOf((await request(it_.app).get(address).set('Cookie', `${browser.cookie}; ${words}`)).text);
  expect(await flashWith(told)).toBe('Visit saved');
  expect(await flashWith(told.replace('saved', 'voided'))).toBeUndefined();
  expect(await flashWith(told, `/students/${bruno.dcid}?done=saved`)).toBeUndefined();
  expect(await flashWith(told, `/students/${bruno.dcid}`)).toBeUndefined();
});

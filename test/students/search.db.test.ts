import { type Browser, makeApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, hana, jun, mila, ruben } from '../people.ts';

let test: TestDatabase;
let asAna: Browser;
let asRuben: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  const app = makeApp(test);
  asAna = await app.as(ana);
  asRuben = await app.as(ruben);
});
afterAll(() => test.close());

async function found(browser: Browser, q: string): Promise<string[]> {
  const { text } = await browser.post('/search', { q });
  return [...text.matchAll(/href="\/students\/(\d+)"/g)].map(([, dcid]) => dcid as string);
}

const numberOf = async (dcid: number): Promise<string> =>
  String((await test.sis('Students').where({ DCID: dcid }).first('Student_Number')).Student_Number);

describe('searching students', () => {
  it('takes parts of both names in either order, and the whole number', async () => {
    const own = String(daniela.dcid);
    expect(await found(asAna, 'Okafor')).toContain(own);
    expect(await found(asAna, 'dan okaf')).toContain(own);
    expect(await found(asAna, 'Okafor, Dan')).toContain(own);
    expect(await found(asAna, await numberOf(daniela.dcid))).toEqual([own]);
  });

  it('finds nobody of a school out of scope, by name or by number', async () => {
    expect(await found(asAna, 'Petrov Mila')).toEqual([]);
    expect(await found(asAna, await numberOf(mila.dcid))).toEqual([]);
    expect(await found(asRuben, await numberOf(mila.dcid))).toEqual([String(mila.dcid)]);
    expect(await found(asRuben, await numberOf(jun.dcid))).toEqual([String(jun.dcid)]);
  });

  it('takes what looks like a pattern as plain letters', async () => {
    for (const typed of ['%', '_', '[a-z]', '\\', "'", '']) expect(await found(asAna, `${typed}zzz`)).toEqual([]);
  });

  it('shows twenty and says when there are more', async () => {
    const many = await asRuben.post('/search', { q: 'a' });
    expect(await found(asRuben, 'a')).toHaveLength(20);
    expect(many.text).toContain('There are more. Type more of the name, or the number.');
    expect((await asAna.post('/search', { q: 'Okafor Daniela' })).text).not.toContain('There are more');
  });

  it('is not for those who open no student', async () => {
    const consultant = await makeApp(test).as(hana);
    expect(await found(consultant, 'Okafor')).toEqual([]);
  });
});

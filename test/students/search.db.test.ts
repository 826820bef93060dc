import { type Browser, makeApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, hana, jun, mila, ruben, sami } from '../people.ts';

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

  it('counts every word that was typed, in any order', async () => {
    const names = {
      [daniela.dcid]: 'de la Cruz, Maria',
      [sami.dcid]: 'de la Torre, Maria',
      [bruno.dcid]: 'Delacruz, Juan',
    };
    const before = await test.sis('Students').whereIn('DCID', Object.keys(names)).select('DCID', 'LastFirst');
    const rename = async (dcid: number, LastFirst: string) =>
      test.sis('Students').where({ DCID: dcid }).update({ LastFirst });
    for (const [dcid, name] of Object.entries(names)) await rename(Number(dcid), name);
    try {
      for (const typed of ['de la Cruz Maria', 'Maria de la Cruz', 'de la Cruz, Maria', 'de la de la ma ri cruz maria'])
        expect([typed, await found(asAna, typed)]).toEqual([typed, [String(daniela.dcid)]]);
      expect(await found(asAna, 'de la Cruz Maria Okafor')).toEqual([]);
      // Beyond what is looked for, the short ones go first.
      expect(await found(asAna, 'a d e l M C Cruz Maria')).toEqual([String(daniela.dcid)]);
      expect(await found(asAna, 'a d e l M C Cruz Juan')).toEqual([String(bruno.dcid)]);
    } finally {
      for (const { DCID, LastFirst } of before) await rename(DCID, LastFirst);
    }
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

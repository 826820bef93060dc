import { listPeriods } from '../../src/reports/periods.ts';
import { makeEmpty, type TestDatabase, TODAY } from '../database.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await makeEmpty();
});
afterEach(() => test.close());

type Term = [school: number, name: string, first: string, last: string, isYear: 0 | 1];

async function write(terms: Term[]): Promise<void> {
  const rows = terms.map(([SchoolID, Abbreviation, FirstDay, LastDay, IsYearRec], at) => ({
    ...{ DCID: at + 1, ID: 0, SchoolID, YearID: 36, Abbreviation, FirstDay, LastDay, IsYearRec },
  }));
  if (rows.length > 0) await test.sis('Terms').insert(rows);
}

describe('the periods of the SIS', () => {
  it('run from the first day of the earliest school to the last day of the latest', async () => {
    await write([
      [101, '26-27', '2026-08-27', '2027-06-18', 1],
      [102, 'YEAR', '2026-08-24', '2027-06-11', 1],
      [101, 'S1', '2026-08-27', '2027-01-22', 0],
      [102, 'S1', '2026-08-24', '2027-01-29', 0],
      [102, 'Q1', '2026-08-20', '2026-10-30', 0],
    ]);
    expect((await listPeriods(test.database, TODAY)).map(({ code, from, to }) => [code, from, to])).toEqual([
      ['2026-2027-Y', '2026-08-24', '2027-06-18'],
      ['2026-2027-S1', '2026-08-24', '2027-01-29'],
    ]);
  });

  it('are none when the SIS has no terms', async () => {
    await write([]);
    expect(await listPeriods(test.database, TODAY)).toEqual([]);
  });
});

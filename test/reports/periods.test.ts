import type { Reader } from '../../src/database/connect.ts';
import { findPeriod, listPeriods } from '../../src/reports/periods.ts';

const term = (year_id: number, part: string, first_day: string, last_day: string) => ({
  year_id,
  part,
  first_day,
  last_day,
});
const TERMS = [
  term(9, 'Y', '1999-08-30', '2000-06-20'),
  term(36, 'S2', '2027-01-25', '2027-06-18'),
  term(36, 'S1', '2026-08-27', '2027-01-22'),
  term(36, 'Y', '2026-08-27', '2027-06-18'),
  term(35, 'S1', '2025-08-27', '2026-01-21'),
  term(35, 'Y', '2025-08-27', '2026-06-17'),
];
const sis: Reader = { run: async <T>() => TERMS as T[] };
const codes = async (today: string) => (await listPeriods(sis, today)).map(({ code }) => code);

describe('periods', () => {
  it('begin on their first day', async () => {
    expect(await codes('2026-08-26')).toEqual(['2025-2026-Y', '2025-2026-S1', '1999-2000-Y']);
    expect((await codes('2026-08-27')).slice(0, 3)).toEqual(['2026-2027-Y', '2026-2027-S1', '2025-2026-Y']);
    expect((await codes('2027-01-24')).slice(0, 2)).toEqual(['2026-2027-Y', '2026-2027-S1']);
    expect((await codes('2027-01-25')).slice(0, 3)).toEqual(['2026-2027-Y', '2026-2027-S1', '2026-2027-S2']);
  });

  it('say in words what they are, also at the turn of a century', async () => {
    expect((await listPeriods(sis, '2027-02-01')).map(({ label }) => label)).toEqual([
      'School year 2026-27',
      'Semester 1, 2026-27',
      'Semester 2, 2026-27',
      'School year 2025-26',
      'Semester 1, 2025-26',
      'School year 1999-00',
    ]);
  });

  it('are found by their code, once they have begun', async () => {
    expect(await findPeriod(sis, '2026-2027-S1', '2026-11-20')).toEqual({
      code: '2026-2027-S1',
      label: 'Semester 1, 2026-27',
      from: '2026-08-27',
      to: '2027-01-22',
    });
    expect(await findPeriod(sis, '2026-2027-S2', '2026-11-20')).toBeUndefined();
    expect(await findPeriod(sis, '2026-2027-q1', '2026-11-20')).toBeUndefined();
  });
});

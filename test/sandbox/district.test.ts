import { createHash } from 'node:crypto';
import { codeSet } from '../../src/codes/service.ts';
import { lastInSchool } from '../../src/sandbox/district/calendar.ts';
import { generateHistory } from '../../src/sandbox/district/history.ts';
import { planDistrict, SIZES } from '../../src/sandbox/district/plan.ts';
import { providers } from '../../src/sandbox/district/providers.ts';
import type { TableName, TableRow } from '../../src/sandbox/district/rows.ts';
import { makeSchools } from '../../src/sandbox/district/schools.ts';
import { generateSis } from '../../src/sandbox/district/sis.ts';

const TODAY = '2026-11-20';

function* rowsOf(today: string, seed = 1): Generator<TableRow> {
  const plan = planDistrict({ size: 'small', today, seed });
  yield* generateSis(plan);
  yield* generateHistory(plan);
}

function hashOf(rows: Iterable<TableRow>): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(JSON.stringify(row));
  return hash.digest('hex');
}

function countTables(rows: Iterable<TableRow>): Partial<Record<TableName, number>> {
  const counts: Partial<Record<TableName, number>> = {};
  for (const { table } of rows) counts[table] = (counts[table] ?? 0) + 1;
  return counts;
}

describe('the made-up district', () => {
  test('is the same for the same seed and day, and another for another seed', () => {
    const first = hashOf(rowsOf(TODAY));
    expect(hashOf(rowsOf(TODAY))).toBe(first);
    expect(hashOf(rowsOf(TODAY, 2))).not.toBe(first);
  });

  test('goes on from one day to the next: what happened before stays as it was', () => {
    const seenUntil = (today: string) =>
      [...rowsOf(today)].flatMap(({ table, row }) =>
        table === 'u_ssp_visit_student' &&
        row.visit_date !== null &&
        row.visit_date < '2026-11-01' &&
        Number(row.student_dcid) > 5012
          ? [`${row.visit_date} ${row.student_dcid}`]
          : [],
      );
    expect(seenUntil('2026-12-15')).toEqual(seenUntil(TODAY));
  });

  test.each(['small', 'bridgeport', 'boston'] as const)('of size %s has its students and schools', (size) => {
    const plan = planDistrict({ size, today: TODAY });
    expect({ students: plan.population.count, schools: plan.schools.length }).toEqual(SIZES[size]);
    expect(plan.schools.slice(0, 4).map(({ number }) => number)).toEqual([101, 102, 103, 104]);
    expect(plan.staff.teams.every((team) => team.length > 0)).toBe(true);
  });

  test('has a name of its own for each school, even at the largest size', () => {
    const made = makeSchools(SIZES.nyc.schools, 1);
    expect(new Set(made.map(({ name }) => name)).size).toBe(1_870);
    expect(new Set(made.map(({ number }) => number)).size).toBe(1_870);
  });

  test('has the rows that its size promises', () => {
    const counts = countTables(rowsOf(TODAY));
    expect(counts).toMatchObject({ Students: 1_200, S_STU_X: 1_200, Schools: 4, Terms: 24, Users: 13 });
  });

  test.each(['2026-07-15', '2026-08-27', '2026-08-28', '2026-09-10', '2027-06-07', '2027-06-30', '2028-02-29'])(
    'can be made on %s, with nothing on that day or later',
    (today) => {
      const days = [...rowsOf(today)].flatMap(({ table, row }) => {
        if (table === 'u_ssp_visit') return [row.visit_date, row.created_at];
        if (table === 'u_ssp_referral') return [row.opened_on, row.created_at];
        return table === 'u_ssp_milestone' ? [row.happened_on, row.created_at] : [];
      });
      expect(days.length).toBeGreaterThan(3_000);
      expect(days.filter((day) => String(day) >= today)).toEqual([]);
    },
  );

  test('refuses a day that is none', () => {
    expect(() => planDistrict({ size: 'small', today: 'tomorrow' })).toThrow(RangeError);
  });
});

it.each([
  ['2026-11-21', '2026-11-21'],
  ['2027-06-07', '2027-06-07'],
  ['2027-06-08', '2027-06-07'],
  ['2027-07-15', '2027-06-07'],
  ['2027-08-26', '2027-06-07'],
  ['2027-08-27', '2027-08-27'],
])('a demo that is begun on %s takes place on %s: nobody is enrolled in the summer', (today, day) => {
  expect(lastInSchool(today)).toBe(day);
});

describe('its providers', () => {
  test('offer what the codes know, and every need has somebody', () => {
    const offered = new Set(providers.flatMap(({ needs }) => needs));
    expect([...offered].sort()).toEqual(
      codeSet('REF_NEED')
        .map(({ code }) => code)
        .sort(),
    );
    expect(new Set(providers.map(({ name }) => name)).size).toBe(providers.length);
  });
});

describe('use of support, at the size of Bridgeport', () => {
  const seen = new Map<string, number>();
  const counts = { visits: 0, referrals: 0, targets: 0, milestones: 0 };
  const students = SIZES.bridgeport.students;

  beforeAll(() => {
    const visitsOfYear = new Set<unknown>();
    const referralsOfYear = new Set<unknown>();
    const targetsOfYear = new Set<unknown>();
    for (const { table, row } of generateHistory(planDistrict({ size: 'bridgeport', today: TODAY }))) {
      if (table === 'u_ssp_visit' && row.school_year === '2025-2026') visitsOfYear.add(row.id);
      if (table === 'u_ssp_visit_student' && visitsOfYear.has(row.visit_id)) {
        seen.set(String(row.student_dcid), (seen.get(String(row.student_dcid)) ?? 0) + 1);
      }
      if (table === 'u_ssp_referral' && row.school_year === '2025-2026') referralsOfYear.add(row.id);
      if (table === 'u_ssp_target' && referralsOfYear.has(row.referral_id)) targetsOfYear.add(row.id);
      if (table === 'u_ssp_milestone' && targetsOfYear.has(row.target_id)) counts.milestones++;
    }
    counts.visits = visitsOfYear.size;
    counts.referrals = referralsOfYear.size;
    counts.targets = targetsOfYear.size;
  });

  const share = (top: number) => {
    const visits = [...seen.values()].sort((a, b) => b - a);
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    return sum(visits.slice(0, Math.round(visits.length * top))) / sum(visits);
  };
  const between = (value: number, least: number, most: number) => {
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  };

  test('is about three visits a student and year, by 18 % of the students', () => {
    between(counts.visits / students, 2.85, 3.15);
    between(seen.size / students, 0.165, 0.195);
  });

  test('is very uneven: most often once, 5 % make 24 % and 20 % make 56 % of the visits', () => {
    const often = new Map<number, number>();
    for (const n of seen.values()) often.set(n, (often.get(n) ?? 0) + 1);
    expect([...often].sort((a, b) => b[1] - a[1])[0]?.[0]).toBe(1);
    between(share(0.05), 0.22, 0.26);
    between(share(0.2), 0.54, 0.59);
  });

  test('leads to a referral for 8 % of the students, each to 1.25 providers, with about six milestones', () => {
    between(counts.referrals / students, 0.075, 0.085);
    between(counts.targets / counts.referrals, 1.2, 1.3);
    between(counts.milestones / counts.targets, 5, 8);
  });
});

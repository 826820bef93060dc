import fc from 'fast-check';
import { type Counted, primary } from '../../src/exports/primary.ts';

const RULE = { n: 10, zeroIsHidden: false };

/** So many of so many students. */
function students(numerator: number, denominator: number): Counted {
  return { numerator, denominator, students: { numerator, rest: denominator - numerator, denominator } };
}

/** A plain count with so many students behind it. */
function plain(numerator: number, behind: number): Counted {
  return { numerator, denominator: null, students: { numerator: behind, rest: 0, denominator: behind } };
}

const shown = (counted: Counted, rule = RULE) => primary(counted, rule);

describe('a share of students', () => {
  test('is shown exactly when both the count and the rest are large enough', () => {
    expect(shown(students(10, 20))).toEqual({ status: 'OK', numerator: 10, denominator: 20, band: null });
  });

  test('hides a small count and a small rest behind a band, and keeps the denominator', () => {
    expect(shown(students(9, 1_000))).toEqual({
      status: 'BANDED',
      numerator: null,
      denominator: 1_000,
      band: { low: 0, high: 5 },
    });
    expect(shown(students(991, 1_000))).toEqual({
      status: 'BANDED',
      numerator: null,
      denominator: 1_000,
      band: { low: 95, high: 100 },
    });
  });

  test('never says that it was everybody', () => {
    expect(shown(students(1_000, 1_000)).status).toBe('BANDED');
  });

  test('says that it was nobody, except where even that would tell something', () => {
    expect(shown(students(0, 1_000))).toEqual({ status: 'OK', numerator: 0, denominator: 1_000, band: null });
    expect(shown(students(0, 1_000), { n: 10, zeroIsHidden: true })).toMatchObject({
      status: 'BANDED',
      numerator: null,
    });
  });

  test('leaves out everything about a small group', () => {
    expect(shown(students(0, 9))).toEqual({
      status: 'SUPPRESSED_PRIMARY',
      numerator: null,
      denominator: null,
      band: null,
    });
  });

  test('leaves out a cell for which no band is wide enough', () => {
    expect(shown(students(2, 5), { n: 5, zeroIsHidden: false }).status).toBe('SUPPRESSED_PRIMARY');
  });

  test('of nobody at all is neither zero nor hidden', () => {
    expect(shown(students(0, 0))).toEqual({ status: 'NA_ZERO', numerator: 0, denominator: 0, band: null });
  });
});

describe('a share of referrals', () => {
  const referrals = (numerator: number, denominator: number, behind: [number, number, number]): Counted => ({
    numerator,
    denominator,
    students: { numerator: behind[0], rest: behind[1], denominator: behind[2] },
  });

  test('is shown when enough students are behind both sides', () => {
    expect(shown(referrals(40, 60, [30, 15, 41])).status).toBe('OK');
  });

  test('hides many referrals of few students, on either side', () => {
    expect(shown(referrals(30, 60, [9, 20, 27])).status).toBe('BANDED');
    expect(shown(referrals(30, 60, [20, 9, 27])).status).toBe('BANDED');
    expect(shown(referrals(30, 60, [5, 5, 9])).status).toBe('SUPPRESSED_PRIMARY');
  });
});

describe('a plain count', () => {
  test('is shown when enough students are behind it, and when there is nothing', () => {
    expect(shown(plain(300, 10))).toEqual({ status: 'OK', numerator: 300, denominator: null, band: null });
    expect(shown(plain(0, 0)).status).toBe('OK');
  });

  test('is left out when it is about few students, however large it is', () => {
    expect(shown(plain(300, 9)).status).toBe('SUPPRESSED_PRIMARY');
    expect(shown(plain(0, 9)).status).toBe('SUPPRESSED_PRIMARY');
    expect(shown(plain(9, 12)).status).toBe('SUPPRESSED_PRIMARY');
  });
});

test('no cell ever shows a count or a rest of 1 to n−1, or everybody', () => {
  const anyShare = fc
    .record({
      denominator: fc.nat(500),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      each: fc.double({ min: 0.2, max: 1, noNaN: true }),
    })
    .map(({ denominator, part, each }): Counted => {
      const numerator = Math.round(part * denominator);
      const behind = (count: number) => Math.ceil(each * count);
      const rest = behind(denominator - numerator);
      return {
        numerator,
        denominator,
        students: { numerator: behind(numerator), rest, denominator: Math.max(behind(numerator), rest) },
      };
    });
  const anyCount = fc
    .record({ numerator: fc.nat(300), behind: fc.nat(40) })
    .map(({ numerator, behind }) => plain(numerator, Math.min(numerator, behind)));
  fc.assert(
    fc.property(
      fc.oneof(anyShare, anyCount),
      fc.integer({ min: 5, max: 30 }),
      fc.boolean(),
      (counted, n, zeroIsHidden) => {
        const { status, numerator, denominator, band } = primary(counted, { n, zeroIsHidden });
        if (status === 'BANDED') return numerator === null && denominator === counted.denominator && band !== null;
        if (status.startsWith('SUPPRESSED')) return numerator === null && denominator === null && band === null;
        if (numerator !== counted.numerator || denominator !== counted.denominator || band !== null) return false;
        if (denominator === 0) return status === 'NA_ZERO';
        const few = (count: number) => count > 0 && count < n;
        if (few(numerator) || few(counted.students.numerator)) return false;
        if (denominator === null) return true;
        const rest = denominator - numerator;
        return rest >= n && counted.students.rest >= n && (numerator > 0 || !zeroIsHidden);
      },
    ),
    { numRuns: 10_000 },
  );
});

import fc from 'fast-check';
import type { Release } from '../../src/exports/release.ts';
import { anyYear, countIn, dayOf, KINDS, type Kind, publish, type Year } from './made-up-year.ts';

// The same years in every run; RUNS=20000 tries others, and many of them.
const RUNS = process.env.RUNS ? { numRuns: Number(process.env.RUNS) } : { numRuns: 400, seed: 20_261_120 };

const isFew = (count: number, n: number) => Math.abs(count) > 0 && Math.abs(count) < n;
const isInside = (part: Release, whole: Release) => whole.from <= part.from && part.to <= whole.to;
const rest = ({ shown }: Release) => (shown.denominator ?? 0) - (shown.numerator ?? 0);
const above = ({ shown }: Release) => shown.numerator ?? 0;

function exact(releases: Release[]): Release[] {
  return releases.filter(({ shown }) => shown.status === 'OK' || shown.status === 'NA_ZERO');
}

/** Every pair of published numbers where one is about a part of the days of the other. */
function* nested(releases: Release[]): Generator<[Release, Release]> {
  for (const whole of releases)
    for (const part of releases) if (part !== whole && isInside(part, whole)) yield [part, whole];
}

/** Two that make up a third, give or take some days between them. */
function* halves(releases: Release[], most = 300): Generator<[Release, Release, Release]> {
  for (const [first, whole] of nested(releases)) {
    for (const [second, same] of nested(releases)) {
      const between = dayNumber(second.from) - dayNumber(first.to) - 1;
      const isHalf = between >= 0 && between <= most && first.from === whole.from && second.to === whole.to;
      if (same === whole && isHalf) yield [first, second, whole];
    }
  }
}

function forAllYears(late: boolean, kinds: Kind[], holds: (year: Year, kind: Kind, releases: Release[]) => boolean) {
  fc.assert(
    fc.property(anyYear({ late }), (year) => kinds.every((kind) => holds(year, kind, publish(year, kind)))),
    RUNS,
  );
}

describe('what leaves over a year, in any order of packages', () => {
  test('never shows a count or a rest of 1 to n−1, nor that it was everybody', () => {
    forAllYears(true, KINDS, (year, _, releases) =>
      exact(releases).every((one) => {
        const isEverybody = above(one) > 0 && one.shown.denominator !== null && rest(one) === 0;
        return (
          !isFew(above(one), year.n) && (one.shown.denominator === null || !isFew(rest(one), year.n)) && !isEverybody
        );
      }),
    );
  });

  test('gives away no small count or rest when one number is subtracted from another', () => {
    forAllYears(true, KINDS, (year, _, releases) =>
      [...nested(exact(releases))].every(([part, whole]) => {
        const [more, less] = [above(whole) - above(part), rest(whole) - rest(part)];
        const hasRest = whole.shown.denominator !== null;
        return !isFew(more, year.n) && (!hasRest || (!isFew(less, year.n) && !(more !== 0 && less === 0)));
      }),
    );
  });

  test('gives away no small count when both semesters are subtracted from the year', () => {
    forAllYears(true, KINDS, (year, _, releases) =>
      [...halves(exact(releases))].every(([first, second, whole]) => {
        const hasRest = whole.shown.denominator !== null;
        const left = above(whole) - above(first) - above(second);
        return !isFew(left, year.n) && (!hasRest || !isFew(rest(whole) - rest(first) - rest(second), year.n));
      }),
    );
  });

  test('gives away no small denominator of referrals, from bands either', () => {
    forAllYears(true, ['referrals'], (year, _, releases) => {
      const open = releases.filter(({ shown }) => shown.denominator !== null);
      return [...nested(open)].every(
        ([part, whole]) => !isFew((whole.shown.denominator ?? 0) - (part.shown.denominator ?? 0), year.n),
      );
    });
  });

  // Where everything is written down on its day, a difference of two numbers is about the days between, and those who
  // are behind it can be counted.
  test('has enough students behind every difference', () => {
    forAllYears(false, ['referrals', 'visits'], (year, kind, releases) =>
      [...nested(exact(releases))].every(([part, whole]) => {
        const [more, less] = [above(whole) - above(part), rest(whole) - rest(part)];
        if (more === 0 && (less === 0 || kind === 'visits')) return true;
        const before = { from: dayNumber(whole.from), to: dayNumber(part.from) - 1 };
        const after = { from: dayNumber(part.to) + 1, to: dayNumber(whole.to) };
        const outside = year.happenings.filter(({ day }) =>
          [before, after].some(({ from, to }) => from <= day && day <= to),
        );
        const between = countIn({ ...year, happenings: outside }, kind, { from: 0, to: 299 }, 999);
        // A number that follows from others may be a few off, and then tells nothing about anybody.
        if (!isTrue(year, kind, part) || !isTrue(year, kind, whole)) return Math.abs(more - between.numerator) < year.n;
        return (
          more === between.numerator &&
          !isFew(between.students.numerator, year.n) &&
          !isFew(between.students.rest, year.n)
        );
      }),
    );
  });

  test('leaves every count in a band three values, whoever knows the rules and the other numbers', () => {
    forAllYears(false, ['students', 'referrals'], (year, kind, releases) =>
      [
        ...halves(
          releases.filter(({ shown }) => shown.denominator !== null),
          5,
        ),
      ].every((three) => {
        const [first, second, whole] = three.map((one) => possible(one, kind, year.n)) as [
          number[],
          number[],
          number[],
        ];
        const left = [new Set<number>(), new Set<number>(), new Set<number>()] as const;
        for (const x of first) {
          for (const y of second) {
            for (const z of whole) {
              if (kind === 'referrals' ? z !== x + y : z < Math.max(x, y) || z > x + y) continue;
              left[0].add(x);
              left[1].add(y);
              left[2].add(z);
            }
          }
        }
        return three.every(({ shown }, at) => shown.status !== 'BANDED' || (left[at] as Set<number>).size >= 3);
      }),
    );
  });

  test('changes nothing that can be seen when one more student comes or has something to count', () => {
    fc.assert(
      fc.property(
        anyYear({ late: true }),
        fc.nat(),
        fc.integer({ min: 0, max: 299 }),
        fc.boolean(),
        (year, who, day, reached) => {
          const last = year.exports.at(-1) as Year['exports'][number];
          const newcomer = { ...year, entered: [...year.entered, Math.min(day, last.day)] };
          const student = who % newcomer.entered.length;
          const noted = { ...newcomer, happenings: [...year.happenings, { student, day, late: 0, reached }] };
          return KINDS.every((kind) =>
            [newcomer, noted].every((changed) => {
              // The packages so far, made before the change; then one more after it.
              const before = publish(year, kind);
              const [old, next] = [before, publish(changed, kind, [last], before)].map((all) => all.at(-1));
              const wasFresh = old?.asOf === dayOf(last.day);
              if (!old || !next || !wasFresh || isHidden(old) || isHidden(next)) return true;
              return JSON.stringify([next.shown, next.asOf]) === JSON.stringify([old.shown, old.asOf]);
            }),
          );
        },
      ),
      RUNS,
    );
  });
});

function isTrue(year: Year, kind: Kind, one: Release): boolean {
  return above(one) === countIn(year, kind, { from: dayNumber(one.from), to: dayNumber(one.to) }, 999).numerator;
}

const isHidden = ({ shown }: Release) => shown.status.startsWith('SUPPRESSED');
const dayNumber = (day: string) => Math.round((Date.parse(day) - Date.parse(dayOf(0))) / 86_400_000);

/** Written anew on purpose: the counts that the printed rules leave for a cell. */
function possible({ shown }: Release, kind: Kind, n: number): number[] {
  const { denominator, band } = shown;
  if (band === null || denominator === null) return [shown.numerator ?? 0];
  return Array.from({ length: denominator + 1 }, (_, count) => count).filter((count) => {
    const share = (count * 100) / denominator;
    const isIn = band.low <= share && (share < band.high || band.high === 100);
    return isIn && count > 0 && (kind === 'referrals' || count < n || denominator - count < n);
  });
}

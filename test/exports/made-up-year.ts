import fc from 'fast-check';
import type { Counted } from '../../src/exports/primary.ts';
import { protect } from '../../src/exports/protect.ts';
import type { Release } from '../../src/exports/release.ts';
import { plusDays } from '../../src/server/words.ts';

// A school year in small: students, what happened to them and when it was written down, and packages made of it in any
// order. Days are counted from the first one.

export interface Happening {
  student: number;
  day: number;
  /** Days until somebody writes it down. */
  late: number;
  /** It led to service. */
  reached: boolean;
}

export interface Year {
  students: number;
  /** Day on which each came; the first ones are there from the beginning. */
  entered: number[];
  happenings: Happening[];
  exports: { period: string; day: number }[];
  n: number;
}

export type Kind = 'students' | 'referrals' | 'visits';
export const KINDS: Kind[] = ['students', 'referrals', 'visits'];

const FIRST_DAY = '2026-08-27';
export const PERIODS: Record<string, { from: number; to: number }> = {
  '2026-2027-Y': { from: 0, to: 299 },
  '2026-2027-S1': { from: 0, to: 147 },
  '2026-2027-S2': { from: 150, to: 299 },
};

export const dayOf = (day: number) => plusDays(FIRST_DAY, day);

/** Counts as the named queries do, from what is written down on the day. */
export function countIn(year: Year, kind: Kind, span: { from: number; to: number }, asOf: number): Counted {
  const known = year.happenings.filter(({ day, late }) => day >= span.from && day <= span.to && day + late <= asOf);
  const distinct = (some: Happening[]) => new Set(some.map(({ student }) => student)).size;
  if (kind === 'visits')
    return {
      numerator: known.length,
      denominator: null,
      students: { numerator: distinct(known), rest: 0, denominator: distinct(known) },
    };
  if (kind === 'referrals') {
    const [yes, no] = [known.filter(({ reached }) => reached), known.filter(({ reached }) => !reached)];
    return {
      numerator: yes.length,
      denominator: known.length,
      students: { numerator: distinct(yes), rest: distinct(no), denominator: distinct(known) },
    };
  }
  const enrolled = year.entered.filter((day) => day <= span.to).length;
  const numerator = new Set(
    known.map(({ student }) => student).filter((student) => (year.entered[student] as number) <= span.to),
  ).size;
  return {
    numerator,
    denominator: enrolled,
    students: { numerator, rest: enrolled - numerator, denominator: enrolled },
  };
}

/** Everything that leaves of one kind over the year, package by package; after what left before, if that is given. */
export function publish(year: Year, kind: Kind, exports = year.exports, before: Release[] = []): Release[] {
  const left: Release[] = [...before];
  for (const { period, day } of exports) {
    const begun = Object.entries(PERIODS).filter(([, { from }]) => from <= day);
    const now = begun.map(([code, { from, to }]) => {
      const span = { from, to: Math.min(to, day) };
      return { code, span: { from: dayOf(span.from), to: dayOf(span.to) }, counted: countIn(year, kind, span, day) };
    });
    const own = now.find(({ code }) => code === period);
    if (!own) continue;
    const fresh = { period, ...own.span, asOf: dayOf(day), measureVersion: 1, counted: own.counted };
    left.push(protect(fresh, left, { rule: { n: year.n, zeroIsHidden: false }, additive: kind !== 'students', now }));
  }
  return left;
}

/** Years of all sorts: few and many students, things written down late or at once, packages made in any order. */
export function anyYear({ late }: { late: boolean }): fc.Arbitrary<Year> {
  return fc
    .record({
      students: fc.integer({ min: 15, max: 120 }),
      much: fc.double({ min: 0.2, max: 3, noNaN: true }),
      n: fc.constantFrom(5, 7, 10),
      seed: fc.integer(),
    })
    .chain(({ students, much, n, seed }) =>
      fc
        .array(
          fc.record({ period: fc.constantFrom(...Object.keys(PERIODS)), day: fc.integer({ min: 20, max: 320 }) }),
          { minLength: 1, maxLength: 6 },
        )
        .map((exports) => {
          const next = random(seed);
          const clumsy = next() * 12;
          const success = next();
          const entered = Array.from({ length: students }, () => (next() < 0.9 ? 0 : Math.floor(next() * 300)));
          const happenings = Array.from({ length: Math.floor(students * much) }, () => {
            const day = Math.floor(next() * 300);
            const inBreak = day === 148 || day === 149;
            return {
              // A few students have most of it.
              student: Math.floor(next() ** 2 * students),
              day: inBreak ? 150 : day,
              late: late && next() < 0.3 ? Math.floor(next() * clumsy * 5) : 0,
              reached: next() < success,
            };
          });
          return { students, n, entered, happenings, exports: exports.sort((a, b) => a.day - b.day) };
        }),
    );
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

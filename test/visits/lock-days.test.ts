import fc from 'fast-check';
import { plusDays } from '../../src/server/words.ts';
import type { SchoolYearFacts } from '../../src/students/school-calendar.ts';
import { lockedSince, OPEN_SCHOOL_DAYS } from '../../src/visits/changes/lock-days.ts';

// A visit stays open through the tenth school day after it, and is locked from the next day on.

const NOTHING: SchoolYearFacts = { calendar: null, inSession: [], terms: [] };
const TERM = { first: '2026-08-27', last: '2027-06-18' };

describe('a visit is locked', () => {
  it.each([
    // Thursday, Nov 5: ten weekdays later it is Thursday, Nov 19.
    ['not on the tenth school day after it', '2026-11-05', '2026-11-19', { ...NOTHING, terms: [TERM] }, null],
    ['from the day after that on', '2026-11-05', '2026-11-20', { ...NOTHING, terms: [TERM] }, '2026-11-20'],
    [
      'since the same day, however late one looks',
      '2026-11-05',
      '2027-03-01',
      { ...NOTHING, terms: [TERM] },
      '2026-11-20',
    ],
    ['not on the same day', '2026-11-05', '2026-11-05', NOTHING, null],
    ['not before it took place', '2026-11-05', '2026-11-01', NOTHING, null],
    ['not over the summer', '2027-06-17', '2027-08-20', { ...NOTHING, terms: [TERM] }, null],
    ['after weekdays alone, where the SIS has no terms', '2027-07-01', '2027-07-16', NOTHING, '2027-07-16'],
  ] as const)('%s', (_what, visit, today, facts, since) => {
    expect(lockedSince(visit, today, facts)).toBe(since);
  });

  it('by the calendar where it is filled in, by the terms where it is not', () => {
    const inSession = ['2026-11-06', '2026-11-09'];
    const calendar = { first: '2026-08-01', last: '2026-11-10' };
    // Two days of the calendar, and from Nov 11 on eight weekdays of the term: the last one is Nov 20.
    const facts = { calendar, inSession, terms: [TERM] };
    expect(lockedSince('2026-11-05', '2026-11-20', facts)).toBeNull();
    expect(lockedSince('2026-11-05', '2026-11-21', facts)).toBe('2026-11-21');
  });
});

describe('whatever the school year looks like', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((days) => plusDays('2026-07-01', days));
  const span = fc.tuple(day, day).map((days) => {
    const [first, last] = days.toSorted() as [string, string];
    return { first, last };
  });
  const facts: fc.Arbitrary<SchoolYearFacts> = fc.record({
    calendar: fc.option(span, { nil: null }),
    inSession: fc.uniqueArray(day, { maxLength: 80 }).map((days) => days.toSorted()),
    terms: fc.array(span, { maxLength: 3 }),
  });

  it('the day since which it is locked has come, comes after ten days at least, and never moves', () => {
    fc.assert(
      fc.property(day, day, day, facts, (visit, one, other, year) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const first = lockedSince(visit, early, year);
        const then = lockedSince(visit, late, year);
        if (first !== null) {
          expect(first <= early).toBe(true);
          expect(first > plusDays(visit, OPEN_SCHOOL_DAYS)).toBe(true);
          expect(then).toBe(first);
        } else if (then !== null) expect(then > early).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a calendar that covers all of it decides alone', () => {
    fc.assert(
      fc.property(day, facts, (visit, year) => {
        const all = { ...year, calendar: { first: '2020-01-01', last: '2029-01-01' } };
        const tenth = all.inSession.filter((one) => one > visit)[OPEN_SCHOOL_DAYS - 1];
        expect(lockedSince(visit, '2027-12-01', all)).toBe(tenth === undefined ? null : plusDays(tenth, 1));
        expect(lockedSince(visit, '2027-12-01', { ...all, terms: [] })).toBe(lockedSince(visit, '2027-12-01', all));
      }),
      { numRuns: 200 },
    );
  });
});

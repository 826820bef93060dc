import fc from 'fast-check';
import { daysBetween, plusDays } from '../../src/server/words.ts';
import { NO_BREAKS, SchoolCalendar, type Span } from '../../src/students/school-calendar.ts';

// Windows and steps stand still in breaks of more than five days.

/** A calendar from August 27 to June 18 with these days off, and the next year's as far as the SIS has it. */
function calendarOf(off: Span[], next: Span[] = []): SchoolCalendar {
  const years = [{ first: '2026-08-27', last: '2027-06-18' }, ...next];
  const inSession = years.flatMap(({ first, last }) =>
    Array.from({ length: daysBetween(first, last) + 1 }, (_, at) => plusDays(first, at)).filter(
      (day) =>
        ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) &&
        !off.some((one) => one.first <= day && day <= one.last),
    ),
  );
  const calendar = { first: '2026-08-27', last: years.at(-1)?.last as string };
  return new SchoolCalendar({ calendar, inSession, terms: years }, { first: '2026-08-20', last: '2027-12-31' }, years);
}

// Thursday to Saturday a week later: ten days.
const WINTER = { first: '2026-12-24', last: '2027-01-02' };
const THANKSGIVING = { first: '2026-11-25', last: '2026-11-27' };
const known = calendarOf([THANKSGIVING, WINTER], [{ first: '2027-08-30', last: '2028-06-16' }]);
const unknown = calendarOf([THANKSGIVING, WINTER]);

it('a winter break of ten days, with the Sunday that follows, is one; a long weekend is none', () => {
  expect(known.breaks).toEqual([
    { first: '2026-12-24', last: '2027-01-03' },
    { first: '2027-06-19', last: '2027-08-29' },
  ]);
});

it('a window with the break in it is over so much later', () => {
  expect(known.after('2026-12-01', 30)).toBe('2027-01-11');
  expect(NO_BREAKS.after('2026-12-01', 30)).toBe('2026-12-31');
  // One that was over before it begins is not touched.
  expect(known.after('2026-11-20', 30)).toBe('2026-12-20');
  // From within the break, only what is left of it counts.
  expect(known.after('2026-12-30', 7)).toBe('2027-01-10');
  expect(known.after('2026-12-30', 0)).toBe('2026-12-30');
});

it('counts the days between without it', () => {
  expect(known.between('2026-12-20', '2027-01-10')).toBe(10);
  expect(known.between('2026-12-28', '2027-01-02')).toBe(0);
  expect(known.between('2026-12-20', '2026-12-18')).toBe(-2);
});

it('a summer is a break, to the first school day as the SIS has it or else to the first of September', () => {
  expect(known.after('2027-06-10', 30)).toBe('2027-09-20');
  expect(unknown.breaks.at(-1)).toEqual({ first: '2027-06-19', last: '2027-08-31' });
  expect(unknown.after('2027-06-10', 30)).toBe('2027-09-22');
  expect([known.yearAfter('2027-06-10'), unknown.yearAfter('2027-06-10')]).toEqual(['2027-08-30', '2027-09-01']);
});

it('a school year that begins in August is not over in September', () => {
  expect([known.yearAfter('2026-08-28'), unknown.yearAfter('2026-08-28')]).toEqual(['2027-08-30', '2027-09-01']);
});

it('school days are those of the calendar, and Mondays to Fridays where nothing is known', () => {
  expect(known.schoolDaysAfter('2026-12-22', 2)).toBe('2027-01-04');
  expect(known.schoolDaysAfter('2026-11-24', 2)).toBe('2026-12-01');
  expect(known.schoolDaysAfter('2026-11-24', 0)).toBe('2026-11-24');
  expect(NO_BREAKS.schoolDaysAfter('2026-12-22', 2)).toBe('2026-12-24');
  // Before all that the SIS knows it is as if it knew nothing.
  expect(known.schoolDaysAfter('2026-04-03', 1)).toBe('2026-04-06');
});

it('terms alone say when there is a summer', () => {
  const terms = [
    { first: '2026-08-27', last: '2027-06-18' },
    { first: '2027-08-30', last: '2028-06-16' },
  ];
  const span = { first: '2027-05-01', last: '2027-12-31' };
  const calendar = new SchoolCalendar({ calendar: null, inSession: [], terms }, span);
  expect(calendar.breaks).toEqual([{ first: '2027-06-19', last: '2027-08-29' }]);
});

it('a school that never opens keeps nobody from counting', () => {
  const never = new SchoolCalendar(
    { calendar: { first: '2026-01-01', last: '2028-12-31' }, inSession: [], terms: [] },
    { first: '2026-11-01', last: '2026-12-01' },
  );
  expect(never.schoolDaysAfter('2026-11-20', 3)).toBe('2027-11-21');
  expect(never.before('2026-11-20', 7) < '2026-11-13').toBe(true);
});

it('what is over by a day, how many days that are, and on which day they are over agree', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((at) => plusDays('2026-09-01', at));
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 97 }), day, (from, days, by) => {
      const end = known.after(from, days);
      expect(known.between(from, end)).toBe(days);
      expect(known.between(from, plusDays(end, -1))).toBe(days - 1);
      expect(from <= known.before(by, days)).toBe(known.between(from, by) >= days);
    }),
  );
});

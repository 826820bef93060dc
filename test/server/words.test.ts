import { lastDay, shortDay, weekdayAndDay } from '../../src/server/words.ts';

// Days as people read them: without a year only while there is no doubt which one.

const TODAY = '2026-11-20';

it.each([
  ['today', '2026-11-20', 'Nov 20'],
  ['the beginning of the school year', '2026-08-27', 'Aug 27'],
  ['299 days ago', '2026-01-25', 'Jan 25'],
  ['300 days ago', '2026-01-24', 'Jan 24, 2026'],
  ['the same day a year ago', '2025-11-20', 'Nov 20, 2025'],
  ['the end of the school year', '2027-06-30', 'Jun 30'],
  ['299 days ahead', '2027-09-15', 'Sep 15'],
  ['300 days ahead', '2027-09-16', 'Sep 16, 2027'],
  ['the same day a year ahead', '2027-11-20', 'Nov 20, 2027'],
  ['the same day in three years', '2029-11-20', 'Nov 20, 2029'],
])('%s', (_when, day, words) => {
  expect(shortDay(day, TODAY)).toBe(words);
  expect(weekdayAndDay(day, TODAY).slice('Fri, '.length)).toBe(words);
});

it('what lasts nearly a year ends on a day with its year, whenever it is read', () => {
  expect(lastDay('2027-08-27', '2026-08-27', '2027-03-01')).toBe('Aug 27, 2027');
  expect(lastDay('2027-08-27', '2026-08-27', TODAY)).toBe('Aug 27, 2027');
  expect(lastDay('2027-06-30', '2026-11-20', TODAY)).toBe('Jun 30');
  expect(lastDay('2025-06-30', '2025-03-01', TODAY)).toBe('Jun 30, 2025');
});

import { readClock, readDay, readMinutes, readNumber, readSeconds } from '../../src/imports/cells.ts';

it.each([
  ['11/20/2026', '2026-11-20'],
  ['1/2/2026', '2026-01-02'],
  ['2026-11-20', '2026-11-20'],
  [' 2026-11-20 00:00:00.0 ', '2026-11-20'],
  ['11/20/2026 0:00', '2026-11-20'],
  ['11/20/2026 12:00:00 AM', '2026-11-20'],
  ['2026-11-20T00:00:00Z', '2026-11-20'],
  ['02/29/2024', '2024-02-29'],
  ['02/29/2026', undefined],
  ['20/11/2026', undefined],
  ['11/20/26', undefined],
  ['2026-11-20 14:00', undefined],
  ['', undefined],
  ['yesterday', undefined],
])('the day %j is %s', (cell, day) => expect(readDay(cell)).toBe(day));

it.each([
  ['2:05 PM', 845],
  ['2:05pm', 845],
  ['12:00 AM', 0],
  ['12:30 p.m.', 750],
  ['14:05', 845],
  ['14:05:59', 845],
  ['', null],
  ['24:00', undefined],
  ['13:00 PM', undefined],
  ['0:30 AM', undefined],
  ['noon', undefined],
])('the time %j is %s', (cell, minute) => expect(readClock(cell)).toBe(minute));

it.each([
  ['50700', 845],
  ['0', null],
  ['', null],
  ['86400', undefined],
  ['-1', undefined],
  ['2:05 PM', undefined],
])('the seconds %j are minute %s', (cell, minute) => expect(readSeconds(cell)).toBe(minute));

it.each([
  ['25', 25],
  ['25.0', 25],
  ['0', 0],
  ['', null],
  ['1440', 1440],
  ['1441', undefined],
  ['-5', undefined],
  ['25.5', undefined],
  ['half an hour', undefined],
])('the minutes %j are %s', (cell, minutes) => expect(readMinutes(cell)).toBe(minutes));

it.each([
  ['104233', 104_233],
  ['00104233', 104_233],
  [' 104 233 ', 104_233],
  ['104233.0', undefined],
  ['0', undefined],
  ['9'.repeat(16), undefined],
  ['x', undefined],
])('the number %j is %s', (cell, number) => expect(readNumber(cell)).toBe(number));

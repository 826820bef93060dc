import { type DayNumber, dateText, dayOf, weekday } from './dates.ts';

// When school is kept: 180 days from the end of August, without Connecticut's usual days off.

export interface SchoolYear {
  /** First calendar year: 2026 for 2026-27. */
  start: number;
  /** As stored: '2026-2027'. */
  code: string;
  /** The SIS's own count: 36 for 2026-27. */
  yearId: number;
  firstDay: DayNumber;
  lastDay: DayNumber;
  lastDayOfS1: DayNumber;
  firstDayOfS2: DayNumber;
  /** The days in session, in order. */
  days: DayNumber[];
}

const LENGTH = 180;

/** The first calendar year of the school year that a day belongs to; the year turns on July 1. */
export function startYearOf(today: string): number {
  return Number(today.slice(0, 4)) - (today.slice(5, 7) < '07' ? 1 : 0);
}

const MONDAY = 1;
const TUESDAY = 2;
const THURSDAY = 4;

function nth(year: number, month: number, day: number, n: number): DayNumber {
  const first = dayOf(`${year}-${String(month).padStart(2, '0')}-01`);
  return first + ((day - weekday(first) + 7) % 7) + (n - 1) * 7;
}

function range(first: DayNumber, last: DayNumber): DayNumber[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function daysOff(start: number): Set<DayNumber> {
  const next = start + 1;
  const thanksgiving = nth(start, 11, THURSDAY, 4);
  const presidents = nth(next, 2, MONDAY, 3);
  const spring = nth(next, 4, MONDAY, 2);
  return new Set([
    nth(start, 9, MONDAY, 1),
    nth(start, 10, MONDAY, 2),
    nth(start, 11, MONDAY, 1) + (TUESDAY - MONDAY),
    dayOf(`${start}-11-11`),
    ...range(thanksgiving - 1, thanksgiving + 1),
    ...range(dayOf(`${start}-12-24`), dayOf(`${next}-01-02`)),
    nth(next, 1, MONDAY, 3),
    ...range(presidents, presidents + 1),
    ...range(spring, spring + 4),
    nth(next, 5, MONDAY, 5) > dayOf(`${next}-05-31`) ? nth(next, 5, MONDAY, 4) : nth(next, 5, MONDAY, 5),
    dayOf(`${next}-06-19`),
  ]);
}

function firstDayOf(start: number): DayNumber {
  const day = dayOf(`${start}-08-27`);
  if (weekday(day) === 6) return day + 2;
  return weekday(day) === 0 ? day + 1 : day;
}

/** The school year that begins in August of the year `start`. */
export function schoolYear(start: number): SchoolYear {
  const off = daysOff(start);
  const days: DayNumber[] = [];
  for (let day = firstDayOf(start); days.length < LENGTH; day++) {
    if (weekday(day) >= MONDAY && weekday(day) <= 5 && !off.has(day)) days.push(day);
  }
  const at = (i: number) => days[i] as DayNumber;
  return {
    start,
    code: `${start}-${start + 1}`,
    yearId: start - 1990,
    firstDay: at(0),
    lastDay: at(LENGTH - 1),
    lastDayOfS1: at(LENGTH / 2 - 1),
    firstDayOfS2: at(LENGTH / 2),
    days,
  };
}

/** The day, or the last day of school before it when the year is over and the next one has not begun: nobody is enrolled then. */
export function lastInSchool(today: string): string {
  const day = dayOf(today);
  const year = schoolYear(startYearOf(today));
  const begun = day < year.firstDay ? schoolYear(year.start - 1) : year;
  return dateText(Math.min(day, begun.lastDay));
}

/** `26-27`, as the SIS abbreviates a year. */
export function shortName(year: SchoolYear): string {
  return `${dateText(year.firstDay).slice(2, 4)}-${String(year.start + 1).slice(2)}`;
}

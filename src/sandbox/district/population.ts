import type { SchoolYear } from './calendar.ts';
import type { DayNumber } from './dates.ts';
import type { SchoolInfo } from './schools.ts';

// Who goes to which school, in which grade, in which groups. One number a student and fact, in typed arrays: the largest
// district has 912,064 students, and history needs these facts at every visit. Names are worked out when they are written.

export const RACES = 'WBAIPMH';
export const SEXES = ['F', 'M', 'X'] as const;
export const FLAG = { el: 1, specialEd: 2, section504: 4, econDisadv: 8 } as const;
export const NOWHERE = -1;

/** By the student's place: Students.ID − 1. Schools are places in the list of schools, days are day numbers. */
export interface Population {
  count: number;
  school: Int16Array;
  grade: Int8Array;
  /** First day at `school` this year. */
  entry: Int32Array;
  /** The day after the last one at `school`. */
  exit: Int32Array;
  left: Uint8Array;
  /** Where the student was until `entry`, when the student changed schools this year; else NOWHERE. */
  movedFrom: Int16Array;
  /** The whole of last year; NOWHERE for kindergarten and newcomers. */
  lastYear: Int16Array;
  race: Uint8Array;
  sex: Uint8Array;
  flags: Uint8Array;
}

/** What a population is made from. `today` is the day that is not over: what happens on it has not happened yet. */
export interface Setting {
  schools: SchoolInfo[];
  /** Last year and this year. */
  years: readonly [SchoolYear, SchoolYear];
  today: DayNumber;
  seed: number;
}

/** The school (its place in the list) where a student is enrolled on a day of either year; NOWHERE when none. */
export function schoolOn(people: Population, i: number, day: DayNumber, now: SchoolYear): number {
  if (day < now.firstDay) return people.lastYear[i] as number;
  if (day < (people.entry[i] as number)) return people.movedFrom[i] as number;
  return day < (people.exit[i] as number) ? (people.school[i] as number) : NOWHERE;
}

/** Where a student began this year, whatever came later. */
export function schoolInFall(people: Population, i: number): number {
  const before = people.movedFrom[i] as number;
  return before === NOWHERE ? (people.school[i] as number) : before;
}

/** A population of `count` students about whom nothing is known yet. */
export function emptyPopulation(count: number, now: SchoolYear): Population {
  return {
    count,
    school: new Int16Array(count),
    grade: new Int8Array(count),
    entry: new Int32Array(count).fill(now.firstDay),
    exit: new Int32Array(count).fill(now.lastDay + 1),
    left: new Uint8Array(count),
    movedFrom: new Int16Array(count).fill(NOWHERE),
    lastYear: new Int16Array(count).fill(NOWHERE),
    race: new Uint8Array(count),
    sex: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
}

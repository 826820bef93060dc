export type MeasureUnit = 'students' | 'referrals' | 'visits' | 'minutes';

export interface Measure {
  /** Never changes once a file with it has left; a version counts up when the same words begin to count otherwise. */
  id: string;
  version: number;
  title: string;
  /** What is counted, above and below the line. */
  unit: MeasureUnit;
  numerator: string;
  /** null: a count, there is nothing to divide by. */
  denominator: string | null;
  /** Which days decide, in words. */
  window: string;
  /** The named query that feeds the exports: one row, `numerator int, denominator int` (null for a count). */
  query: string;
}

const ACTIVITY = 'visits dated in the period, first and last day included';
const COHORT = 'referrals opened in the period, first and last day included; what is known on the day of counting';

/** Every measure that reports and exports know. Reports show them exactly to those who may; exports protect them. */
export const MEASURES: readonly Measure[] = [
  {
    id: 'M01',
    version: 1,
    title: 'Students referred for mental health',
    unit: 'students',
    numerator: 'students with at least one mental health referral opened in the period; each student once',
    denominator: 'students enrolled on at least one day of the period; each student once',
    window: COHORT,
    query: 'exports/students-referred',
  },
  {
    id: 'M05_SCHOOL',
    version: 1,
    title: 'Referrals to a school-based provider that led to service',
    unit: 'referrals',
    numerator: 'those with an outcome that means service, or with a first service',
    denominator: 'those with a known result: led to service or did not; left out: no word yet, entered in error',
    window: COHORT,
    query: 'exports/access-school',
  },
  {
    id: 'M05_COMMUNITY',
    version: 1,
    title: 'Referrals to a community agency that led to service',
    unit: 'referrals',
    numerator: 'those with an outcome that means service, or with a first service',
    denominator: 'those with a known result: led to service or did not; left out: no word yet, entered in error',
    window: COHORT,
    query: 'exports/access-community',
  },
  {
    id: 'M10',
    version: 1,
    title: 'Students served',
    unit: 'students',
    numerator:
      'students with at least one visit with a direct service, attempts without seeing the student left out; each student once',
    denominator: 'students enrolled on at least one day of the period; each student once',
    window: ACTIVITY,
    query: 'exports/students-served',
  },
  {
    id: 'M30_VISITS',
    version: 1,
    title: 'Visits',
    unit: 'visits',
    numerator: 'visits; a visit with several students counts once',
    denominator: null,
    window: ACTIVITY,
    query: 'exports/visits',
  },
  {
    id: 'M30_MINUTES',
    version: 1,
    title: 'Minutes of visits',
    unit: 'minutes',
    numerator: 'minutes of visits; each minute once, however many students and services',
    denominator: null,
    window: ACTIVITY,
    query: 'exports/minutes',
  },
];

/** The measure of this id. Throws when there is none: an id is written by a programmer, not by a person. */
export function measure(id: string): Measure {
  const found = MEASURES.find((one) => one.id === id);
  if (!found) throw new Error(`There is no measure ${id}`);
  return found;
}

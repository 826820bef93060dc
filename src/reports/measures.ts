import type { Windows } from '../settings/profile/windows.ts';

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

/** Half a year, for a referral to a community agency: as the grants count it, breaks or not. */
export const COMMUNITY_DAYS = 182;
/** An offer dated so many days before the opening is a slip of the pen, and counts. */
export const SLIP_DAYS = 3;

export type PathwayId = 'M01' | 'M02' | 'M03' | 'M04a' | 'M04b' | 'M05_SCHOOL' | 'M05_COMMUNITY' | 'M12';

/** A measure of the report "From referral to service". */
export type PathwayMeasure = Omit<Measure, 'id' | 'version' | 'query' | 'denominator'> & {
  id: PathwayId;
  denominator: string;
};

const NO_BREAKS = ', school breaks of more than five days left out';

/** The way from a referral to service, for mental health needs or for all, as it is counted with these windows. */
export const pathwayMeasures = ({ offer, start, month, grace }: Windows): readonly PathwayMeasure[] => [
  {
    id: 'M01',
    title: 'Students referred',
    unit: 'students',
    numerator: 'students with at least one such referral opened in the period; each student once',
    denominator: 'students enrolled on at least one day of the period; each student once',
    window: COHORT,
  },
  {
    id: 'M02',
    title: 'Offered',
    unit: 'students',
    numerator: `those who were offered the service within ${offer} days of a referral, whether or not anybody consented`,
    denominator: 'students referred in the period whose window is over',
    window: `${offer} days from the opening of the referral${NO_BREAKS}; an offer dated up to ${SLIP_DAYS} days before it counts`,
  },
  {
    id: 'M03',
    title: 'Started',
    unit: 'students',
    numerator: `those with a first service within ${start} days; a first appointment that nobody came to is none, nor is a need that was met another way`,
    denominator:
      'students referred in the period whose window is over; also without those who moved before anything began',
    window: `${start} days from the opening of the referral${NO_BREAKS}`,
  },
  {
    id: 'M04a',
    title: 'Started, and active after a month',
    unit: 'students',
    numerator: `those who started in time and had not ended by day ${month}: the one-month check says that it goes on, or the school-based provider has seen the student again in a visit`,
    denominator: 'students referred in the period whose window is over',
    window: `${start + month + grace} days from the opening of the referral${NO_BREAKS}: to start, to stay, and to answer`,
  },
  {
    id: 'M04b',
    title: 'Active after a month, of those who started',
    unit: 'students',
    numerator: `the same; ended as planned before day ${month} stands beside it and is no failure, and so does how many were seen again and not only said to be active`,
    denominator: 'students referred in the period who started in time and whose first month is over',
    window: `${month + grace} days from the start${NO_BREAKS}`,
  },
  {
    id: 'M05_SCHOOL',
    title: 'Referrals to a school-based provider that led to service',
    unit: 'referrals',
    numerator: 'whatever the need: those with an outcome that means service, or with a first service',
    denominator:
      'those with a known result; how many are not known stands beside it, so that silence cannot raise the rate',
    window: COHORT,
  },
  {
    id: 'M05_COMMUNITY',
    title: 'Referrals to a community agency that led to service',
    unit: 'referrals',
    numerator: 'whatever the need: those with an outcome that means service, or with a first service',
    denominator:
      'those with a known result; how many are not known stands beside it, so that silence cannot raise the rate',
    window: COHORT,
  },
  {
    id: 'M12',
    title: 'Referrals that led to service in the community',
    unit: 'referrals',
    numerator:
      'referrals to a community agency with an outcome that means service, or with a first service; those served at school count, and stand beside it',
    denominator:
      'referrals to a community agency opened in the period whose window is over; beside it of all providers’ referrals',
    window: `${COMMUNITY_DAYS} days (half a year) from the opening of the referral`,
  },
];

/** The measure of this id. Throws when there is none: an id is written by a programmer, not by a person. */
export function measure(id: string): Measure {
  const found = MEASURES.find((one) => one.id === id);
  if (!found) throw new Error(`There is no measure ${id}`);
  return found;
}

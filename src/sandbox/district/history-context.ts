import { SchoolCalendar } from '../../students/school-calendar.ts';
import { type DayNumber, dateText } from './dates.ts';
import type { SchoolDays } from './pathway.ts';
import type { DistrictPlan } from './plan.ts';
import { FLAG, RACES, SEXES } from './population.ts';
import type { TableRow, Value } from './rows.ts';
import { bit, dcidOf } from './sis-students.ts';

/** What turning drafts into rows needs and keeps: the ids given so far, and the rows that wait to be handed over. */
export interface HistoryContext {
  plan: DistrictPlan;
  days: SchoolDays;
  /** The same for all schools. */
  calendar: SchoolCalendar;
  last: { visit: number; student: number; purpose: number; service: number } & {
    referral: number;
    target: number;
    milestone: number;
  };
  out: TableRow[];
}

export function historyContext(plan: DistrictPlan, days: SchoolDays): HistoryContext {
  const last = { visit: 0, student: 0, purpose: 0, service: 0, referral: 0, target: 0, milestone: 0 };
  return { plan, days, calendar: calendarOf(plan), last, out: [] };
}

/** As the service reads it from the terms and the calendar of a school. */
function calendarOf({ years }: DistrictPlan): SchoolCalendar {
  const spans = years.map(({ firstDay, lastDay }) => ({ first: dateText(firstDay), last: dateText(lastDay) }));
  const [last, now] = spans as [(typeof spans)[0], (typeof spans)[0]];
  const inSession = years.flatMap(({ days }) => days.map(dateText));
  const whole = { first: last.first, last: now.last };
  const summer = { first: last.first, last: `${now.last.slice(0, 4)}-12-31` };
  return new SchoolCalendar({ calendar: whole, inSession, terms: spans }, summer, spans);
}

/** School_Number of the school at a place in the list. */
export function schoolNumber({ plan }: HistoryContext, school: number): number {
  return plan.schools[school]?.number as number;
}

/** '2026-2027' */
export function schoolYearOf({ plan }: HistoryContext, day: DayNumber): string {
  const [last, now] = plan.years;
  return day < now.firstDay ? last.code : now.code;
}

/** The student and the groups the student belonged to on that day, as they are copied onto a visit or referral. */
export function studentCopy({ plan }: HistoryContext, student: number, day: DayNumber) {
  const { population, years } = plan;
  const grade = (population.grade[student] as number) - (day < years[1].firstDay ? 1 : 0);
  const flags = population.flags[student] as number;
  return {
    student_dcid: dcidOf(student) as Value,
    grade_level: grade,
    sex: SEXES[population.sex[student] as number] as string,
    grade_band: grade <= 5 ? 'PK-5' : grade <= 8 ? '6-8' : '9-12',
    race: RACES[population.race[student] as number] as string,
    is_el: bit(flags, FLAG.el),
    is_swd: bit(flags, FLAG.specialEd),
    is_504: bit(flags, FLAG.section504),
    is_econ: bit(flags, FLAG.econDisadv),
  };
}

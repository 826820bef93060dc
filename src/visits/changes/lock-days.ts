import { plusDays } from '../../server/words.ts';
import { isSchoolDay, type SchoolYearFacts } from '../../students/school-calendar.ts';

/** After so many school days a visit is locked: changing it takes a reason. */
export const OPEN_SCHOOL_DAYS = 10;

/**
 * Since when a visit of this day is locked: the day after the tenth school day that followed it. Null when that has not
 * come yet. A school day is what the calendar says; where the calendar says nothing, a Monday to Friday inside a term; and
 * where there are no terms either, any Monday to Friday, so that a visit is locked some day.
 */
export function lockedSince(visitDay: string, today: string, facts: SchoolYearFacts): string | null {
  const inSession = new Set(facts.inSession);
  let left = OPEN_SCHOOL_DAYS;
  for (let day = plusDays(visitDay, 1); day < today; day = plusDays(day, 1)) {
    if (!isSchoolDay(day, facts, inSession)) continue;
    left--;
    if (left === 0) return plusDays(day, 1);
  }
  return null;
}

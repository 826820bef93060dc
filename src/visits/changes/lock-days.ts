import { plusDays } from '../../server/words.ts';

/** After so many school days a visit is locked: changing it takes a reason. */
export const OPEN_SCHOOL_DAYS = 10;

/** From one day to another, both of them included. */
export interface Span {
  first: string;
  last: string;
}

/** What the SIS knows of when a school was in session. */
export interface SchoolYearFacts {
  /** From when to when the calendar is filled in; null: it is not. */
  calendar: Span | null;
  /** Days of the calendar in session, earliest first; those after the visit are enough. */
  inSession: readonly string[];
  /** The school's terms; empty when the SIS has none. */
  terms: readonly Span[];
}

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

function isSchoolDay(day: string, { calendar, terms }: SchoolYearFacts, inSession: ReadonlySet<string>): boolean {
  if (calendar && within(day, calendar)) return inSession.has(day);
  return isMondayToFriday(day) && (terms.length === 0 || terms.some((term) => within(day, term)));
}

const within = (day: string, { first, last }: Span) => first <= day && day <= last;

function isMondayToFriday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

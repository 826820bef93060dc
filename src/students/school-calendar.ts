import { daysBetween, plusDays } from '../server/words.ts';

/** From one day to another, both of them included. */
export interface Span {
  first: string;
  last: string;
}

/** What the SIS knows of when a school was in session. */
export interface SchoolYearFacts {
  /** From when to when the calendar is filled in; null: it is not. */
  calendar: Span | null;
  /** Days of the calendar in session, earliest first. */
  inSession: readonly string[];
  /** The school's terms; empty when the SIS has none. */
  terms: readonly Span[];
}

/** A break of more days than these, weekends counted, stands still for windows and steps. */
export const SHORT_BREAK_DAYS = 5;
const NEW_YEAR = '09-01';

/**
 * Is this a school day? What the calendar says; where the calendar says nothing, a Monday to Friday inside a term; and
 * where there are no terms either, any Monday to Friday.
 */
export function isSchoolDay(
  day: string,
  { calendar, terms }: SchoolYearFacts,
  inSession: ReadonlySet<string>,
): boolean {
  if (calendar && within(day, calendar)) return inSession.has(day);
  return isMondayToFriday(day) && (terms.length === 0 || terms.some((term) => within(day, term)));
}

const within = (day: string, { first, last }: Span) => first <= day && day <= last;

function isMondayToFriday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

/** The school days from one day to another, and the breaks between them. */
export class SchoolCalendar {
  readonly #isSchoolDay: (day: string) => boolean;
  readonly #years: readonly Span[];
  /** Breaks of more than a few days, earliest first. */
  readonly breaks: readonly Span[];

  /** `span`: what is asked about; `years`: the school years. */
  constructor(facts: SchoolYearFacts, span: Span | null = null, years: readonly Span[] = []) {
    const inSession = new Set(facts.inSession);
    const spans = facts.calendar ? [...facts.terms, facts.calendar] : facts.terms;
    const [earliest = ''] = spans.map(({ first }) => first).toSorted();
    const latest = spans
      .map(({ last }) => last)
      .toSorted()
      .at(-1);
    // Beyond all that the SIS knows it is as if it knew nothing, save for a summer that follows.
    const opensAgain = latest === undefined ? '' : newYearAfter(latest);
    this.#isSchoolDay = (day) =>
      day < earliest || day >= opensAgain ? isMondayToFriday(day) : isSchoolDay(day, facts, inSession);
    this.#years = years.toSorted((a, b) => (a.first < b.first ? -1 : 1));
    this.breaks = span ? this.#breaksOf(span) : [];
  }

  #breaksOf({ first, last }: Span): Span[] {
    const found: Span[] = [];
    let since: string | null = null;
    for (let day = first; day <= last; day = plusDays(day, 1)) {
      if (!this.#isSchoolDay(day)) since ??= day;
      else if (since !== null) {
        found.push({ first: since, last: plusDays(day, -1) });
        since = null;
      }
    }
    if (since !== null) found.push({ first: since, last });
    return found.filter((one) => daysBetween(one.first, one.last) + 1 > SHORT_BREAK_DAYS);
  }

  /** Days from one to the other, those of long breaks left out. */
  between(from: string, to: string): number {
    const off = this.breaks.map(({ first, last }) => {
      const [begin, end] = [first > from ? first : plusDays(from, 1), last < to ? last : to];
      return begin > end ? 0 : daysBetween(begin, end) + 1;
    });
    return daysBetween(from, to) - off.reduce((sum, days) => sum + days, 0);
  }

  /** The day on which so many days are over, those of long breaks left out. */
  after(from: string, days: number): string {
    let end = plusDays(from, days);
    for (const { first, last } of this.breaks) {
      if (first > end) break;
      const begin = first > from ? first : plusDays(from, 1);
      if (begin <= last && begin <= end) end = plusDays(end, daysBetween(begin, last) + 1);
    }
    return end;
  }

  /** The latest day after which so many days were over by then. */
  before(by: string, days: number): string {
    let day = plusDays(by, -days);
    while (this.between(day, by) < days) day = plusDays(day, -1);
    return day;
  }

  /** The last of so many school days after a day; the day itself for none. */
  schoolDaysAfter(from: string, days: number): string {
    // Without any school day in a year there is no such day to wait for.
    const latest = plusDays(from, 366);
    let [day, left] = [from, days];
    while (left > 0 && day < latest) {
      day = plusDays(day, 1);
      if (this.#isSchoolDay(day)) left -= 1;
    }
    return day;
  }

  /** The first day of the next school year: as the SIS has it, else the first of September. */
  yearAfter(day: string): string {
    const next = this.#years.find(({ first }) => first > day);
    // Some years begin in August: the September after that is still this one.
    const now = this.#years.find((year) => within(day, year));
    return next?.first ?? newYearAfter(now?.last ?? day);
  }
}

function newYearAfter(day: string): string {
  const ofYear = `${day.slice(0, 4)}-${NEW_YEAR}`;
  return day < ofYear ? ofYear : `${Number(day.slice(0, 4)) + 1}-${NEW_YEAR}`;
}

/** Where nothing is known of a school: every Monday to Friday, without breaks. */
export const NO_BREAKS = new SchoolCalendar({ calendar: null, inSession: [], terms: [] });

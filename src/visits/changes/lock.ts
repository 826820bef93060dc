import type { Reader } from '../../database/connect.ts';
import type { Span } from '../../students/school-calendar.ts';
import { lockedSince, OPEN_SCHOOL_DAYS } from './lock-days.ts';

/** The day since which a visit of a school's day is locked, as the SIS's calendar and terms say; null: it is not. */
export async function readLock(
  source: Reader,
  visit: { school: number; day: string },
  today: string,
): Promise<string | null> {
  const { school, day } = visit;
  const spans = await source.run<{ what: string; first_day: string; last_day: string }>('visits/school-spans', {
    school,
  });
  const of = (what: string): Span[] =>
    spans.filter((span) => span.what === what).map(({ first_day, last_day }) => ({ first: first_day, last: last_day }));
  const [calendar = null] = of('calendar');
  const days = calendar
    ? await source.run<{ on_day: string }>('visits/school-days', {
        ...{ school, after_day: day, until_day: today },
        take: OPEN_SCHOOL_DAYS,
      })
    : [];
  const inSession = days.map(({ on_day }) => on_day);
  return lockedSince(day, today, { calendar, inSession, terms: of('term') });
}

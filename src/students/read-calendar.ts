import type { Reader } from '../database/connect.ts';
import { plusDays } from '../server/words.ts';
import { SchoolCalendar, SHORT_BREAK_DAYS, type Span } from './school-calendar.ts';

interface Row {
  what: 'calendar' | 'year' | 'term' | 'day';
  first_day: string;
  last_day: string;
}

/** What is due in half a year, with a summer in it, is within reach. */
const AHEAD_DAYS = 270;

/** The calendar of a school from a day on, as far ahead of today as anything is due. One small query. */
export async function readCalendar(
  source: Reader,
  school: number,
  { from, today }: { from: string; today: string },
): Promise<SchoolCalendar> {
  // A break that had begun already is seen to be one.
  const span = { first: plusDays(from, -SHORT_BREAK_DAYS - 1), last: plusDays(today, AHEAD_DAYS) };
  const asked = { school, from_day: span.first, to_day: span.last };
  const rows = await source.run<Row>('students/school-calendar', asked);
  const of = (...what: Row['what'][]): Span[] =>
    rows
      .filter((row) => what.includes(row.what))
      .map(({ first_day, last_day }) => ({ first: first_day, last: last_day }));
  const [calendar = null] = of('calendar');
  const inSession = of('day').map(({ first }) => first);
  return new SchoolCalendar({ calendar, inSession, terms: of('year', 'term') }, span, of('year'));
}

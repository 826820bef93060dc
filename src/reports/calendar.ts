import type { Reader } from '../database/connect.ts';
import { plusDays } from '../server/words.ts';
import { SchoolCalendar, SHORT_BREAK_DAYS } from '../students/school-calendar.ts';
import type { Selection } from './service.ts';
import { ALL_SCHOOLS } from './store.ts';

interface Term {
  first_day: string;
  last_day: string;
}

/**
 * When the schools of a report were in session, some days back from the day of counting and a little ahead, where a break
 * that has just begun is seen to be one. Of several schools a school day is one on which at least half of them were.
 */
export async function readSchoolDays(
  source: Reader,
  { asker, school }: Selection,
  back: number,
): Promise<SchoolCalendar> {
  const span = { first: plusDays(asker.today, -back), last: plusDays(asker.today, SHORT_BREAK_DAYS + 1) };
  const asked = { from_day: span.first, to_day: span.last, school: school ?? ALL_SCHOOLS };
  const days = await source.run<{ on_day: string; schools: number }>('reports/school-days', {
    ...{ reader: asker.reader, now: asker.now },
    ...asked,
  });
  const most = Math.max(0, ...days.map(({ schools }) => schools));
  const inSession = days.filter(({ schools }) => schools * 2 >= most).map(({ on_day }) => on_day);
  // Inside it a day without a word is a day off, after the last school day before a break, too.
  const [extent] = await source.run<{ first_day: string | null; last_day: string | null }>('reports/calendar-span', {
    ...{ reader: asker.reader, now: asker.now, school: school ?? ALL_SCHOOLS },
  });
  const terms = await source.run<Term>('reports/terms', {});
  return new SchoolCalendar(
    {
      calendar: extent?.first_day && extent.last_day ? { first: extent.first_day, last: extent.last_day } : null,
      inSession,
      terms: terms.map(({ first_day, last_day }) => ({ first: first_day, last: last_day })),
    },
    span,
  );
}

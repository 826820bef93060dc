import type { FollowUp } from '../crisis/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { lowerFirst, plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';

// What is due: a follow-up that was set for today or before, of a student whom nobody has seen since.

export interface DueRow {
  student: number;
  name: string;
  visit_date: string;
  follow_up: string;
  purpose: string;
  local_purpose: string | null;
  sensitive: boolean;
}

/** Follow-ups of older visits are not due any more: they were forgotten on purpose, or the year has turned. */
export const LOOK_BACK_DAYS = 400;

/** A row for each student, the one that waits the longest first. */
export async function readDue(context: Context): Promise<DueRow[]> {
  const day = today(context.clock);
  const asked = { ...asking(readerOf(context), context.clock), day, since: plusDays(day, -LOOK_BACK_DAYS) };
  const rows = await context.database.run<DueRow>('today/due', asked);
  const seen = new Set<number>();
  return rows.filter(({ student }) => !seen.has(student) && seen.add(student));
}

/** What is to be done, and since when, in words. A sensitive purpose is not said: others may see the screen. */
export async function dueModel(context: Context, rows: DueRow[], consents: Map<number, string>) {
  const day = today(context.clock);
  const codes = await codesOf(context);
  return rows.map((row, at) => {
    const purpose = row.sensitive ? null : codes.label('PURPOSE', row.local_purpose ?? row.purpose);
    return {
      id: `due-${row.student}`,
      name: row.name,
      consent: consents.get(row.student) ?? null,
      href: `/students/${row.student}`,
      what: purpose === null ? say.today.due.followUp : say.today.due.followUpOn(lowerFirst(purpose)),
      isToday: row.follow_up === day,
      when: dueWords(row.follow_up, day),
      since: say.today.due.set(shortDay(row.visit_date, day)),
      quickUrl: `/students/${row.student}/quick?list=due&at=${at}`,
    };
  });
}

/** What others asked one to follow up after a crisis, the first day first: seen from the day on which it was asked. */
export function askedModel(context: Context, asked: FollowUp[], consents: Map<number, string>) {
  const day = today(context.clock);
  return asked.map((one) => ({
    id: `asked-${one.id}`,
    name: one.studentName,
    consent: consents.get(one.student) ?? null,
    href: `/students/${one.student}`,
    what: one.words ?? say.today.due.cannotBeOpened,
    isToday: one.dueOn === day,
    isLate: one.dueOn < day,
    when: dueWords(one.dueOn, day),
    by: one.writtenBy === readerOf(context) ? say.today.due.notedByYou : say.today.due.askedBy(shortName(one.writer)),
    doneUrl: `/crisis/follow-ups/${one.id}/done`,
  }));
}

function dueWords(dueOn: string, day: string): string {
  if (dueOn === day) return say.tasks.dueToday;
  return dueOn < day ? say.tasks.wasDue(shortDay(dueOn, day)) : say.tasks.dueBy(shortDay(dueOn, day));
}

import { dayOf, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { dayAndTime, shortDay, timeOfDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { urlOf, visitUrlOf } from './places.ts';

/** What the student's page has of crises: the button, or what is open, or not written down yet. */
export interface CrisisButton {
  student: number;
  links: { href: string; text: string }[];
  isOpen: boolean;
}

export async function crisisButton(context: Context, student: number): Promise<CrisisButton> {
  type Row = { id: number; started_by: number; started_at: string; ended_at: string | null };
  const rows = await context.database.run<Row>('crisis/of-student', {
    ...asking(readerOf(context), context.clock),
    student,
  });
  const { clock } = context;
  const open = rows.filter((row) => row.ended_at === null);
  const unwritten = rows.filter((row) => row.ended_at !== null);
  const isOwn = (row: Row) => row.started_by === readerOf(context);
  const dayText = (at: string) => shortDay(dayOf(at, clock), today(clock));
  return {
    student,
    isOpen: open.length > 0,
    links: [
      ...open.map(({ id, started_at }) => ({
        href: urlOf(id),
        text: say.crisis.links.open(timeOfDay(started_at, clock.timeZone)),
      })),
      ...unwritten.map(({ id, started_at }) => ({
        href: urlOf(id),
        text: say.crisis.links.of(dayAndTime(started_at, clock.timeZone)),
      })),
      ...unwritten.filter(isOwn).map(({ id, started_at }) => ({
        href: visitUrlOf(id),
        text: say.crisis.links.writeDown(dayText(started_at), timeOfDay(started_at, clock.timeZone)),
      })),
    ],
  };
}

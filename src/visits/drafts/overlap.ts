import type { Reader } from '../../database/connect.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { clockTime, listed } from '../../server/words.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { draftsWithin } from './take.ts';
import { isRunning, type Measured, measuredOf } from './timer.ts';

// Time that would be counted twice: with another visit of the same author on that day, or with another timer. It happens
// rightly (two students in one room), so it is asked about and not refused.

interface Span {
  startMin: number;
  endMin: number;
  minutes: number;
  /** `your visit with …` */
  words: string;
}

/** What the measured time overlaps with, as a question; undefined when it overlaps with nothing. */
export async function overlapOf(
  source: Reader,
  context: Context,
  formKey: string,
  own: Measured,
): Promise<string | undefined> {
  const spans = [
    ...(await visitsOf(source, context, own.date)),
    ...(await timersOf(source, context, formKey, own.date)),
  ];
  const found = spans.filter((span) => isDouble(own, span));
  if (found.length === 0) return undefined;
  const what = listed([...new Set(found.map(({ words }) => words))]);
  return say.drafts.overlap.isThatRight(clockTime(own.startMin), clockTime(own.endMin), what);
}

type Times = Omit<Span, 'words'>;

// In the hour that is twice an end may stand before its start: a visit reaches as far as its minutes at least.
const reach = ({ startMin, endMin, minutes }: Times) => Math.max(endMin - startMin, minutes);
const pause = (span: Times) => reach(span) - span.minutes;

/** Do both count the same minutes? A visit with a pause leaves room for another one in it. */
export function isDouble(one: Times, other: Times): boolean {
  const end = (span: Times) => span.startMin + reach(span);
  const shared = Math.min(end(one), end(other)) - Math.max(one.startMin, other.startMin);
  return shared - pause(one) - pause(other) > 0;
}

async function visitsOf(source: Reader, context: Context, day: string): Promise<Span[]> {
  type Row = { visit_id: number; start_min: number; end_min: number; minutes: number; student_name: string | null };
  const asked = { ...asking(readerOf(context), context.clock), day };
  const rows = await source.run<Row>('visits/times-of-day', asked);
  const visits = new Map<number, Row[]>();
  for (const row of rows) visits.set(row.visit_id, [...(visits.get(row.visit_id) ?? []), row]);
  return [...visits.values()].map((of) => {
    const [{ start_min, end_min, minutes, student_name }] = of as [Row];
    const whom = of.length > 1 ? say.drafts.overlap.group : (student_name ?? say.drafts.overlap.otherStudent);
    return { startMin: start_min, endMin: end_min, minutes, words: say.drafts.overlap.visitWith(whom) };
  });
}

async function timersOf(source: Reader, context: Context, formKey: string, day: string): Promise<Span[]> {
  const now = instantNow(context.clock);
  return (await draftsWithin(source, context)).flatMap((draft) => {
    if (!draft.timer || draft.formKey === formKey) return [];
    const measured = measuredOf(draft.timer, now, context.clock);
    if (measured.date !== day) return [];
    const { group, otherStudent, runningTimer, stoppedTimer } = say.drafts.overlap;
    const whom = draft.kind === 'GROUP' ? group : (draft.studentName ?? otherStudent);
    return [{ ...measured, words: isRunning(draft.timer) ? runningTimer(whom) : stoppedTimer(whom) }];
  });
}

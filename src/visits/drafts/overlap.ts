import type { Reader } from '../../database/connect.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { clockTime, isRealDate, listed } from '../../server/words.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { cleaned, timesTyped, type VisitInput } from '../check.ts';
import { placed } from '../spans.ts';
import { checkTimes } from '../times.ts';
import { ownDrafts } from './own.ts';
import type { ListedDraft } from './store.ts';
import { isRunning, type Measured, measuredOf, type Timer, withMeasured } from './timer.ts';

// Time that would be counted twice: with another visit of the same author on that day, or with another timer. It happens
// rightly (two students in one room), so it is asked about and not refused.

interface Busy {
  /** Of a draft; null for a visit. */
  formKey: string | null;
  /** Minutes since the epoch. */
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
  const busy = await busyTimes(source, context, own.date, await ownDrafts(context, undefined, source));
  const what = doubleWith(context, busy, formKey, own);
  return what && questionOf(own, what);
}

const questionOf = ({ startMin, endMin }: Measured, what: string): string =>
  say.drafts.overlap.isThatRight(clockTime(startMin), clockTime(endMin), what);

export type BusyOn = (day: string) => Promise<Busy[]>;

/**
 * The same for a draft as it stands, where its author has not said yet that this is right; `what` alone, and as a question.
 * Only measured times are asked about.
 */
export async function overlapOfDraft(
  context: Context,
  { content, timer, formKey }: ListedDraft,
  busyOn: BusyOn,
): Promise<{ what: string; question: string } | undefined> {
  if (!content || !timer || content.input.confirm_overlap === '1') return undefined;
  const own = spanOfDraft(context, content.input, timer);
  const what = doubleWith(context, await busyOn(own.date), formKey, own);
  return what === undefined ? undefined : { what, question: questionOf(own, what) };
}

function spanOfDraft({ clock }: Context, kept: VisitInput, timer: Timer): Measured {
  const measured = measuredOf(timer, instantNow(clock), clock);
  const input = withMeasured(kept, timer, measured);
  const typed = (name: string) => cleaned(input[name]);
  const date = isRealDate(typed('date')) ? typed('date') : measured.date;
  const times = checkTimes(timesTyped(typed, date), clock, () => {}, measured.date === date ? measured : undefined);
  if (!times || times.startMin === null || times.endMin === null) return measured;
  return { date, startMin: times.startMin, endMin: times.endMin, minutes: times.minutes };
}

/** The visits and timers of whoever asks on a day. */
export async function busyTimes(
  source: Reader,
  context: Context,
  day: string,
  drafts: readonly ListedDraft[],
): Promise<Busy[]> {
  return [...(await visitsOf(source, context, day)), ...timersOf(context, day, drafts)];
}

/** What among them the time of a form overlaps with: `your visit with …`; undefined when with nothing. */
function doubleWith({ clock }: Context, busy: readonly Busy[], formKey: string, own: Measured): string | undefined {
  const span = placed(own, clock.timeZone);
  const found = busy.filter((one) => one.formKey !== formKey && isDouble(span, one));
  return found.length === 0 ? undefined : listed([...new Set(found.map(({ words }) => words))]);
}

type Times = Pick<Busy, 'startMin' | 'endMin' | 'minutes'>;

// In the hour that is twice an end may stand before its start: a visit reaches as far as its minutes at least.
const reach = ({ startMin, endMin, minutes }: Times) => Math.max(endMin - startMin, minutes);
const pause = (span: Times) => reach(span) - span.minutes;

/** Do both count the same minutes? A visit with a pause leaves room for another one in it. */
export function isDouble(one: Times, other: Times): boolean {
  const end = (span: Times) => span.startMin + reach(span);
  const shared = Math.min(end(one), end(other)) - Math.max(one.startMin, other.startMin);
  return shared - pause(one) - pause(other) > 0;
}

async function visitsOf(source: Reader, context: Context, day: string): Promise<Busy[]> {
  type Row = { visit_id: number; start_min: number; end_min: number; minutes: number; student_name: string | null };
  const asked = { ...asking(readerOf(context), context.clock), day };
  const rows = await source.run<Row>('visits/times-of-day', asked);
  const visits = new Map<number, Row[]>();
  for (const row of rows) visits.set(row.visit_id, [...(visits.get(row.visit_id) ?? []), row]);
  return [...visits.values()].map((of) => {
    const [{ start_min, end_min, minutes, student_name }] = of as [Row];
    const whom = of.length > 1 ? say.drafts.overlap.group : (student_name ?? say.drafts.overlap.otherStudent);
    const span = placed({ date: day, startMin: start_min, endMin: end_min, minutes }, context.clock.timeZone);
    return { formKey: null, ...span, words: say.drafts.overlap.visitWith(whom) };
  });
}

function timersOf(context: Context, day: string, drafts: readonly ListedDraft[]): Busy[] {
  const now = instantNow(context.clock);
  return drafts.flatMap((draft) => {
    if (!draft.timer) return [];
    const measured = measuredOf(draft.timer, now, context.clock);
    if (measured.date !== day) return [];
    const { group, otherStudent, runningTimer, stoppedTimer } = say.drafts.overlap;
    const whom = draft.kind === 'GROUP' ? group : (draft.studentName ?? otherStudent);
    const words = isRunning(draft.timer) ? runningTimer(whom) : stoppedTimer(whom);
    return [{ formKey: draft.formKey, ...placed(measured, context.clock.timeZone), words }];
  });
}

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
import { lengthOf, type Piece, piecesOf, readPauses, sharedBy } from './pauses.ts';
import type { ListedDraft } from './store.ts';
import { isRunning, type Measured, measuredOf, type Timer, withMeasured } from './timer.ts';

// Time that would be counted twice: with another visit of the same person on that day, with time without a student, or with
// another timer. It happens rightly (two students in one room), so it is asked about and not refused.

/** A time as it lay between instants; it may have fewer minutes than its pieces, where nobody knows which. */
interface Worked {
  pieces: Piece[];
  minutes: number;
}

interface Busy extends Worked {
  /** Of a draft; null for what is saved. */
  formKey: string | null;
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
  return what.length === 0 ? undefined : questionOf(own, listed(what));
}

const questionOf = ({ startMin, endMin }: Measured, what: string): string =>
  say.drafts.overlap.isThatRight(clockTime(startMin), clockTime(endMin), what);

export type BusyOn = (day: string) => Promise<Busy[]>;

/**
 * The same for a draft as it stands, where its author has not said yet that this is right; `what`, each by itself, and as a
 * question.
 * Only measured times are asked about.
 */
export async function overlapOfDraft(
  context: Context,
  { content, timer, formKey }: ListedDraft,
  busyOn: BusyOn,
): Promise<{ what: string[]; question: string } | undefined> {
  if (!content || !timer || content.input.confirm_overlap === '1') return undefined;
  const own = spanOfDraft(context, content.input, timer);
  const what = doubleWith(context, await busyOn(own.date), formKey, own);
  return what.length === 0 ? undefined : { what, question: questionOf(own, listed(what)) };
}

function spanOfDraft({ clock }: Context, kept: VisitInput, timer: Timer): Measured {
  const measured = measuredOf(timer, instantNow(clock), clock);
  const input = withMeasured(kept, timer, measured);
  const typed = (name: string) => cleaned(input[name]);
  const date = isRealDate(typed('date')) ? typed('date') : measured.date;
  const times = checkTimes(timesTyped(typed, date), clock, () => {}, measured.date === date ? measured : undefined);
  if (!times || times.startMin === null || times.endMin === null) return measured;
  const { startMin, endMin, minutes } = times;
  const pauses = date === measured.date && startMin === measured.startMin ? measured.pauses : [];
  return { date, startMin, endMin, minutes, pauses };
}

/** What whoever asks did on a day, and the timers of it. */
export async function busyTimes(
  source: Reader,
  context: Context,
  day: string,
  drafts: readonly ListedDraft[],
): Promise<Busy[]> {
  return [...(await savedOf(source, context, day)), ...timersOf(context, day, drafts)];
}

/** What among them the time of a form overlaps with: `your visit with …`, each once. */
function doubleWith({ clock }: Context, busy: readonly Busy[], formKey: string, own: Measured): string[] {
  const span = workedOf(own, clock.timeZone);
  const found = busy.filter((one) => one.formKey !== formKey && isDouble(span, one));
  return [...new Set(found.map(({ words }) => words))];
}

/** A time of a day as it lay between instants. */
export function workedOf(measured: Measured, timeZone: string): Worked {
  const { startMin, endMin, minutes } = placed(measured, timeZone);
  // In the hour that is twice an end may stand before its start: a visit reaches as far as its minutes at least.
  const span = { from: startMin, to: Math.max(endMin, startMin + minutes) };
  return { pieces: piecesOf(span, minutes, measured.pauses), minutes };
}

const unplaced = ({ pieces, minutes }: Worked) => lengthOf(pieces) - minutes;

/** Do both certainly count the same minutes? */
export function isDouble(one: Worked, other: Worked): boolean {
  return sharedBy(one.pieces, other.pieces) > unplaced(one) + unplaced(other);
}

interface SavedRow {
  what: 'VISIT' | 'STAFF' | 'TIME';
  id: number;
  start_min: number;
  end_min: number;
  minutes: number;
  pauses: string | null;
  student_name: string | null;
}

async function savedOf(source: Reader, context: Context, day: string): Promise<Busy[]> {
  const asked = { ...asking(readerOf(context), context.clock), day };
  const rows = await source.run<SavedRow>('visits/times-of-day', asked);
  const saved = new Map<string, SavedRow[]>();
  for (const row of rows) {
    const key = `${row.what} ${row.id}`;
    saved.set(key, [...(saved.get(key) ?? []), row]);
  }
  return [...saved.values()].map((of) => {
    const [{ what, start_min, end_min, minutes, pauses, student_name }] = of as [SavedRow];
    const { group, otherStudent, visitWith, withColleague, withoutStudent } = say.drafts.overlap;
    const whom = of.length > 1 ? group : (student_name ?? otherStudent);
    const words = { VISIT: visitWith(whom), STAFF: withColleague(whom), TIME: withoutStudent }[what];
    const times = { date: day, startMin: start_min, endMin: end_min, minutes, pauses: readPauses(pauses) };
    return { formKey: null, ...workedOf(times, context.clock.timeZone), words };
  });
}

function timersOf(context: Context, day: string, drafts: readonly ListedDraft[]): Busy[] {
  const now = instantNow(context.clock);
  return drafts.flatMap((draft) => {
    if (!draft.timer) return [];
    // Times that were corrected are the ones that count, here too.
    const { content, timer } = draft;
    const measured = content ? spanOfDraft(context, content.input, timer) : measuredOf(timer, now, context.clock);
    if (measured.date !== day) return [];
    const { group, otherStudent, runningTimer, stoppedTimer } = say.drafts.overlap;
    const whom = draft.kind === 'GROUP' ? group : (draft.studentName ?? otherStudent);
    const words = isRunning(draft.timer) ? runningTimer(whom) : stoppedTimer(whom);
    return [{ formKey: draft.formKey, ...workedOf(measured, context.clock.timeZone), words }];
  });
}

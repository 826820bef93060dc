import { instantNow } from '../../server/clock.ts';
import { type Context, codesOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { checkVisit, type VisitInput } from '../check.ts';
import { groupOf, outOfReach, studentsOfDraft } from '../groups/draft.ts';
import { groupFaults, saveGroup } from '../groups/service.ts';
import { saveVisit } from '../service.ts';
import { aboutOf } from './about.ts';
import { type BusyOn, busyTimes, overlapOfDraft } from './overlap.ts';
import { ownDrafts } from './own.ts';
import type { ListedDraft } from './store.ts';
import { reasonOf } from './take.ts';
import { isRunning, lacksEnd, measuredOf, ranPastMidnight, type Timer, withMeasured } from './timer.ts';

/** A visit that is not saved yet, as its author's start page shows it. */
export interface DraftRow {
  formKey: string;
  /** `VISIT`, `GROUP` */
  kind: string;
  /** Students.DCID; null when it is about no one student, or about one whom the author can no longer open. */
  student: number | null;
  studentName: string | null;
  grade: number | null;
  school: string | null;
  /** How many were chosen for a group; null for a visit of one student, and where the draft cannot be opened. */
  students: number | null;
  /** The student left the author's schools: the draft is kept until it is thrown away, and is not opened. */
  isOutOfReach: boolean;
  /** Instant; null when no timer was started. */
  startedAt: string | null;
  /** Instant; null when the timer was never paused. */
  resumedAt: string | null;
  /** Instant; null while the timer runs. */
  stoppedAt: string | null;
  /** What the timer counted until now, without pauses; null when there is none. */
  minutesSoFar: number | null;
  /** The timer ran past midnight, or runs for more than three hours: it was forgotten, and nobody said when the visit ended. */
  unclosed: boolean;
  /** What its time overlaps with, where nobody said yet that this is right: `your visit with …`, each by itself. */
  overlaps: string[];
  /** More was typed last than could be kept. */
  isCut: boolean;
  /** Counts what was written. */
  revision: number;
  /** Instant of the last change. */
  updatedAt: string;
  /** Nothing is missing: `closeDraft` would save it as it is. */
  canClose: boolean;
  /** What the form says, for the list's words; undefined when its key is not at hand. */
  input: VisitInput | undefined;
}

/** A timer that runs for longer is taken for forgotten. */
export const FORGOTTEN_MS = 3 * 3600_000;

/** The drafts of whoever asks, the latest first: visits begun, timers running, forms never finished. */
export async function listDrafts(context: Context): Promise<DraftRow[]> {
  const drafts = await ownDrafts(context);
  const days = new Map<string, ReturnType<typeof busyTimes>>();
  const busyOn = (day: string) => {
    const busy = days.get(day) ?? busyTimes(context.database, context, day, drafts);
    days.set(day, busy);
    return busy;
  };
  return Promise.all(drafts.map((draft) => rowOf(context, draft, busyOn)));
}

async function rowOf(context: Context, draft: ListedDraft, busyOn: BusyOn): Promise<DraftRow> {
  const { timer } = draft;
  const now = instantNow(context.clock);
  const unclosed = isUnclosed(context, timer, draft.content?.input ?? {});
  const overlaps = unclosed ? [] : ((await overlapOfDraft(context, draft, busyOn))?.what ?? []);
  return {
    formKey: draft.formKey,
    kind: draft.kind,
    student: draft.student,
    studentName: draft.studentName,
    grade: draft.grade,
    school: draft.school,
    students: draft.kind === 'GROUP' && draft.content ? studentsOfDraft(draft.content.input).length : null,
    isOutOfReach: draft.isOutOfReach,
    startedAt: timer?.startedAt ?? null,
    resumedAt: timer?.resumedAt ?? null,
    stoppedAt: timer?.stoppedAt ?? null,
    minutesSoFar: timer ? measuredOf(timer, now, context.clock).minutes : null,
    unclosed,
    overlaps,
    isCut: draft.content?.cutBy !== undefined,
    revision: draft.revision,
    updatedAt: draft.updatedAt,
    canClose: !unclosed && overlaps.length === 0 && (await isWhole(context, draft)),
    input: draft.isOutOfReach ? undefined : draft.content?.input,
  };
}

/** A timer that nobody thought of any more. */
function isUnclosed({ clock }: Context, timer: Timer | null, input: VisitInput): boolean {
  if (timer === null) return false;
  const now = instantNow(clock);
  if (ranPastMidnight(timer, now, clock)) return lacksEnd(input, timer, now, clock);
  return isRunning(timer) && clock.now().getTime() - Date.parse(timer.resumedAt ?? timer.startedAt) > FORGOTTEN_MS;
}

async function isWhole(context: Context, draft: ListedDraft): Promise<boolean> {
  const { content, timer } = draft;
  if (!aboutOf(draft) || !content || content.cutBy !== undefined) return false;
  const { clock } = context;
  const now = instantNow(clock);
  const measured = timer ? measuredOf(timer, now, clock) : undefined;
  const input = timer && measured ? withMeasured(content.input, timer, measured) : content.input;
  if (timer && measured && reasonOf(input, timer, measured, now, clock) === '') return false;
  const codes = await codesOf(context);
  if (draft.kind !== 'GROUP') return 'visit' in checkVisit(input, clock, codes, measured);
  if (groupFaults(context, groupOf(input), codes, measured).length > 0) return false;
  // Whoever has left the author's schools is not left out of the visit without a word.
  return (await outOfReach(context.database, context, studentsOfDraft(input))).length === 0;
}

/** `student`: null when it was a group. */
export type Closed = { closed: true; student: number | null } | { faults: Fault[] } | { gone: true };

const CUT: Closed = { faults: [{ fieldId: 'purpose', text: say.drafts.cutNotSaved }] };

/** What is said about a timer that was forgotten: when the visit ended (`HH:MM`, local), and that this is right where it was asked. */
export interface Ended {
  endsAt: string;
  confirm_long?: string | undefined;
  confirm_overlap?: string | undefined;
}

/**
 * Saves a draft as the visit that it is, as if its author had opened it and pressed Save visit. What is missing comes back as
 * faults; `gone`: there is no such draft any more, or its student can no longer be opened. The audit row is that of the
 * request's own entry.
 */
export async function closeDraft(context: Context, formKey: string, said?: Ended): Promise<Closed> {
  const [draft] = await ownDrafts(context, formKey);
  const about = draft && aboutOf(draft);
  if (!draft?.content || !about) return { gone: true };
  if (draft.content.cutBy !== undefined) return CUT;
  // Somebody said it elsewhere meanwhile, or paused the timer, and then more is asked than when it ended.
  if (said && !mayEnd(context, draft)) return { gone: true };
  const ended = said ? endedInput(said, draft.content.input) : {};
  const input = {
    ...startOf(context, draft),
    ...draft.content.input,
    ...ended,
    form_key: formKey,
    draft_revision: String(draft.revision),
  };
  const { student } = about;
  const saved = await (student === null ? saveGroup(context, groupOf(input)) : saveVisit(context, student, input));
  if (!('faults' in saved)) return { closed: true, student };
  // What was typed last may have been too long only after the draft was read.
  const [stands] = saved.newer ? await ownDrafts(context, formKey) : [];
  return stands?.content?.cutBy !== undefined ? CUT : { faults: saved.faults };
}

function mayEnd(context: Context, { timer, content }: ListedDraft): boolean {
  return timer !== null && timer.resumedAt === null && isUnclosed(context, timer, content?.input ?? {});
}

function endedInput({ endsAt, ...confirmed }: Ended, { time_reason }: VisitInput): VisitInput {
  const why = time_reason || say.drafts.timeReason.leftRunning;
  return { end: endsAt, minutes: '', time_reason: why, ...confirmed };
}

// A timer's start, for a draft whose form has not heard of it.
function startOf({ clock }: Context, { timer, content }: ListedDraft): VisitInput {
  if (!timer || content?.input.start) return {};
  const { date, startMin } = measuredOf(timer, timer.startedAt, clock);
  const text = `${String(Math.floor(startMin / 60)).padStart(2, '0')}:${String(startMin % 60).padStart(2, '0')}`;
  return { date, start: text };
}

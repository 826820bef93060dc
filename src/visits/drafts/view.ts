import { randomUUID } from 'node:crypto';
import { instantNow, today } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { dayAndTime, timeOfDay } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { countWords, studentsOfDraft } from '../groups/draft.ts';
import { type About, aboutOf, baseOf, isAbout, openUrlOf } from './about.ts';
import { busyTimes, overlapOfDraft } from './overlap.ts';
import { ownDrafts } from './own.ts';
import type { ListedDraft } from './store.ts';
import { stepFrom } from './take.ts';
import { isRunning, shownTimes, stoppedInput, type Timer } from './timer.ts';

// What the visit form shows of drafts: the one that it goes on with, its timer, and which other timers run.

export interface TimerModel {
  startUrl: string;
  stopUrl: string;
  isRunning: boolean;
  /** Seconds counted until the page was drawn; the script goes on from there. */
  seconds: number;
  elapsed: string;
  /** What the form knows of the timer: when it was last set going again; '' never. */
  seen: string;
  /** What a stopped timer measured: date, start, end and minutes of the form, with blanks between; null while none did. */
  measured: string | null;
  /** Timers of the same person for other students and groups. */
  others: { href: string; text: string }[];
}

export interface DraftModel {
  saveUrl: string;
  discardUrl: string;
  revision: string;
  page: string;
  /** How often the page sent it. */
  step: string;
  /** `Draft of 10:42 AM`; null when the form does not come from a draft. */
  text: string | null;
  /** Other drafts about this student, or of other groups. */
  others: { href: string; text: string }[];
  newUrl: string;
}

export interface DraftView {
  /** What the form begins with; null: nothing was kept. */
  input: VisitInput | null;
  timer: TimerModel;
  draft: DraftModel;
  /** A draft that was opened by itself, and whose time overlaps with something: the question about it. */
  overlap: string | null;
}

/** Which draft to show: the one of this key, the latest about the student, or with `new` none. */
export async function draftView(
  context: Context,
  about: About,
  sent: VisitInput | undefined,
  wanted: string | undefined,
): Promise<DraftView> {
  const { clock } = context;
  const all = await ownDrafts(context);
  const own = all.filter((one) => isAbout(one, about) && one.content);
  const current = currentOf(own, about, sent, wanted);
  const now = instantNow(clock);
  const resumed = sent ?? (current && formOf(context, current, now));
  const base = baseOf(about);
  const others = own
    .filter((one) => one !== current)
    .map((one) => ({ href: openUrlOf(about, one.formKey), text: wordsOf(context, one) }));
  const busyOn = (day: string) => busyTimes(context.database, context, day, all);
  const isOpened = !sent && current !== undefined && current.formKey === wanted;
  return {
    input: resumed ?? null,
    timer: timerModel(context, base, current, runningOthers(context, all, current), sent),
    draft: {
      saveUrl: `${base}/drafts`,
      discardUrl: `${base}/drafts/discard`,
      revision: resumed?.draft_revision ?? '0',
      page: sent?.draft_page || randomUUID(),
      step: String(stepFrom(sent ?? {}, current)),
      text: sent || !current ? null : draftWords(context, current),
      others,
      newUrl: `${base}?draft=new`,
    },
    overlap: (isOpened && (await overlapOfDraft(context, current, busyOn))?.question) || null,
  };
}

function currentOf(own: ListedDraft[], { kind }: About, sent: VisitInput | undefined, wanted: string | undefined) {
  if (sent) return own.find((one) => one.formKey === sent.form_key);
  if (wanted === 'new') return undefined;
  // What was begun about a student is mostly what one comes back for; a second group is another visit.
  return own.find((one) => one.formKey === wanted) ?? (kind === 'VISIT' ? own[0] : undefined);
}

/** From when it is, and whether all that was typed stands in it. */
export function draftWords(context: Context, { updatedAt, content }: ListedDraft): string {
  const when = whenOf(context, updatedAt);
  return content?.cutBy !== undefined ? say.drafts.cut(when) : say.drafts.of(when);
}

// Of several groups it is said how many were there, so that one knows which is which.
function wordsOf(context: Context, draft: ListedDraft): string {
  if (draft.kind !== 'GROUP') return draftWords(context, draft);
  const students = studentsOfDraft(draft.content?.input ?? {}).length;
  return say.drafts.ofGroup(whenOf(context, draft.updatedAt), countWords(students));
}

function formOf({ clock }: Context, { content, timer, formKey, revision }: ListedDraft, now: string): VisitInput {
  const input = shownTimes(content?.input ?? {}, timer, now, clock);
  return { ...input, form_key: formKey, draft_revision: String(revision) };
}

function timerModel(
  { clock }: Context,
  base: string,
  draft: ListedDraft | undefined,
  others: TimerModel['others'],
  sent: VisitInput | undefined,
): TimerModel {
  const now = instantNow(clock);
  const timer = draft?.timer ?? null;
  const seconds = timer && isRunning(timer) ? secondsOf(timer, now) : 0;
  return {
    startUrl: `${base}/drafts/start`,
    stopUrl: `${base}/drafts/stop`,
    isRunning: timer !== null && isRunning(timer),
    seconds,
    elapsed: elapsedText(seconds),
    // A form that comes back says what its page had heard, and no more.
    seen: sent ? (sent.timer_seen ?? '') : (timer?.resumedAt ?? ''),
    measured: timer && !isRunning(timer) ? measuredText(stoppedInput(timer, now, clock)) : null,
    others,
  };
}

function measuredText({ date, start, end, minutes }: VisitInput): string {
  return `${date} ${start} ${end} ${minutes}`;
}

/** How long a running timer has counted, pauses left out. */
export function secondsOf(timer: Timer, now: string): number {
  const since = Date.parse(timer.resumedAt ?? timer.startedAt);
  return timer.earlierMin * 60 + Math.max(0, Math.floor((Date.parse(now) - since) / 1000));
}

function elapsedText(seconds: number): string {
  const [h, m] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${m}:${two(seconds % 60)}`;
}

// Whom else the person is timing; nothing of why, and nobody who can no longer be opened.
function runningOthers(context: Context, all: ListedDraft[], current: ListedDraft | undefined): TimerModel['others'] {
  return all.flatMap((one) => {
    const about = aboutOf(one);
    if (!one.timer || !isRunning(one.timer) || one === current || !about) return [];
    const whom = about.kind === 'GROUP' ? say.groups.title : (one.studentName as string);
    const since = whenOf(context, one.timer.startedAt);
    return [{ href: openUrlOf(about, one.formKey), text: say.drafts.runningSince(whom, since) }];
  });
}

/** `10:42 AM` today, with the day before. */
export function whenOf({ clock }: Context, instant: string): string {
  const isToday = today({ now: () => new Date(instant), timeZone: clock.timeZone }) === today(clock);
  return isToday ? timeOfDay(instant, clock.timeZone) : dayAndTime(instant, clock.timeZone);
}

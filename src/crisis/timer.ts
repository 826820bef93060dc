import { aboutEach } from '../access/each-student.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { timeOfDay } from '../server/words.ts';
import { ownDrafts } from '../visits/drafts/own.ts';
import { lockDraft, updateTimer } from '../visits/drafts/store.ts';
import { isRunning } from '../visits/drafts/timer.ts';
import * as say from '../words/index.ts';

// Whoever presses "Crisis" mostly was in the middle of something: what is to become of the timer that still runs?

export interface RunningTimer {
  formKey: string;
  text: string;
}

/** The reader's own timers that run right now. */
export async function runningTimers(context: Context): Promise<RunningTimer[]> {
  const drafts = await ownDrafts(context);
  return drafts.flatMap(({ formKey, kind, timer, studentName }) => {
    if (timer === null || !isRunning(timer)) return [];
    const whose = studentName ?? (kind === 'GROUP' ? say.crisis.timer.groupVisit : say.crisis.timer.visit);
    return [{ formKey, text: say.crisis.timer.since(whose, timeOfDay(timer.startedAt, context.clock.timeZone)) }];
  });
}

/** Stops a timer of the reader at the moment at which the crisis began; one that was stopped elsewhere stays as it is. */
export async function stopTimer(context: Context, formKey: string, at: string): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const draft = await lockDraft(tx, readerOf(context), formKey, context.config.noteKeys);
    if (!draft?.timer || draft.timer.stoppedAt !== null) return false;
    const since = draft.timer.resumedAt ?? draft.timer.startedAt;
    const stoppedAt = at < since ? since : at;
    await updateTimer(tx, draft, { ...draft.timer, stoppedAt }, instantNow(context.clock));
    // The row stands with the student whose timer it was, not with the one in the crisis.
    const subject = `draft:${formKey}`;
    const { student } = draft;
    const about = student === null ? subject : await aboutEach(tx, context, 'visit.draft', subject, [student]);
    await context.auditWithin(tx, about);
    return true;
  });
}

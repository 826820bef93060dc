import type { Context } from '../server/context.ts';
import { aboutOf } from '../visits/drafts/about.ts';
import { ownDrafts } from '../visits/drafts/own.ts';
import { isRunning } from '../visits/drafts/timer.ts';
import { changeDraft } from '../visits/drafts/write.ts';
import { aboutStudent } from './about-student.ts';

/** Stops the timer of one of the person's own drafts, from Today; false when it does not run, or there is none any more. */
export async function stopTimer(context: Context, formKey: string): Promise<boolean> {
  const [draft] = await ownDrafts(context, formKey);
  const about = draft && aboutOf(draft);
  if (!about || !draft.timer || !isRunning(draft.timer)) return false;
  // What is written in the form stays as it is, wherever it is being written.
  const allowed = about.student === null ? context : await aboutStudent(context, 'visit.draft', about.student);
  const result = allowed && (await changeDraft(allowed, about, formKey, {}, 'stop'));
  return result !== undefined && 'kept' in result && !result.again;
}

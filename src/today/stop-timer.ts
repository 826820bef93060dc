import type { Context } from '../server/context.ts';
import { listDrafts } from '../visits/drafts/service.ts';
import { changeDraft } from '../visits/drafts/write.ts';
import { aboutStudent } from './open-visits.ts';

/** Stops the timer of one of the person's own drafts, from Today; false when it does not run, or there is none any more. */
export async function stopTimer(context: Context, formKey: string): Promise<boolean> {
  const draft = (await listDrafts(context)).find((one) => one.formKey === formKey);
  if (!draft || draft.student === null || draft.startedAt === null || draft.stoppedAt !== null) return false;
  // What is written in the form stays as it is, wherever it is being written.
  const allowed = await aboutStudent(context, 'visit.draft', draft.student);
  const result = allowed && (await changeDraft(allowed, draft.student, formKey, {}, 'stop'));
  return result !== undefined && 'kept' in result && !result.again;
}

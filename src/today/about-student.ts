import type { Action } from '../access/actions.ts';
import { decideAbout } from '../access/decision.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';

/**
 * The same request, about one of several students: the guard's question asked of this one, and her number in the audit row.
 * Undefined when the person may not.
 */
export async function aboutStudent(context: Context, action: Action, student: number): Promise<Context | undefined> {
  const asked = { reader: readerOf(context), now: instantNow(context.clock) };
  const { decision } = await decideAbout(context.database, action, 'student', student, asked);
  if (!decision.allowed) return undefined;
  const audited = { student, reason: decision.reason };
  return {
    ...context,
    auditWithin: (tx, subject, about, also) => context.auditWithin(tx, subject, about ?? audited, also),
  };
}

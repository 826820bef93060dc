import type { Reader } from '../database/connect.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf, type SubjectOf } from '../server/context.ts';
import type { Action } from './actions.ts';
import { decideAbout } from './decision.ts';
import type { Reason } from './reasons.ts';

/**
 * The rows of the audit about something that concerns several students, a row for each: one may be of the person's schools,
 * and the next one opened for a real need. Asked where the guard let the person through by no student, or by one of them.
 */
export async function aboutEach(
  source: Pick<Reader, 'run'>,
  context: Context,
  action: Action,
  subject: string,
  students: readonly number[],
): Promise<SubjectOf[]> {
  const asked = { reader: readerOf(context), now: instantNow(context.clock) };
  const open = await source.run<{ student: number }>('access/break-glass-open', asked);
  const reasonFor = async (student: number): Promise<Reason> => {
    if (!open.some((one) => one.student === student)) return 'ROLE_AT_SCHOOL';
    return (await decideAbout(source, action, 'student', student, asked)).decision.reason;
  };
  const rows: SubjectOf[] = [];
  for (const student of students) rows.push({ subject, student, reason: await reasonFor(student) });
  return rows;
}

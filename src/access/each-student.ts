import type { Reader } from '../database/connect.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf, type SubjectOf } from '../server/context.ts';
import type { Action } from './actions.ts';
import { decideByRows, type RoleRow } from './decision.ts';

const AT_ONCE = 20;

/**
 * The rows of the audit about something of the person's own that concerns several students, a row for each: one may be of the
 * person's schools, the next one opened for a real need, and a third one out of reach by now. Of her it can still be voided or
 * stopped, by no other right than that it is one's own, and that is what her row says.
 */
export async function aboutEach(
  source: Pick<Reader, 'run'>,
  context: Context,
  action: Action,
  subject: string,
  students: readonly number[],
): Promise<SubjectOf[]> {
  const found = await rolesByStudent(source, context, students);
  return students.map((student) => {
    const { decision } = decideByRows(action, found.get(student) ?? []);
    return { subject, student, reason: decision.allowed ? decision.reason : 'AUTHOR' };
  });
}

async function rolesByStudent(
  source: Pick<Reader, 'run'>,
  context: Context,
  students: readonly number[],
): Promise<Map<number, RoleRow[]>> {
  const asked = { reader: readerOf(context), now: instantNow(context.clock) };
  const found = new Map<number, RoleRow[]>();
  for (let at = 0; at < students.length; at += AT_ONCE) {
    const some = students.slice(at, at + AT_ONCE).map((student, place) => [`student_${place + 1}`, student]);
    const rows = await source.run<RoleRow>('students/several-in-scope', { ...asked, ...Object.fromEntries(some) });
    for (const row of rows) found.set(row.student, [...(found.get(row.student) ?? []), row]);
  }
  return found;
}

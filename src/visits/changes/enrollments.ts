import type { Tx } from '../../database/connect.ts';
import { type Context, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { type Enrollment, enrollmentOn } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { mostOf, readStudents } from '../groups/pick.ts';
import { Mend } from '../mend.ts';
import type { State } from './state.ts';
import type { NewEnrollments } from './store.ts';

const WORDS = say.visits.change.faults;

/**
 * Where the students were on the day to which a visit is moved: that decides the school that it counts for. Undefined when the
 * day stays. Throws `Mend` with everybody who was not enrolled then, or not where the person works.
 */
export async function enrollmentsOn(
  tx: Tx,
  context: Context,
  { row, students }: State,
  day: string,
): Promise<NewEnrollments | undefined> {
  if (day === row.visit_date) return undefined;
  const found = new Map<number, Enrollment>();
  const faults: { student: number; isElsewhere: boolean }[] = [];
  for (const { student } of students) {
    const enrollment = await enrollmentOn(tx, readerOf(context), context.clock, student, day);
    if (!enrollment?.is_own_school) faults.push({ student, isElsewhere: enrollment !== undefined });
    else found.set(student, enrollment);
  }
  const [first, ...others] = await enrollmentFaults(tx, context, faults, students.length > 1);
  if (first) throw new Mend(first.fieldId, first.text, false, others);
  return { school: mostOf([...found.values()].map(({ school_id }) => school_id)), students: found };
}

// The form of a group names nobody, so the fault has to.
async function enrollmentFaults(
  tx: Tx,
  context: Context,
  faults: readonly { student: number; isElsewhere: boolean }[],
  isOfGroup: boolean,
): Promise<Fault[]> {
  const students = faults.map(({ student }) => student);
  const who = isOfGroup ? await readStudents(tx, context, students) : [];
  return faults.map(({ student, isElsewhere }) => {
    const name = who.find(({ dcid }) => dcid === student)?.name;
    const words = isElsewhere ? 'otherSchool' : 'notEnrolled';
    return { fieldId: 'date', text: name === undefined ? say.visits.faults[words] : `${name}: ${WORDS[words]}` };
  });
}

import type { Reader } from '../../database/connect.ts';
import type { Context } from '../../server/context.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { readStudents } from './pick.ts';
import type { SentGroup } from './schema.ts';

// A group's form as a draft keeps it: the same fields, the students in one of them. So whatever is done with the draft of a
// visit (sealing, comparing, timing) is done with this one, too.

const NOTE = /^note_(\d{1,9})$/;

/** The form as fields of one text each. */
export function flatGroup({ visit, students, notes, kind }: SentGroup): VisitInput {
  const own = [...notes].map(([student, note]) => [`note_${student}`, note] as const);
  return { ...visit, ...Object.fromEntries(own), group_kind: kind, students: students.join(' ') };
}

/** The form that was kept so. */
export function groupOf({ students = '', group_kind = '', ...fields }: VisitInput): SentGroup {
  const visit: VisitInput = {};
  const notes = new Map<number, string>();
  for (const [name, value] of Object.entries(fields)) {
    const about = NOTE.exec(name)?.[1];
    if (about === undefined) visit[name] = value;
    else if (value !== undefined) notes.set(Number(about), value);
  }
  return { visit, students: studentsOfDraft({ students }), notes, kind: group_kind };
}

/** Students.DCID of those who were chosen, in their order. */
export const studentsOfDraft = ({ students = '' }: VisitInput): number[] =>
  students.split(' ').filter(Boolean).map(Number);

/** `8 students` */
export const countWords = say.groups.students;

/** Those of them whom the person can no longer open. */
export async function outOfReach(source: Reader, context: Context, students: readonly number[]): Promise<number[]> {
  if (students.length === 0) return [];
  const found = new Set((await readStudents(source, context, students)).map(({ dcid }) => dcid));
  return students.filter((student) => !found.has(student));
}

/**
 * What was sent, and with it whoever stands in the draft and was not shown: the form cannot send those who are out of
 * reach, and keeping it must not throw away what was noted about them.
 */
export async function withUnseen(
  source: Reader,
  context: Context,
  kept: VisitInput | undefined,
  sent: VisitInput,
): Promise<VisitInput> {
  const chosen = studentsOfDraft(sent);
  const missing = studentsOfDraft(kept ?? {}).filter((student) => !chosen.includes(student));
  const unseen = await outOfReach(source, context, missing);
  if (unseen.length === 0) return sent;
  const notes = unseen.map((student) => [`note_${student}`, kept?.[`note_${student}`]] as const);
  return { ...sent, ...Object.fromEntries(notes), students: [...chosen, ...unseen].join(' ') };
}

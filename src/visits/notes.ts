import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';
import { openNote, type SealedNote } from './sealing.ts';

export interface OpenedNote {
  student: number;
  studentName: string;
  visitDate: string;
  createdAt: string;
  text: string | undefined;
  author: number;
  authorName: string | null;
}

/** The text of a restricted note for its author and whom the author named; undefined for everybody else. To be logged by the entry. */
export async function openRestrictedNote(context: Context, visit: number): Promise<OpenedNote | undefined> {
  const rows = await context.database.run<
    SealedNote & {
      student: number;
      student_name: string;
      visit_date: string;
      created_at: string;
      author: number;
      author_name: string | null;
    }
  >('visits/restricted-note', { ...asking(readerOf(context), context.clock), visit });
  // A group visit has a note about each: this one is about the student whom the address is about.
  const row = rows.find(({ student }) => student === context.subject?.student);
  if (!row) return undefined;
  const text = openNote(row, { visit, student: row.student }, context.config.noteKeys);
  return {
    student: row.student,
    studentName: row.student_name,
    visitDate: row.visit_date,
    createdAt: row.created_at,
    text,
    author: row.author,
    authorName: row.author_name,
  };
}

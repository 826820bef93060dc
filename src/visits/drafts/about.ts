/** What a draft is about: one student, or a group, whose students stand in its sealed text and nowhere else. */
export type About = { kind: 'VISIT'; student: number } | { kind: 'GROUP'; student: null };

export const GROUP: About = { kind: 'GROUP', student: null };

export const ofStudent = (student: number): About => ({ kind: 'VISIT', student });

/** The page on which it is written; its draft is opened and kept beneath it. */
export const baseOf = ({ student }: About): string => (student === null ? '/visits/group' : `/students/${student}`);

/** Where a draft goes on; its form's key is all that the address says of a group. */
export const openUrlOf = (about: About, formKey: string): string => `${baseOf(about)}?draft=${formKey}`;

/** What a row of the table is about; undefined when that is a student who can no longer be opened. */
export function aboutOf({ kind, student }: { kind: string; student: number | null }): About | undefined {
  if (kind === 'GROUP') return GROUP;
  return student === null ? undefined : ofStudent(student);
}

export const isAbout = (draft: { kind: string; student: number | null }, { kind, student }: About): boolean =>
  draft.kind === kind && draft.student === student;

/** Of a visit, what decides who may change it. */
export interface Changeable {
  author: number;
  voided_at: string | null;
  /** How many students it has, and how many of them the person is support staff for now. */
  students: number;
  in_reach: number;
}

/**
 * May this person change the visit, look into its earlier texts and copy it? Whoever wrote it, as long as every student
 * of it is within reach. The one place where that is said.
 */
export function mayChange({ author, students, in_reach }: Changeable, person: number): boolean {
  return author === person && in_reach === students;
}

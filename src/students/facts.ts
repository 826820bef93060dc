import type { Reader } from '../database/connect.ts';
import { type Clock, instantNow } from '../server/clock.ts';

export interface StudentHeader {
  dcid: number;
  name: string;
  student_number: number;
  grade_level: number;
  school_id: number;
  school_name: string;
  enroll_status: number;
  entry_date: string | null;
  exit_date: string | null;
}

export interface Enrollment {
  school_id: number;
  grade_level: number;
  is_own_school: boolean;
}

/** The groups of a student as they are copied onto a row. */
export interface Groups {
  sex: string | null;
  grade_band: string;
  race: string | null;
  is_el: boolean | null;
  is_swd: boolean | null;
  is_504: boolean | null;
  is_econ: boolean | null;
}

interface SisGroups {
  sex: string | null;
  ethnicity: string | null;
  is_hispanic: boolean;
  is_el: boolean | null;
  is_swd: boolean | null;
  is_504: boolean | null;
  is_econ: boolean | null;
}

/** Whoever asks, and when: what every query about students is restricted by. */
export function asking(reader: number, clock: Clock): { reader: number; now: string } {
  return { reader, now: instantNow(clock) };
}

/** The student as the SIS says; undefined when out of the reader's scope. */
export async function findStudent(
  source: Reader,
  reader: number,
  clock: Clock,
  student: number,
): Promise<StudentHeader | undefined> {
  const [header] = await source.run<StudentHeader>('students/header', { ...asking(reader, clock), student });
  return header;
}

/** Where the student was enrolled on a day; undefined when nowhere. */
export async function enrollmentOn(
  source: Reader,
  reader: number,
  clock: Clock,
  student: number,
  day: string,
): Promise<Enrollment | undefined> {
  const [enrollment] = await source.run<Enrollment>('students/enrolled-on', { ...asking(reader, clock), student, day });
  return enrollment;
}

/** The student's groups on the day of writing, with the grade of the enrollment. */
export async function groupsOf(
  source: Reader,
  reader: number,
  clock: Clock,
  student: number,
  gradeLevel: number,
): Promise<Groups> {
  const [groups] = await source.run<SisGroups>('students/groups-of', { ...asking(reader, clock), student });
  if (!groups) throw new Error('The student left the scope while being written about');
  const { ethnicity, is_hispanic, ...rest } = groups;
  return { ...rest, grade_band: gradeBand(gradeLevel), race: is_hispanic ? 'H' : ethnicity };
}

/** PK-5, 6-8, 9-12 */
export function gradeBand(gradeLevel: number): string {
  if (gradeLevel <= 5) return 'PK-5';
  return gradeLevel <= 8 ? '6-8' : '9-12';
}

/** `2026-2027`; a school year begins in July. */
export function schoolYear(day: string): string {
  const year = Number(day.slice(0, 4));
  const first = Number(day.slice(5, 7)) >= 7 ? year : year - 1;
  return `${first}-${first + 1}`;
}

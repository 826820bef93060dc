import { scopeFromSis } from '../access/scope.ts';
import type { Reader } from '../database/connect.ts';
import { type Groups, gradeBand } from '../students/facts.ts';
import * as say from '../words/index.ts';
import type { Mapping } from './mapping.ts';

/** Where a student was on a day, and the groups that the SIS says now. */
export interface Enrolled {
  dcid: number;
  schoolId: number;
  gradeLevel: number;
  groups: Groups;
}

interface EnrollmentRow {
  student_number: number;
  dcid: number;
  school_id: number;
  grade_level: number;
  entry_date: string;
  exit_date: string | null;
  sex: string | null;
  ethnicity: string | null;
  is_hispanic: boolean;
  is_el: boolean | null;
  is_swd: boolean | null;
  is_504: boolean | null;
  is_econ: boolean | null;
}

const AT_ONCE = 20;

/** As many values as a query takes at once, by the names of its arguments. */
export function* inTwenties<T extends string | number>(name: string, values: readonly T[]) {
  for (let at = 0; at < values.length; at += AT_ONCE)
    yield Object.fromEntries(values.slice(at, at + AT_ONCE).map((value, n) => [`${name}_${n + 1}`, value]));
}

/** The enrollments of these students, by their numbers; nothing for a number that no student has. */
export class Students {
  readonly #rows = new Map<number, EnrollmentRow[]>();

  static async read(source: Reader, numbers: readonly number[]): Promise<Students> {
    const students = new Students();
    for (const args of inTwenties('number', [...new Set(numbers)])) {
      for (const row of await source.run<EnrollmentRow>('imports/students', args)) {
        const number = Number(row.student_number);
        const own = students.#rows.get(number);
        if (own) own.push(row);
        else students.#rows.set(number, [row]);
      }
    }
    return students;
  }

  knows(number: number): boolean {
    return this.#rows.has(number);
  }

  /** Where the student was enrolled on the day; undefined when nowhere. The day of leaving is no day there. */
  on(number: number, day: string): Enrolled | undefined {
    const row = this.#rows
      .get(number)
      ?.find(({ entry_date, exit_date }) => entry_date <= day && (exit_date === null || exit_date > day));
    if (!row) return undefined;
    const { sex, is_el, is_swd, is_504, is_econ } = row;
    const race = row.is_hispanic ? 'H' : row.ethnicity;
    const groups = { sex, race, is_el, is_swd, is_504, is_econ, grade_band: gradeBand(row.grade_level) };
    return { dcid: row.dcid, schoolId: row.school_id, gradeLevel: row.grade_level, groups };
  }
}

export interface Author {
  dcid: number;
  title: string;
}

/** Who wrote the old entries: each is looked up once. */
export class Staff {
  readonly #known = new Map<string, Author | undefined>();
  readonly #source: Reader;
  readonly #staff: Mapping['staff'];
  readonly #roleMap: Record<string, string>;

  constructor(source: Reader, staff: Mapping['staff'], roleMap: Record<string, string>) {
    this.#source = source;
    this.#staff = staff;
    this.#roleMap = roleMap;
  }

  /** undefined: the SIS knows nobody by it, or several. */
  async find(text: string): Promise<Author | undefined> {
    if (!this.#known.has(text)) this.#known.set(text, await this.#ask(text));
    return this.#known.get(text);
  }

  async #ask(text: string): Promise<Author | undefined> {
    if (text === '' || text.length > 60) return undefined;
    const found = await this.#source.run<{ person: number }>('imports/staff', { ...this.#arguments(text), take: 2 });
    const [only] = found;
    if (!only || found.length > 1) return undefined;
    const scope = await scopeFromSis(this.#source, only.person, this.#roleMap);
    const title = scope.find(({ role }) => role === 'support_staff')?.title ?? say.imports.titleNotKnown;
    return { dcid: only.person, title };
  }

  #arguments(text: string): Record<string, string | number> {
    const person = this.#staff.people?.[text];
    if (person !== undefined) return { person };
    if (this.#staff.by === 'number') return { staff_number: text };
    if (this.#staff.by === 'name') return { staff_name: text };
    return { person: /^\d{1,9}$/.test(text) ? Number(text) : 0 };
  }
}

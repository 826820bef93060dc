import { fold, type SisSource } from './sis-source.ts';

// What the stand-in SIS itself reads from its tables: who signs in, and students to find and show.

export interface SisPerson {
  /** Users.DCID */
  dcid: number;
  firstName: string;
  lastName: string;
  email: string;
  loginId: string;
  group: number;
  /** Role names, district-wide ones too; teachers without another role have the persona `teacher`. */
  roles: string[];
}

export interface SisStudent {
  /** Students.DCID */
  dcid: number;
  studentNumber: number;
  lastFirst: string;
  grade: number;
  school: string;
  /** Enroll_Status 0 */
  active: boolean;
}

const MOST_RESULTS = 50;

const PERSON = `select DCID as dcid, First_Name as firstName, Last_Name as lastName, coalesce(Email_Addr, '') as email,
  coalesce(LoginID, '') as loginId, coalesce(GroupValue, 0) as groupNumber from Users where DCID = @dcid`;
const ROLES = `select distinct r.Name as name from RoleDefTeachersMap m join RoleDef r on r.ID = m.RoleDefID
  where m.TeachersDCID = @dcid and m.IsEnabled = 1`;
const STUDENTS = `select s.DCID as dcid, s.Student_Number as studentNumber, s.LastFirst as lastFirst,
  s.Grade_Level as grade, c.Name as school, s.Enroll_Status as status
  from Students s join Schools c on c.School_Number = s.SchoolID`;

type PersonRow = Omit<SisPerson, 'roles' | 'group'> & { groupNumber: number };
type StudentRow = Omit<SisStudent, 'active'> & { status: number };

// SQL Server gives a bigint as text.
const toStudent = ({ status, ...row }: StudentRow): SisStudent => ({
  ...row,
  studentNumber: Number(row.studentNumber),
  active: status === 0,
});

/** Reads the stand-in's tables. A missing row is `undefined`. */
export function openSisData(source: SisSource) {
  const students = async (rest: string, args: Record<string, string | number>) =>
    (await source.rows<StudentRow>(`${STUDENTS} ${rest}`, args)).map(toStudent);

  async function studentsNamed(words: string[]): Promise<SisStudent[]> {
    for (const holds of source.nameHolds) {
      const each = words.map((word, at) => ({ name: `word${at}`, word, ...holds(`word${at}`) }));
      const condition = each.map((one) => one.condition).join(' and ');
      const args = Object.fromEntries(each.map(({ name, word, value }) => [name, value(word)]));
      const found = await students(`where ${condition} order by s.LastFirst ${source.atMost(MOST_RESULTS)}`, args);
      if (found.length > 0) return found;
    }
    return [];
  }

  return {
    async findPerson(dcid: number): Promise<SisPerson | undefined> {
      if (!isKey(dcid)) return undefined;
      const [row] = await source.rows<PersonRow>(PERSON, { dcid });
      if (!row) return undefined;
      const { groupNumber, ...person } = row;
      const roles = await source.rows<{ name: string }>(ROLES, { dcid });
      return { ...person, group: groupNumber, roles: roles.map(({ name }) => name) };
    },

    async findStudent(dcid: number): Promise<SisStudent | undefined> {
      return isKey(dcid) ? (await students('where s.DCID = @dcid', { dcid }))[0] : undefined;
    },

    /** By student number, or by the words of a name in any order; at most 50, by name. */
    async searchStudents(term: string): Promise<SisStudent[]> {
      const words = fold(term)
        .split(/[\s,]+/)
        .filter(Boolean);
      if (words.length === 0) return [];
      if (words.length === 1 && /^\d{1,9}$/.test(words[0] ?? ''))
        return students('where s.Student_Number = @number', { number: Number(words[0]) });
      return studentsNamed(words);
    },

    /** A query of a plugin, its arguments as `:name`. */
    published: (sql: string, args: Record<string, string | number>) =>
      source.rows<Record<string, unknown>>(sql.replace(/:(\w+)/g, '@$1'), args),

    close: () => source.close(),
  };
}

export type SisData = ReturnType<typeof openSisData>;

const isKey = (number: number) => Number.isInteger(number) && Math.abs(number) < 2 ** 31;

/** "Kindergarten", "Grade 7": how the SIS shows Grade_Level. */
export const gradeWords = (grade: number): string =>
  grade > 0 ? `Grade ${grade}` : grade === 0 ? 'Kindergarten' : 'Before kindergarten';

import type { Database } from 'better-sqlite3';

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

const studentColumns = `s.DCID as dcid, s.Student_Number as studentNumber, s.LastFirst as lastFirst,
  s.Grade_Level as grade, c.Name as school, s.Enroll_Status = 0 as active`;
const fromStudents = 'from Students s join Schools c on c.School_Number = s.SchoolID';

/** "SÉAN O’Neill" and "sean o'neill" are the same to somebody who searches. */
const fold = (text: unknown) => String(text).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();

type StudentRow = Omit<SisStudent, 'active'> & { active: number };
const toStudent = (row: StudentRow): SisStudent => ({ ...row, active: row.active === 1 });

/** Reads the stand-in's tables. All lookups are synchronous; a missing row is `undefined`. */
export function openSisData(db: Database) {
  db.function('sandbox_fold', { deterministic: true }, fold);
  const personRow = db.prepare<[number], Omit<SisPerson, 'roles'>>(
    `select DCID as dcid, First_Name as firstName, Last_Name as lastName, coalesce(Email_Addr, '') as email,
       coalesce(LoginID, '') as loginId, coalesce(GroupValue, 0) as "group" from Users where DCID = ?`,
  );
  const roleNames = db.prepare<[number], { name: string }>(
    `select distinct r.Name as name from RoleDefTeachersMap m join RoleDef r on r.ID = m.RoleDefID
     where m.TeachersDCID = ? and m.IsEnabled = 1`,
  );
  const studentRow = db.prepare<[number], StudentRow>(`select ${studentColumns} ${fromStudents} where s.DCID = ?`);
  const byNumber = db.prepare<[number], StudentRow>(
    `select ${studentColumns} ${fromStudents} where s.Student_Number = ?`,
  );

  const matching = (condition: string, words: string[]): SisStudent[] | undefined => {
    const each = words.map(() => condition).join(' and ');
    const found = db.prepare<string[], StudentRow>(
      `select ${studentColumns} ${fromStudents} where ${each} order by s.LastFirst limit ${MOST_RESULTS}`,
    );
    const rows = found.all(...words);
    return rows.length > 0 ? rows.map(toStudent) : undefined;
  };

  return {
    findPerson(dcid: number): SisPerson | undefined {
      const row = personRow.get(dcid);
      return row && { ...row, roles: roleNames.all(dcid).map((role) => role.name) };
    },

    findStudent(dcid: number): SisStudent | undefined {
      const row = studentRow.get(dcid);
      return row && toStudent(row);
    },

    /** By student number, or by the words of a name in any order; at most 50, by name. */
    searchStudents(term: string): SisStudent[] {
      const words = fold(term)
        .split(/[\s,]+/)
        .filter(Boolean);
      if (words.length === 0) return [];
      if (words.length === 1 && /^\d{1,9}$/.test(words[0] ?? '')) return byNumber.all(Number(words[0])).map(toStudent);
      // Plain matching first: folding calls back into JavaScript for each row, which is slow in a district of a million.
      return (
        matching(
          's.LastFirst like ?',
          words.map((word) => `%${word.replace(/[%_]/g, '')}%`),
        ) ??
        matching('instr(sandbox_fold(s.LastFirst), ?) > 0', words) ??
        []
      );
    },
  };
}

export type SisData = ReturnType<typeof openSisData>;

/** "Kindergarten", "Grade 7": how the SIS shows Grade_Level. */
export const gradeWords = (grade: number): string =>
  grade > 0 ? `Grade ${grade}` : grade === 0 ? 'Kindergarten' : 'Before kindergarten';

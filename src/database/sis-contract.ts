// What we read of the SIS: each table and column, and of what kind it has to be. The one list. docs/sql/sis-views.sql and
// the queries are held to it by a test; `student-support check` holds a district's database to it.

/** `day`: a date, or text like 2026-11-20. `whole`: a whole number; yes and no are 1 and 0. */
export type SisKind = 'whole' | 'text' | 'day';

export interface SisTable {
  columns: Readonly<Record<string, SisKind>>;
  /** What it means for people when there is no row. Absent: it may be empty. */
  emptyMeans?: string;
}

export const SIS_CONTRACT: Readonly<Record<string, SisTable>> = {
  Schools: {
    columns: { School_Number: 'whole', Name: 'text' },
    emptyMeans: 'there is no school to see anything of',
  },
  RoleDef: {
    columns: { ID: 'whole', Name: 'text' },
    emptyMeans: 'nobody has a role, so nobody gets in',
  },
  RoleDefTeachersMap: {
    columns: { RoleDefID: 'whole', TeachersDCID: 'whole', SchoolID: 'whole', IsDistrict: 'whole', IsEnabled: 'whole' },
    emptyMeans: 'nobody has a role, so nobody gets in',
  },
  SchoolStaff: {
    columns: { Users_DCID: 'whole', SchoolID: 'whole', Status: 'whole' },
    emptyMeans: 'nobody is assigned to a school, so nobody gets in',
  },
  Users: {
    columns: { DCID: 'whole', LastFirst: 'text', First_Name: 'text', Last_Name: 'text', TeacherNumber: 'text' },
    emptyMeans: 'nobody who writes something down has a name',
  },
  Students: {
    columns: {
      DCID: 'whole',
      ID: 'whole',
      Student_Number: 'whole',
      LastFirst: 'text',
      Gender: 'text',
      Grade_Level: 'whole',
      SchoolID: 'whole',
      Enroll_Status: 'whole',
      EntryDate: 'day',
      ExitDate: 'day',
      Ethnicity: 'text',
      FedEthnicity: 'whole',
      Home_Room: 'text',
    },
    emptyMeans: 'there is no student to open',
  },
  S_STU_X: {
    columns: { StudentsDCID: 'whole', EL: 'whole', SpEd: 'whole', Section504: 'whole', EconDisadv: 'whole' },
  },
  ReEnrollments: {
    columns: { StudentID: 'whole', SchoolID: 'whole', EntryDate: 'day', ExitDate: 'day', Grade_Level: 'whole' },
  },
  Terms: {
    columns: {
      SchoolID: 'whole',
      YearID: 'whole',
      Abbreviation: 'text',
      FirstDay: 'day',
      LastDay: 'day',
      IsYearRec: 'whole',
    },
    emptyMeans: 'reports and exports have no period to choose',
  },
  Calendar_Day: {
    columns: { SchoolID: 'whole', Date_Value: 'day', InSession: 'whole' },
  },
};

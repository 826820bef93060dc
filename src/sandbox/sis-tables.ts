import type { Database } from 'better-sqlite3';

// The tables of the SIS that our queries read, as SQLite tables of the same names. Nothing of ours writes them: only
// the stand-in district does. DCID and ID differ on purpose, as in the SIS, so that mixing them up shows at once.

const tables: Record<string, string> = {
  Schools: `DCID integer primary key, ID integer not null, Name text not null, School_Number integer not null unique,
    Abbreviation text, Low_Grade integer, High_Grade integer`,
  Students: `DCID integer primary key, ID integer not null unique, Student_Number integer not null unique,
    State_StudentNumber text, LastFirst text not null, First_Name text, Middle_Name text, Last_Name text, DOB text,
    Gender text, Grade_Level integer not null, SchoolID integer not null, Enroll_Status integer not null,
    EntryDate text not null, ExitDate text not null, Ethnicity text, FedEthnicity integer, Home_Room text`,
  S_STU_X: `StudentsDCID integer primary key, EL integer, SpEd integer, Section504 integer, EconDisadv integer,
    HomeLanguage text`,
  ReEnrollments: `DCID integer primary key, ID integer not null, StudentID integer not null, SchoolID integer not null,
    EntryDate text not null, ExitDate text not null, Grade_Level integer`,
  Users: `DCID integer primary key, LastFirst text not null, First_Name text, Last_Name text, Title text,
    TeacherNumber text, Email_Addr text, LoginID text, GroupValue integer, HomeSchoolID integer`,
  SchoolStaff: `DCID integer primary key, ID integer not null, Users_DCID integer not null, SchoolID integer not null,
    Status integer not null, StaffStatus integer`,
  RoleDef: 'ID integer primary key, Name text not null, RoleKey text, Description text',
  RoleDefTeachersMap: `ID integer primary key, RoleDefID integer not null, TeachersDCID integer not null,
    SchoolID integer not null, IsDistrict integer not null, IsEnabled integer not null`,
  Terms: `DCID integer primary key, ID integer not null, SchoolID integer not null, YearID integer not null, Name text,
    Abbreviation text, FirstDay text not null, LastDay text not null, IsYearRec integer not null, Portion integer`,
  Calendar_Day:
    'DCID integer primary key, SchoolID integer not null, Date_Value text not null, InSession integer not null',
};

const indexes: Record<string, string> = {
  Students_SchoolID: 'Students(SchoolID, Enroll_Status)',
  Students_LastFirst: 'Students(LastFirst collate nocase)',
  ReEnrollments_StudentID: 'ReEnrollments(StudentID)',
  SchoolStaff_Users: 'SchoolStaff(Users_DCID)',
  RoleDefTeachersMap_Teachers: 'RoleDefTeachersMap(TeachersDCID)',
  Terms_School: 'Terms(SchoolID, YearID)',
  Calendar_Day_School: 'Calendar_Day(SchoolID, Date_Value)',
};

/** Creates the stand-in SIS tables where they are missing; leaves existing ones and their rows alone. */
export function createSisTables(db: Database): void {
  for (const [name, columns] of Object.entries(tables)) db.exec(`create table if not exists ${name} (${columns})`);
  for (const [name, on] of Object.entries(indexes)) db.exec(`create index if not exists ${name} on ${on}`);
}

// The tables of the SIS that our queries read, as SQL Server keeps them: real dates, whole numbers, Unicode texts.
// Made for the demo and the tests alone; in a district they are the SIS's own.

const TABLES: Record<string, string> = {
  Schools: `DCID int not null primary key, ID int not null, Name nvarchar(60) not null, School_Number int not null,
    Abbreviation nvarchar(20), Low_Grade int, High_Grade int, constraint Schools_Number unique (School_Number)`,
  Students: `DCID int not null primary key, ID int not null, Student_Number bigint not null,
    State_StudentNumber nvarchar(20), LastFirst nvarchar(120) not null, First_Name nvarchar(60), Middle_Name nvarchar(60),
    Last_Name nvarchar(60), DOB date, Gender nvarchar(2), Grade_Level int not null, SchoolID int not null,
    Enroll_Status int not null, EntryDate date not null, ExitDate date not null, Ethnicity nvarchar(20), FedEthnicity int,
    Home_Room nvarchar(60), constraint Students_ID unique (ID), constraint Students_Number unique (Student_Number)`,
  S_STU_X: `StudentsDCID int not null primary key, EL int, SpEd int, Section504 int, EconDisadv int,
    HomeLanguage nvarchar(30)`,
  ReEnrollments: `DCID int not null primary key, ID int not null, StudentID int not null, SchoolID int not null,
    EntryDate date not null, ExitDate date not null, Grade_Level int`,
  Users: `DCID int not null primary key, LastFirst nvarchar(120) not null, First_Name nvarchar(60), Last_Name nvarchar(60),
    Title nvarchar(60), TeacherNumber nvarchar(20), Email_Addr nvarchar(120), LoginID nvarchar(60), GroupValue int,
    HomeSchoolID int`,
  SchoolStaff: `DCID int not null primary key, ID int not null, Users_DCID int not null, SchoolID int not null,
    Status int not null, StaffStatus int`,
  RoleDef: 'ID int not null primary key, Name nvarchar(60) not null, RoleKey nvarchar(60), Description nvarchar(200)',
  RoleDefTeachersMap: `ID int not null primary key, RoleDefID int not null, TeachersDCID int not null,
    SchoolID int not null, IsDistrict int not null, IsEnabled int not null`,
  Terms: `DCID int not null primary key, ID int not null, SchoolID int not null, YearID int not null,
    Name nvarchar(60), Abbreviation nvarchar(10), FirstDay date not null, LastDay date not null, IsYearRec int not null,
    Portion int`,
  Calendar_Day: `DCID int not null primary key, SchoolID int not null, Date_Value date not null, InSession int not null`,
};

const INDEXES: Record<string, string> = {
  Students_SchoolID: 'Students(SchoolID, Enroll_Status)',
  Students_LastFirst: 'Students(LastFirst)',
  ReEnrollments_StudentID: 'ReEnrollments(StudentID)',
  SchoolStaff_Users: 'SchoolStaff(Users_DCID)',
  RoleDefTeachersMap_Teachers: 'RoleDefTeachersMap(TeachersDCID)',
  Terms_School: 'Terms(SchoolID, YearID)',
  Calendar_Day_School: 'Calendar_Day(SchoolID, Date_Value)',
};

/** The statements that make the stand-in SIS tables in `dbo` of an empty database, one batch. */
export function sisTablesForMssql(): string {
  const tables = Object.entries(TABLES).map(([name, columns]) => `create table dbo.${name} (${columns});`);
  const indexes = Object.entries(INDEXES).map(([name, on]) => `create index ${name} on dbo.${on};`);
  return [...tables, ...indexes].join('\n');
}

-- 4 of 6. After `student-support migrate`, in the database that holds our own tables, by a member of db_owner, and again when an
-- update of ours reads another column. $(SIS) is where the tables of the SIS are, with its dot-separated parts:
--   sqlcmd -S sql.example.org -d support -E -b -v SIS=dbo -i sis-views.sql               our tables lie in the SIS's own database
--   sqlcmd -S sql.example.org -d support -E -b -v SIS=PowerSchool.dbo -i sis-views.sql   in another database on the same server: docs/sql-server.md says what that takes
--
-- The SIS as we see it: views that bear its tables' names and hold just the columns that our queries use (a test holds them
-- to the queries). Whoever has another SIS, or a column under another name, changes the right-hand side here and nothing else.
-- Dates are ISO text, as in our own tables.
if schema_id('ssp') is null
  throw 51000, 'Nothing was made: there is no schema ssp here. Name the database that holds our own tables: sqlcmd -d NAME', 1;
GO
create or alter view ssp.Schools as
select School_Number, Name
from $(SIS).Schools;
GO
create or alter view ssp.RoleDefTeachersMap as
select RoleDefID, TeachersDCID, SchoolID, IsDistrict, IsEnabled
from $(SIS).RoleDefTeachersMap;
GO
create or alter view ssp.RoleDef as
select ID, Name
from $(SIS).RoleDef;
GO
create or alter view ssp.SchoolStaff as
select Users_DCID, SchoolID, Status
from $(SIS).SchoolStaff;
GO
create or alter view ssp.Users as
select DCID, LastFirst, First_Name, Last_Name, TeacherNumber
from $(SIS).Users;
GO
create or alter view ssp.Students as
select DCID, ID, Student_Number, LastFirst, Gender, Grade_Level, SchoolID, Enroll_Status, convert(varchar(10), EntryDate, 23) as EntryDate, convert(varchar(10), ExitDate, 23) as ExitDate, Ethnicity, FedEthnicity, Home_Room
from $(SIS).Students;
GO
create or alter view ssp.S_STU_X as
select StudentsDCID, EL, SpEd, Section504, EconDisadv
from $(SIS).S_STU_X;
GO
create or alter view ssp.ReEnrollments as
select StudentID, SchoolID, convert(varchar(10), EntryDate, 23) as EntryDate, convert(varchar(10), ExitDate, 23) as ExitDate, Grade_Level
from $(SIS).ReEnrollments;
GO
create or alter view ssp.Terms as
select SchoolID, YearID, Abbreviation, convert(varchar(10), FirstDay, 23) as FirstDay, convert(varchar(10), LastDay, 23) as LastDay, IsYearRec
from $(SIS).Terms;
GO
create or alter view ssp.Calendar_Day as
select SchoolID, convert(varchar(10), Date_Value, 23) as Date_Value, InSession
from $(SIS).Calendar_Day;
GO
grant select on ssp.Schools to ssp_reader;
GO
grant select on ssp.Schools to ssp_writer;
GO
grant select on ssp.RoleDefTeachersMap to ssp_reader;
GO
grant select on ssp.RoleDefTeachersMap to ssp_writer;
GO
grant select on ssp.RoleDef to ssp_reader;
GO
grant select on ssp.RoleDef to ssp_writer;
GO
grant select on ssp.SchoolStaff to ssp_reader;
GO
grant select on ssp.SchoolStaff to ssp_writer;
GO
grant select on ssp.Users to ssp_reader;
GO
grant select on ssp.Users to ssp_writer;
GO
grant select on ssp.Students to ssp_reader;
GO
grant select on ssp.Students to ssp_writer;
GO
grant select on ssp.S_STU_X to ssp_reader;
GO
grant select on ssp.S_STU_X to ssp_writer;
GO
grant select on ssp.ReEnrollments to ssp_reader;
GO
grant select on ssp.ReEnrollments to ssp_writer;
GO
grant select on ssp.Terms to ssp_reader;
GO
grant select on ssp.Terms to ssp_writer;
GO
grant select on ssp.Calendar_Day to ssp_reader;
GO
grant select on ssp.Calendar_Day to ssp_writer;
GO
-- A changed view would show the migrator what lies beneath it. Where a right is denied, ALTER on the schema does not give it back.
deny alter on ssp.Schools to ssp_migrator;
GO
deny alter on ssp.RoleDefTeachersMap to ssp_migrator;
GO
deny alter on ssp.RoleDef to ssp_migrator;
GO
deny alter on ssp.SchoolStaff to ssp_migrator;
GO
deny alter on ssp.Users to ssp_migrator;
GO
deny alter on ssp.Students to ssp_migrator;
GO
deny alter on ssp.S_STU_X to ssp_migrator;
GO
deny alter on ssp.ReEnrollments to ssp_migrator;
GO
deny alter on ssp.Terms to ssp_migrator;
GO
deny alter on ssp.Calendar_Day to ssp_migrator;
GO

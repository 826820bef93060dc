-- Takes out what schema.sql, logins.sql, migrate, sis-views.sql and grants.sql made, WITH EVERY RECORD. In the database that holds our
-- own tables, by a member of db_owner, when the service is stopped and a backup is put away with its keys:
--   sqlcmd -S sql.example.org -d support -E -b -v SURE=yes -v READER=student_support_reader WRITER=student_support_writer MIGRATOR=student_support_migrator -i remove.sql
-- Without SURE=yes it changes nothing. All or nothing, and safe to run again. The SIS's tables are not touched, and neither is what
-- somebody else has put into the schema ssp: then the schema stays.
--
-- What is left for an administrator of the server: the three logins (drop login student_support_reader; …), their users in the SIS's
-- database where that is another one, and read_committed_snapshot, which others may have come to rely on.
set xact_abort on;
if N'$(SURE)' <> N'yes'
  throw 51000, 'Nothing was changed. To take out all of our tables with every record in them, run this again with SURE=yes.', 1;

begin transaction;
declare @do nvarchar(max);

select @do = string_agg(cast(N'alter table ssp.' + quotename(t.name) + N' drop constraint ' + quotename(f.name) + N';' as nvarchar(max)), N' ')
from sys.foreign_keys f
join sys.tables t on t.object_id = f.parent_object_id
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_';
set @do = coalesce(@do, N'');
exec sp_executesql @do;

select @do = string_agg(cast(N'drop table ssp.' + quotename(t.name) + N';' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_';
set @do = coalesce(@do, N'');
exec sp_executesql @do;

-- The views of sis-views.sql, by their names: another view in the schema is not ours.
drop view if exists ssp.Schools;
drop view if exists ssp.RoleDefTeachersMap;
drop view if exists ssp.RoleDef;
drop view if exists ssp.SchoolStaff;
drop view if exists ssp.Users;
drop view if exists ssp.Students;
drop view if exists ssp.S_STU_X;
drop view if exists ssp.ReEnrollments;
drop view if exists ssp.Terms;
drop view if exists ssp.Calendar_Day;

select @do = string_agg(cast(N'alter role ' + quotename(r.name) + N' drop member ' + quotename(m.name) + N';' as nvarchar(max)), N' ')
from sys.database_role_members rm
join sys.database_principals r on r.principal_id = rm.role_principal_id
join sys.database_principals m on m.principal_id = rm.member_principal_id
where r.name in ('ssp_reader', 'ssp_writer', 'ssp_migrator');
set @do = coalesce(@do, N'');
exec sp_executesql @do;

-- Before the users: one of them may own it.
if schema_id('ssp') is not null and not exists (select 1 from sys.objects where schema_id = schema_id('ssp'))
begin
  if exists (select 1 from sys.database_permissions where class = 3 and grantee_principal_id = database_principal_id('ssp_migrator'))
    exec('revoke alter, references on schema::ssp from ssp_migrator');
  exec('drop schema ssp');
end;

if database_principal_id('ssp_reader') is not null drop role ssp_reader;
if database_principal_id('ssp_writer') is not null drop role ssp_writer;
if database_principal_id('ssp_migrator') is not null drop role ssp_migrator;
if database_principal_id('$(READER)') is not null drop user [$(READER)];
if database_principal_id('$(WRITER)') is not null drop user [$(WRITER)];
-- Whoever owns the schema goes with it, and stays with it.
if database_principal_id('$(MIGRATOR)') is not null
  and not exists (select 1 from sys.schemas where principal_id = database_principal_id('$(MIGRATOR)'))
  drop user [$(MIGRATOR)];
commit transaction;
GO

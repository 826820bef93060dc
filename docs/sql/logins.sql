-- 2 of 6. After schema.sql, in the same database, by somebody who may create logins. It may be run again: passwords stay as they are.
--
-- The passwords come from the environment, where sqlcmd looks for READER_PASSWORD, WRITER_PASSWORD and MIGRATOR_PASSWORD: on a
-- command line every account of the computer could read them, and the shell would keep them. In a shell, for each of the three:
--   read -rs READER_PASSWORD; export READER_PASSWORD
-- In PowerShell:
--   $env:READER_PASSWORD = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString)).Password
-- Then:
--   sqlcmd -S sql.example.org -d support -E -b -v READER=student_support_reader WRITER=student_support_writer MIGRATOR=student_support_migrator -i logins.sql
--
-- reader    DATABASE_READ_URL: reports and exports. Reads, and changes nothing.
-- writer    DATABASE_URL of the service: our own tables read and written, every view of the SIS read. It deletes rows of few: grants.sql.
-- migrator  DATABASE_URL of `student-support migrate` alone: makes and changes our own tables. No right on the SIS, but see the end.
if schema_id('ssp') is null
  throw 51000, 'Nothing was made: there is no schema ssp here. Name the database that holds our own tables: sqlcmd -d NAME', 1;
GO
if suser_id('$(READER)') is null create login [$(READER)] with password = '$(READER_PASSWORD)';
GO
if suser_id('$(WRITER)') is null create login [$(WRITER)] with password = '$(WRITER_PASSWORD)';
GO
if suser_id('$(MIGRATOR)') is null create login [$(MIGRATOR)] with password = '$(MIGRATOR_PASSWORD)';
GO
-- Names without a schema are looked for in the default schema first: our queries say Students and get the view.
if database_principal_id('$(READER)') is null create user [$(READER)] for login [$(READER)] with default_schema = ssp
else alter user [$(READER)] with default_schema = ssp;
GO
if database_principal_id('$(WRITER)') is null create user [$(WRITER)] for login [$(WRITER)] with default_schema = ssp
else alter user [$(WRITER)] with default_schema = ssp;
GO
if database_principal_id('$(MIGRATOR)') is null create user [$(MIGRATOR)] for login [$(MIGRATOR)] with default_schema = ssp
else alter user [$(MIGRATOR)] with default_schema = ssp;
GO
alter role ssp_reader add member [$(READER)];
GO
alter role ssp_writer add member [$(WRITER)];
GO
alter role ssp_migrator add member [$(MIGRATOR)];
GO
-- To make a table in a schema takes ALTER on the schema: there is no smaller right. SELECT, INSERT, UPDATE and DELETE are not given on
-- it: on the whole schema they would reach through the views into the tables of the SIS. grants.sql gives them table by table.
grant alter, references on schema::ssp to ssp_migrator;
GO
grant create table to ssp_migrator;
GO
-- Tables made in the schema belong to its owner, dbo, and not to who made them. So the migrator could not write down which
-- migrations it ran: the one table in which it does is made here, with its rights.
if object_id('ssp.u_ssp_migration') is null
  create table ssp.u_ssp_migration (id int identity(1, 1) not null primary key, name nvarchar(255), batch int, migration_time datetime2);
GO
grant select, insert, update, delete on ssp.u_ssp_migration to ssp_migrator;
GO
-- With it the service says which migrations are missing, and `student-support migrate --dry-run` runs with the writer's login.
grant select on ssp.u_ssp_migration to ssp_writer;
GO
-- What no right takes from the migrator: ALTER on the schema is also ALTER on each of our tables, so it can put a trigger on one, and
-- a trigger reaches what its owner, dbo, reaches. Between migrations nobody needs this login:
--   alter login [$(MIGRATOR)] disable;
-- and before the next one: alter login [$(MIGRATOR)] enable;

-- 2 of 4. Once, after schema.sql, in the same database, by somebody who may create logins.
--   sqlcmd -v READER=student_support_reader READER_PASSWORD=… WRITER=student_support_writer WRITER_PASSWORD=… -v MIGRATOR=student_support_migrator MIGRATOR_PASSWORD=… -i logins.sql
--
-- reader    DATABASE_READ_URL: reports and exports. Reads, and changes nothing.
-- writer    DATABASE_URL of the service: our own tables read and written, the views of the SIS read.
-- migrator  DATABASE_URL of `student-support migrate` alone: makes and changes our own tables. No right on the SIS.
if suser_id('$(READER)') is null create login [$(READER)] with password = '$(READER_PASSWORD)';
GO
if suser_id('$(WRITER)') is null create login [$(WRITER)] with password = '$(WRITER_PASSWORD)';
GO
if suser_id('$(MIGRATOR)') is null create login [$(MIGRATOR)] with password = '$(MIGRATOR_PASSWORD)';
GO
-- Names without a schema are looked for in the default schema first: our queries say Students and get the view.
create user [$(READER)] for login [$(READER)] with default_schema = ssp;
GO
create user [$(WRITER)] for login [$(WRITER)] with default_schema = ssp;
GO
create user [$(MIGRATOR)] for login [$(MIGRATOR)] with default_schema = ssp;
GO
alter role ssp_reader add member [$(READER)];
GO
alter role ssp_writer add member [$(WRITER)];
GO
-- Tables made in the schema belong to its owner; these rights end at the schema's edge. UPDATE and DELETE are not among
-- them: on the whole schema they would reach through the views into the tables of the SIS.
grant alter, references on schema::ssp to [$(MIGRATOR)];
GO
grant create table to [$(MIGRATOR)];
GO

-- 1 of 6. In the database that holds our own tables (the SIS's own, or another one on the same server), by a member of
-- db_owner, with sqlcmd or SQL Server Management Studio in SQLCMD mode. It may be run again.
--   sqlcmd -S sql.example.org -d support -E -b -i schema.sql
-- After it: logins.sql, then `student-support migrate`, sis-views.sql, grants.sql, and snapshot.sql in a quiet moment.

if db_name() in (N'master', N'model', N'msdb', N'tempdb')
  throw 51000, 'Nothing was made: this is a database of the server itself. Name the one that is to hold our own tables: sqlcmd -d NAME', 1;
-- The schema belongs to dbo, as the tables of the SIS do: a reader of a view then needs no right on the table beneath it.
if schema_id('ssp') is null exec('create schema ssp authorization dbo');
GO
if schema_id('ssp') is not null and database_principal_id('ssp_reader') is null create role ssp_reader;
GO
if schema_id('ssp') is not null and database_principal_id('ssp_writer') is null create role ssp_writer;
GO
if schema_id('ssp') is not null and database_principal_id('ssp_migrator') is null create role ssp_migrator;
GO

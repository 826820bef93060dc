-- 1 of 4. Once, in the database that holds our own tables (the SIS's own, or another one on the same server), by a member of
-- db_owner, with sqlcmd or SQL Server Management Studio in SQLCMD mode.
-- After it: logins.sql, then `student-support migrate`, sis-views.sql, grants.sql.

-- The schema belongs to dbo, as the tables of the SIS do: a reader of a view then needs no right on the table beneath it.
if schema_id('ssp') is null exec('create schema ssp authorization dbo');
GO
if database_principal_id('ssp_reader') is null create role ssp_reader;
GO
if database_principal_id('ssp_writer') is null create role ssp_writer;
GO
-- Readers then do not wait for writers. Nothing of ours gives other results without it, but pages wait longer. It needs a
-- moment in which nobody else is connected; where the database is the SIS's own, its administrator decides.
alter database current set read_committed_snapshot on;
GO

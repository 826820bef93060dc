-- 6 of 6. At any time after schema.sql, in the database that holds our own tables, by a member of db_owner. Where that is the SIS's
-- own database, its administrator decides: it changes how everybody in it reads.
--   sqlcmd -S sql.example.org -d support -E -b -i snapshot.sql
--
-- Readers then do not wait for writers. Nothing of ours gives other results without it, but pages wait longer.
-- It needs a moment in which nobody else is connected: stop the service. It does not wait for one, and sends nobody away: when
-- somebody is there, it ends with an error, and is run again in a quieter moment.
if schema_id('ssp') is null
  throw 51000, 'Nothing was changed: there is no schema ssp here. Name the database that holds our own tables: sqlcmd -d NAME', 1;
GO
if exists (select 1 from sys.databases where name = db_name() and is_read_committed_snapshot_on = 0)
  exec('alter database current set read_committed_snapshot on with no_wait');
GO

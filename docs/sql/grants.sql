-- 5 of 6. After sis-views.sql, and again after every `student-support migrate` that made a table: it adds what is missing. A migration
-- that changes rows of an older table needs it, too; so it gives rights on what is there, however far the migrations have come.
-- By a member of db_owner, in the database that holds our own tables:
--   sqlcmd -S sql.example.org -d support -E -b -i grants.sql

if schema_id('ssp') is null
  throw 51000, 'Nothing was granted: there is no schema ssp here. Name the database that holds our own tables: sqlcmd -d NAME', 1;
GO
-- Never on the schema as a whole: a right to update a view reaches the table beneath it.
declare @grants nvarchar(max);
select @grants = string_agg(cast(N'grant select on ssp.' + quotename(t.name) + N' to ssp_reader; grant select on ssp.' + quotename(t.name) + N' to ssp_writer;' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_';
if @grants is not null exec sp_executesql @grants;
GO
-- Tables belong to dbo and not to the migrator that made them: a migration that changes rows needs this. Tables alone, no view.
declare @grants nvarchar(max);
select @grants = string_agg(cast(N'grant select, insert, update, delete on ssp.' + quotename(t.name) + N' to ssp_migrator;' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_';
if @grants is not null exec sp_executesql @grants;
GO
-- The state of the migrations is read by the service, and written by the migrator alone.
declare @grants nvarchar(max);
select @grants = string_agg(cast(N'grant insert on ssp.' + quotename(t.name) + N' to ssp_writer;' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_' and left(t.name, 15) <> 'u_ssp_migration';
if @grants is not null exec sp_executesql @grants;
GO
-- What the audit says is never changed.
declare @grants nvarchar(max);
select @grants = string_agg(cast(N'grant update on ssp.' + quotename(t.name) + N' to ssp_writer;' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and left(t.name, 6) = 'u_ssp_' and left(t.name, 15) <> 'u_ssp_migration' and left(t.name, 11) <> 'u_ssp_audit';
if @grants is not null exec sp_executesql @grants;
GO
-- Rows that go: what passes by itself (who may see which school right now, the counters of requests); what a person keeps for herself
-- and takes back; a draft, when its visit is saved, when its author discards it, or after two weeks; and the lines of a visit that is
-- changed: what they were is sealed in u_ssp_visit_change first, in the same transaction.
declare @grants nvarchar(max);
select @grants = string_agg(cast(N'grant delete on ssp.' + quotename(t.name) + N' to ssp_writer;' as nvarchar(max)), N' ')
from sys.tables t
join sys.schemas s on s.schema_id = t.schema_id
where s.name = 'ssp' and t.name in (
  'u_ssp_scope', 'u_ssp_rate', 'u_ssp_favourite', 'u_ssp_draft',
  'u_ssp_visit_service', 'u_ssp_visit_purpose', 'u_ssp_visit_code', 'u_ssp_visit_staff'
);
if @grants is not null exec sp_executesql @grants;
GO

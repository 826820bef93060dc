-- query:   exports/revisions
-- for:     the packages of one period, newest first
-- args:    period varchar(20), take int = 2
-- columns: id int, period varchar(20), revision int, file_name varchar(100), sha256 varchar(64), made_by int, created_at instant
-- weight:  light
select e.id, e.period, e.revision, e.file_name, e.sha256, e.made_by, e.created_at
from u_ssp_export e
where e.period = @period
order by e.revision desc

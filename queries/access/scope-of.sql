-- query:   access/scope-of
-- for:     where a person holds which role right now
-- args:    reader int, now instant
-- columns: school int, role varchar(20), title nvarchar(60)
-- weight:  light
select sc.school, sc.role, sc.title
from u_ssp_scope sc
where sc.reader = @reader and sc.until > @now
order by sc.school, sc.role

-- query:   settings/local-code-versions
-- for:     every version of one of the district's own codes, oldest first, with who made it; no rows when there is none
-- args:    code_set varchar(20), code varchar(20)
-- columns: id int, code_set varchar(20), code varchar(20), revision int, parent varchar(20), label nvarchar(60), from_day date, to_day date,
--          is_sensitive bit, is_restricted bit, changed_by int, changed_by_name nvarchar(120), changed_at instant
-- weight:  light
select c.id, c.code_set, c.code, c.revision, c.parent, c.label, c.from_day, c.to_day, c.sensitive as is_sensitive,
  c.restricted as is_restricted, c.changed_by, u.LastFirst as changed_by_name, c.changed_at
from u_ssp_local_code c
left join Users u on u.DCID = c.changed_by
where c.code_set = @code_set and c.code = @code
order by c.revision

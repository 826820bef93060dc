-- query:   settings/local-codes
-- for:     the district's own codes as they are now, ended ones too
-- args:    none
-- columns: code_set varchar(20), code varchar(20), revision int, parent varchar(20), label nvarchar(60), from_day date, to_day date,
--          is_sensitive bit, is_restricted bit
-- weight:  light
select c.code_set, c.code, c.revision, c.parent, c.label, c.from_day, c.to_day, c.sensitive as is_sensitive, c.restricted as is_restricted
from u_ssp_local_code c
where not exists (
  select 1 from u_ssp_local_code n where n.code_set = c.code_set and n.code = c.code and n.revision > c.revision
)
order by c.code_set, c.code

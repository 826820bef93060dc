-- query:   today/rule
-- for:     the rule that names the reader's caseload, as JSON; no row when there is none yet
-- args:    reader int
-- columns: rule_json nvarchar(2000), updated_at instant, revision int
-- weight:  light
select c.rule_json, c.updated_at, c.revision
from u_ssp_caseload c
where c.reader = @reader

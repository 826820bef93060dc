-- query:   visits/changes-of-key
-- for:     encrypted earlier states of visits under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), visit int, revision int, student int
-- weight:  light
select c.id, c.key_id, c.sealed, c.visit_id as visit, c.revision,
  (select min(vs.student_dcid) from u_ssp_visit_student vs where vs.visit_id = c.visit_id) as student
from u_ssp_visit_change c
where c.id > @after_id and c.key_id = @key_id
order by c.id

-- query:   visits/notes-of-key
-- for:     encrypted notes under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), visit int, student int
-- weight:  light
select n.id, n.key_id, n.sealed, n.visit_id as visit, n.student_dcid as student
from u_ssp_visit_note n
where n.id > @after_id and n.key_id = @key_id
order by n.id

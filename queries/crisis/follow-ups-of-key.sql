-- query:   crisis/follow-ups-of-key
-- for:     encrypted words of follow-ups under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), crisis int, line_no int, student int
-- weight:  light
select f.id, f.key_id, f.sealed, f.crisis_id as crisis, f.line_no, f.student_dcid as student
from u_ssp_follow_up f
where f.id > @after_id and f.key_id = @key_id
order by f.id

-- query:   access/needs-of-key
-- for:     encrypted reasons of openings for a real need under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), person int, student int, opened_at instant
-- weight:  light
select b.id, b.key_id, b.sealed, b.reader as person, b.student_dcid as student, b.opened_at
from u_ssp_break_glass b
where b.id > @after_id and b.key_id = @key_id
order by b.id

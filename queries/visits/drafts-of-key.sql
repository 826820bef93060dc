-- query:   visits/drafts-of-key
-- for:     encrypted drafts under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), author int, form_key varchar(36), student int
-- weight:  light
select d.id, d.key_id, d.sealed, d.author, d.form_key, coalesce(d.student_dcid, 0) as student
from u_ssp_draft d
where d.id > @after_id and d.key_id = @key_id
order by d.id

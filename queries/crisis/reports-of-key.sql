-- query:   crisis/reports-of-key
-- for:     encrypted reference numbers of reports under one key, as they lie there, page by page, for encrypting them anew; for the system actor alone
-- args:    key_id varchar(20), after_id int, take int = 50
-- columns: id int, key_id varchar(20), sealed nvarchar(200000), crisis int, report_no int, student int
-- weight:  light
select r.id, r.key_id, r.sealed, r.crisis_id as crisis, r.report_no, r.student_dcid as student
from u_ssp_crisis_report r
where r.id > @after_id and r.key_id = @key_id
order by r.id

-- query:   visits/of-form
-- for:     the visit that was saved from a form of the reader, if it was
-- args:    reader int, now instant, form_key varchar(36)
-- columns: visit_id int, student int, form_digest varchar(44)
-- weight:  light
select v.id as visit_id, vs.student_dcid as student, v.form_digest
from u_ssp_visit v
join u_ssp_visit_student vs on vs.visit_id = v.id
where v.author = @reader and v.form_key = @form_key
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now)
order by vs.id

-- query:   imports/visits
-- for:     the visits that one import brought and that are not void, in their order, page by page, for voiding them; for the system actor alone
-- args:    import_no int, after_id int = 0, take int = 50
-- columns: id int, visit_id int, student int, revision int
-- weight:  light
select i.id, i.visit_id, vs.student_dcid as student, v.revision
from u_ssp_imported i
join u_ssp_visit v on v.id = i.visit_id and v.voided_at is null
join u_ssp_visit_student vs on vs.visit_id = v.id
where i.import_id = @import_no and i.id > @after_id
order by i.id

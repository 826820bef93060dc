-- query:   visits/local-codes
-- for:     the district's own codes on one student's visits; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: visit_id int, code_set varchar(20), line_no int, code varchar(20)
-- weight:  light
select c.visit_id, c.code_set, c.line_no, c.code
from u_ssp_visit_student vs
join u_ssp_visit_code c on c.visit_id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
where vs.student_dcid = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by c.visit_id, c.code_set, c.line_no

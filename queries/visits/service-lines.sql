-- query:   visits/service-lines
-- for:     service lines of one student's visits between two days, in the order of the form; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int, from_date date, to_date date
-- columns: visit_id int, line_no int, service varchar(20), tier int
-- weight:  light
select l.visit_id, l.line_no, l.service, l.tier
from u_ssp_visit_student vs
join u_ssp_visit_service l on l.visit_id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
where vs.student_dcid = @student and vs.visit_date >= @from_date and vs.visit_date <= @to_date
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by l.visit_id, l.line_no

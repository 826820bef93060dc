-- query:   visits/open-notes
-- for:     encrypted notes, not the restricted ones, of one student's visits between two days, voided visits left out; no rows also when the reader is not support staff there
-- args:    reader int, now instant, student int, from_date date, to_date date
-- columns: visit_id int, key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select n.visit_id, n.key_id, n.sealed
from u_ssp_visit_student vs
join u_ssp_visit v on v.id = vs.visit_id and v.voided_at is null
join u_ssp_visit_note n on n.visit_id = vs.visit_id and n.student_dcid = vs.student_dcid
join Students s on s.DCID = vs.student_dcid
where vs.student_dcid = @student and vs.visit_date >= @from_date and vs.visit_date <= @to_date and n.restricted = 0
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by n.visit_id

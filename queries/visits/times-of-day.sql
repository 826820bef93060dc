-- query:   visits/times-of-day
-- for:     from when to when the reader's visits of a day were, one row for each student; without the name where the reader is not support staff for the student
-- args:    reader int, now instant, day date
-- columns: visit_id int, start_min int, end_min int, minutes int, student_name nvarchar(120)
-- weight:  light
select v.id as visit_id, v.start_min, v.end_min, v.minutes, s.LastFirst as student_name
from u_ssp_visit v
join u_ssp_visit_student vs on vs.visit_id = v.id
left join Students s on s.DCID = vs.student_dcid
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
where v.author = @reader and v.visit_date = @day and v.voided_at is null and v.start_min is not null and v.end_min is not null
order by v.start_min, v.id, vs.student_dcid

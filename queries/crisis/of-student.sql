-- query:   crisis/of-student
-- for:     crises of one student that are not over, or that no visit has written down yet, newest first; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, take int = 5
-- columns: id int, started_by int, started_at instant, ended_at instant
-- weight:  light
select c.id, c.started_by, c.started_at, c.ended_at
from u_ssp_crisis c
join Students s on s.DCID = c.student_dcid
where c.student_dcid = @student and c.visit_id is null
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by c.started_at desc, c.id desc

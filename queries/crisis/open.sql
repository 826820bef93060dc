-- query:   crisis/open
-- for:     the crisis of one student that is not over, read before another one begins; no row also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int
-- columns: id int
-- weight:  light
select c.id
from u_ssp_crisis c
join Students s on s.DCID = c.student_dcid
where c.open_for = @student and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

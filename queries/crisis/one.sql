-- query:   crisis/one
-- for:     one crisis of a student: where, since when, by whom, whether it is over and written down; no row also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: id int, school_id int, school_name nvarchar(60), started_by int, starter nvarchar(120), started_at instant, ended_at instant, visit_id int
-- weight:  light
select c.id, c.school_id, h.Name as school_name, c.started_by, u.LastFirst as starter, c.started_at, c.ended_at, c.visit_id
from u_ssp_crisis c
join Students s on s.DCID = c.student_dcid
join Schools h on h.School_Number = c.school_id
left join Users u on u.DCID = c.started_by
where c.id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

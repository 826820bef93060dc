-- query:   crisis/follow-up
-- for:     one thing to follow up of the reader, read before it is marked as done; no row when it is somebody else's, or the student is out of the reader's scope
-- args:    reader int, now instant, follow_up int
-- columns: id int, student int, done_at instant
-- weight:  light
select f.id, f.student_dcid as student, f.done_at
from u_ssp_follow_up f
join Students s on s.DCID = f.student_dcid
where f.id = @follow_up and f.owner = @reader
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

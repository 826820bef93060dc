-- query:   crisis/call-to
-- for:     one call to the reader, read before it is answered; no row when it is somebody else's, or of a school that is not the reader's any more
-- args:    reader int, now instant, call int
-- columns: id int, student int, ended_at instant, answered_at instant
-- weight:  light
select k.id, c.student_dcid as student, k.ended_at, k.answered_at
from u_ssp_crisis_call k
join u_ssp_crisis c on c.id = k.crisis_id
where k.id = @call and k.person = @reader
  and exists (select 1 from u_ssp_scope sc where sc.school = c.school_id and sc.reader = @reader and sc.until > @now)

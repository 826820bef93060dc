-- query:   consents/to-void
-- for:     whether one word of a family about a student is void already, read before it is voided; no row when it is another student's, or the reader is not support staff there
-- args:    reader int, now instant, student int, consent int
-- columns: id int, voided_at instant
-- weight:  light
select k.id, k.voided_at
from u_ssp_consent k
join Students s on s.DCID = k.student_dcid
where k.id = @consent and k.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

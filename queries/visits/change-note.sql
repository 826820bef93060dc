-- query:   visits/change-note
-- for:     the note of one visit about one student, with who restricted it; the text of a restricted one for its author alone. No row when the reader is not support staff there
-- args:    reader int, now instant, visit int, student int
-- columns: is_restricted bit, restricted_by int, restricted_at instant, restricted_why nvarchar(200), key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select n.restricted as is_restricted, n.restricted_by, n.restricted_at, n.restricted_why, n.key_id,
  case when n.restricted = 0 or v.author = @reader then n.sealed else null end as sealed
from u_ssp_visit_note n
join u_ssp_visit v on v.id = n.visit_id
join Students s on s.DCID = n.student_dcid
where n.visit_id = @visit and n.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

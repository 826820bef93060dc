-- query:   visits/readers
-- for:     whom the author named to open one restricted note, and who named them when; no rows unless the reader is its author and the student is in scope
-- args:    reader int, now instant, visit int
-- columns: student int, person int, person_name nvarchar(120), named_by int, named_at instant
-- weight:  light
select n.student_dcid as student, n.reader as person, u.LastFirst as person_name, n.named_by, n.named_at
from u_ssp_note_reader n
join u_ssp_visit v on v.id = n.visit_id
join Students s on s.DCID = n.student_dcid
left join Users u on u.DCID = n.reader
where n.visit_id = @visit and n.ended_at is null and v.author = @reader
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by n.student_dcid, n.reader

-- query:   visits/restricted-note
-- for:     one restricted note with who wrote it and when; no row unless the reader is its author or was named by the author and the visit holds, and the student is in scope
-- args:    reader int, now instant, visit int
-- columns: visit_id int, student int, student_name nvarchar(120), visit_date date, created_at instant, author int, author_name nvarchar(120), key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select n.visit_id, n.student_dcid as student, s.LastFirst as student_name, v.visit_date, v.created_at, v.author, u.LastFirst as author_name,
  n.key_id, n.sealed
from u_ssp_visit_note n
join u_ssp_visit v on v.id = n.visit_id
join Students s on s.DCID = n.student_dcid
left join Users u on u.DCID = v.author
where n.visit_id = @visit and n.restricted = 1
  and (
    v.author = @reader
    or v.voided_at is null and exists (
      select 1 from u_ssp_note_reader m
      where m.visit_id = n.visit_id and m.student_dcid = n.student_dcid and m.reader = @reader and m.ended_at is null
    )
  )
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

-- query:   visits/note-of
-- for:     the restricted note of a visit without its text: about whom, of which day, whose, at which school the student is now; no row unless the reader is its author and the student is in scope
-- args:    reader int, now instant, visit int
-- columns: student int, student_name nvarchar(120), school_id int, school_name nvarchar(60), visit_date date, author int
-- weight:  light
select n.student_dcid as student, s.LastFirst as student_name, s.SchoolID as school_id, h.Name as school_name, v.visit_date, v.author
from u_ssp_visit_note n
join u_ssp_visit v on v.id = n.visit_id
join Students s on s.DCID = n.student_dcid
join Schools h on h.School_Number = s.SchoolID
where n.visit_id = @visit and n.restricted = 1 and v.author = @reader
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by n.student_dcid

-- query:   crisis/called
-- for:     who was called to one crisis, and who is coming; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: id int, person int, person_name nvarchar(120), answered_at instant
-- weight:  light
select k.id, k.person, u.LastFirst as person_name, k.answered_at
from u_ssp_crisis_call k
join u_ssp_crisis c on c.id = k.crisis_id
join Students s on s.DCID = c.student_dcid
left join Users u on u.DCID = k.person
where k.crisis_id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by k.id

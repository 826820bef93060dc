-- query:   crisis/contacts
-- for:     every try to reach a guardian in one crisis, oldest first; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: try_no int, result varchar(20), person int, person_name nvarchar(120), at instant
-- weight:  light
select t.try_no, t.result, t.person, u.LastFirst as person_name, t.at
from u_ssp_crisis_contact t
join u_ssp_crisis c on c.id = t.crisis_id
join Students s on s.DCID = c.student_dcid
left join Users u on u.DCID = t.person
where t.crisis_id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by t.try_no

-- query:   crisis/steps
-- for:     every tick of the steps of one crisis and every tick that was taken back, oldest first; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: step_key varchar(40), change_no int, is_done bit, person int, person_name nvarchar(120), at instant
-- weight:  light
select p.step_key, p.change_no, p.is_done, p.person, u.LastFirst as person_name, p.at
from u_ssp_crisis_step p
join u_ssp_crisis c on c.id = p.crisis_id
join Students s on s.DCID = c.student_dcid
left join Users u on u.DCID = p.person
where p.crisis_id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by p.id

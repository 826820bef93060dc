-- query:   crisis/given-out
-- for:     what was given out to follow up in one crisis, with its encrypted words, whose it is and whether it is done; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: line_no int, owner_name nvarchar(120), due_on date, done_at instant, done_by_name nvarchar(120), key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select f.line_no, u.LastFirst as owner_name, f.due_on, f.done_at, w.LastFirst as done_by_name, f.key_id, f.sealed
from u_ssp_follow_up f
join u_ssp_crisis c on c.id = f.crisis_id
join Students s on s.DCID = c.student_dcid
left join Users u on u.DCID = f.owner
left join Users w on w.DCID = f.done_by
where f.crisis_id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by f.line_no

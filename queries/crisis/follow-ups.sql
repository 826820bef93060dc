-- query:   crisis/follow-ups
-- for:     what the reader is to follow up and has not done yet, the earliest first; none about students who are out of the reader's scope now
-- args:    reader int, now instant, take int = 50
-- columns: id int, crisis int, line_no int, student int, student_name nvarchar(120), due_on date, written_by int, writer nvarchar(120), key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select f.id, f.crisis_id as crisis, f.line_no, f.student_dcid as student, s.LastFirst as student_name, f.due_on, f.written_by, u.LastFirst as writer, f.key_id, f.sealed
from u_ssp_follow_up f
join Students s on s.DCID = f.student_dcid
left join Users u on u.DCID = f.written_by
where f.owner = @reader and f.done_at is null
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by f.due_on, f.id

-- query:   family/card
-- for:     how a student's family is reached; no row when nobody wrote it down, or out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: id int, caller int, caller_name nvarchar(120), language nvarchar(40), needs_interpreter bit, changed_by int, changed_by_name nvarchar(120), changed_at instant, revision int
-- weight:  light
select f.id, f.caller, c.LastFirst as caller_name, f.language, f.needs_interpreter, f.changed_by, u.LastFirst as changed_by_name, f.changed_at, f.revision
from u_ssp_family f
join Students s on s.DCID = f.student_dcid
left join Users c on c.DCID = f.caller
left join Users u on u.DCID = f.changed_by
where f.student_dcid = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

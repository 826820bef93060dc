-- query:   students/enrolled-on
-- for:     the school and grade in which the student was enrolled on a day, and whether the reader is support staff there or opened the student for a
--          real need (that counts for the present enrollment); no rows when not enrolled that day or out of the reader's scope
-- args:    reader int, now instant, student int, day date
-- columns: school_id int, grade_level int, is_own_school bit
-- weight:  light
select e.school_id, e.grade_level,
  case
    when exists (select 1 from u_ssp_scope own where own.school = e.school_id and own.reader = @reader and own.until > @now and own.role = 'support_staff') then 1
    when e.is_present = 1
      and exists (select 1 from u_ssp_break_glass g where g.student_dcid = e.dcid and g.reader = @reader and g.until > @now and g.ended_at is null) then 1
    else 0
  end as is_own_school
from (
  select s.DCID as dcid, s.SchoolID as school_id, s.Grade_Level as grade_level, s.EntryDate as entry_date, s.ExitDate as exit_date, 1 as is_present
  from Students s
  where s.DCID = @student
  union all
  select s.DCID as dcid, r.SchoolID as school_id, r.Grade_Level as grade_level, r.EntryDate as entry_date, r.ExitDate as exit_date, 0 as is_present
  from ReEnrollments r
  join Students s on s.ID = r.StudentID
  where s.DCID = @student
) e
join Students now_at on now_at.DCID = e.dcid
where e.entry_date <= @day and (e.exit_date is null or e.exit_date > @day)
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = now_at.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = now_at.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by e.entry_date desc

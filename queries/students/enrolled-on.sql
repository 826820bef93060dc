-- query:   students/enrolled-on
-- for:     the school and grade in which the student was enrolled on a day, and whether the reader is support staff there; no rows when not enrolled
--          that day or out of the reader's scope
-- args:    reader int, now instant, student int, day date
-- columns: school_id int, grade_level int, is_own_school bit
-- weight:  light
select e.school_id, e.grade_level,
  case when exists (select 1 from u_ssp_scope own where own.school = e.school_id and own.reader = @reader and own.until > @now and own.role = 'support_staff') then 1 else 0 end as is_own_school
from (
  select s.DCID as dcid, s.SchoolID as school_id, s.Grade_Level as grade_level, s.EntryDate as entry_date, s.ExitDate as exit_date
  from Students s
  where s.DCID = @student
  union all
  select s.DCID as dcid, r.SchoolID as school_id, r.Grade_Level as grade_level, r.EntryDate as entry_date, r.ExitDate as exit_date
  from ReEnrollments r
  join Students s on s.ID = r.StudentID
  where s.DCID = @student
) e
join Students now_at on now_at.DCID = e.dcid
where e.entry_date <= @day and (e.exit_date is null or e.exit_date > @day)
  and exists (select 1 from u_ssp_scope sc where sc.school = now_at.SchoolID and sc.reader = @reader and sc.until > @now)
order by e.entry_date desc

-- query:   students/header
-- for:     who the student is, as the SIS says; no row when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_id int, school_name nvarchar(60), enroll_status int,
--          entry_date date, exit_date date
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, s.SchoolID as school_id,
  c.Name as school_name, s.Enroll_Status as enroll_status, s.EntryDate as entry_date, s.ExitDate as exit_date
from Students s
join Schools c on c.School_Number = s.SchoolID
where s.DCID = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

-- query:   students/by-number
-- for:     the student of the reader's schools who has this number; no row also when out of the reader's scope
-- args:    reader int, now instant, number bigint
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, c.Name as school_name,
  case when s.Enroll_Status = 0 then 0 else 1 end as has_left
from Students s
join Schools c on c.School_Number = s.SchoolID
where s.Student_Number = @number
  and exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)

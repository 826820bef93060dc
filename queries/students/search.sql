-- query:   students/search
-- for:     students of the reader's schools whose name holds both parts, or who have this number; those who left come last
-- args:    reader int, now instant, part nvarchar(80), other_part nvarchar(80) = '%', number int = 0, take int = 20
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, c.Name as school_name,
  case when s.Enroll_Status = 0 then 0 else 1 end as has_left
from Students s
join Schools c on c.School_Number = s.SchoolID
where exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
  and ((s.LastFirst like @part escape '\' and s.LastFirst like @other_part escape '\') or s.Student_Number = @number)
order by case when s.Enroll_Status = 0 then 0 else 1 end, s.LastFirst, s.DCID

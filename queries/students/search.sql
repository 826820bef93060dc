-- query:   students/search
-- for:     students of the reader's schools whose name holds all parts; those who left come last
-- args:    reader int, now instant, part_1 nvarchar(80), part_2 nvarchar(80) = '%', part_3 nvarchar(80) = '%', part_4 nvarchar(80) = '%',
--          part_5 nvarchar(80) = '%', part_6 nvarchar(80) = '%', take int = 21
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, c.Name as school_name,
  case when s.Enroll_Status = 0 then 0 else 1 end as has_left
from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now) mine
join Schools c on c.School_Number = mine.school
join Students s on s.SchoolID = c.School_Number
where s.LastFirst like @part_1 escape '\' and s.LastFirst like @part_2 escape '\' and s.LastFirst like @part_3 escape '\'
  and s.LastFirst like @part_4 escape '\' and s.LastFirst like @part_5 escape '\' and s.LastFirst like @part_6 escape '\'
order by case when s.Enroll_Status = 0 then 0 else 1 end, s.LastFirst, s.DCID

-- query:   visits/homeroom
-- for:     the enrolled students of one homeroom of a school, by name; no rows also when the reader is not support staff there
-- args:    reader int, now instant, school int, room nvarchar(60), take int = 101
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, c.Name as school_name, 0 as has_left
from (
  select distinct sc.school from u_ssp_scope sc
  where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff' and sc.school = @school
) mine
join Schools c on c.School_Number = mine.school
join Students s on s.SchoolID = c.School_Number
where s.Home_Room = @room and s.Enroll_Status = 0
order by s.LastFirst, s.DCID

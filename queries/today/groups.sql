-- query:   today/groups
-- for:     grades and homerooms of the enrolled students at the schools where the reader is support staff, with how many students each has: what a caseload's rule can name
-- args:    reader int, now instant
-- columns: school_id int, school_name nvarchar(60), grade_level int, homeroom nvarchar(60), students int
-- weight:  light
select c.School_Number as school_id, c.Name as school_name, s.Grade_Level as grade_level, s.Home_Room as homeroom, count(*) as students
from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff') mine
join Schools c on c.School_Number = mine.school
join Students s on s.SchoolID = c.School_Number
where s.Enroll_Status = 0
group by c.School_Number, c.Name, s.Grade_Level, s.Home_Room
order by c.School_Number, s.Grade_Level, s.Home_Room

-- query:   access/all-schools
-- for:     every school of the district
-- args:    none
-- columns: school_id int, name nvarchar(60)
-- weight:  light
select s.School_Number as school_id, s.Name as name
from Schools s
order by s.School_Number

-- query:   students/in-scope
-- for:     the reader's roles at the school of a student; no rows when the student is out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20)
-- weight:  light
select s.DCID as student, sc.role
from Students s
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where s.DCID = @id
order by sc.role

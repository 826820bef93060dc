-- query:   students/in-scope
-- for:     the reader's roles at the school of a student, and support staff when the reader opened the student for a real need; no rows when the student is out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20), is_break_glass bit
-- weight:  light
select s.DCID as student, sc.role, 0 as is_break_glass
from Students s
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where s.DCID = @id
union all
select s.DCID as student, 'support_staff' as role, 1 as is_break_glass
from Students s
join u_ssp_break_glass b on b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null
where s.DCID = @id
order by is_break_glass, role

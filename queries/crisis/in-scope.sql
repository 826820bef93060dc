-- query:   crisis/in-scope
-- for:     the reader's roles at the school of a crisis's student, and support staff when the reader opened the student for a real need; no rows when out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20), is_break_glass bit
-- weight:  light
select c.student_dcid as student, sc.role, 0 as is_break_glass
from u_ssp_crisis c
join Students s on s.DCID = c.student_dcid
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where c.id = @id
union all
select c.student_dcid as student, 'support_staff' as role, 1 as is_break_glass
from u_ssp_crisis c
join u_ssp_break_glass b on b.student_dcid = c.student_dcid and b.reader = @reader and b.until > @now and b.ended_at is null
where c.id = @id
order by is_break_glass, role

-- query:   visits/in-scope
-- for:     the reader's roles at the school of a visit's student, and support staff when the reader opened the student for a real need; no rows when out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20), is_break_glass bit
-- weight:  light
select vs.student_dcid as student, sc.role, 0 as is_break_glass
from u_ssp_visit_student vs
join Students s on s.DCID = vs.student_dcid
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where vs.visit_id = @id
union all
select vs.student_dcid as student, 'support_staff' as role, 1 as is_break_glass
from u_ssp_visit_student vs
join u_ssp_break_glass b on b.student_dcid = vs.student_dcid and b.reader = @reader and b.until > @now and b.ended_at is null
where vs.visit_id = @id
order by is_break_glass, student, role

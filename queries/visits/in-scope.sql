-- query:   visits/in-scope
-- for:     the reader's roles at the school of a visit's student; no rows when out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20)
-- weight:  light
select vs.student_dcid as student, sc.role
from u_ssp_visit_student vs
join Students s on s.DCID = vs.student_dcid
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where vs.visit_id = @id
order by vs.student_dcid, sc.role

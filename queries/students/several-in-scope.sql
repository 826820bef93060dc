-- query:   students/several-in-scope
-- for:     the reader's roles at the schools of up to 20 students, and support staff for those whom the reader opened for a real need; no row for those out of scope or not there
-- args:    reader int, now instant, student_1 int, student_2 int = 0, student_3 int = 0, student_4 int = 0, student_5 int = 0, student_6 int = 0,
--          student_7 int = 0, student_8 int = 0, student_9 int = 0, student_10 int = 0, student_11 int = 0, student_12 int = 0, student_13 int = 0,
--          student_14 int = 0, student_15 int = 0, student_16 int = 0, student_17 int = 0, student_18 int = 0, student_19 int = 0, student_20 int = 0
-- columns: student int, role varchar(20), is_break_glass bit
-- weight:  light
select s.DCID as student, sc.role, 0 as is_break_glass
from Students s
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where s.DCID in (@student_1, @student_2, @student_3, @student_4, @student_5, @student_6, @student_7, @student_8, @student_9, @student_10, @student_11, @student_12, @student_13, @student_14, @student_15, @student_16, @student_17, @student_18, @student_19, @student_20)
union all
select s.DCID as student, 'support_staff' as role, 1 as is_break_glass
from Students s
join u_ssp_break_glass b on b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null
where s.DCID in (@student_1, @student_2, @student_3, @student_4, @student_5, @student_6, @student_7, @student_8, @student_9, @student_10, @student_11, @student_12, @student_13, @student_14, @student_15, @student_16, @student_17, @student_18, @student_19, @student_20)
order by is_break_glass, student, role

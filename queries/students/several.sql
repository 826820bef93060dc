-- query:   students/several
-- for:     who up to 20 students are, as the SIS says; no row for those for whom the reader is not support staff
-- args:    reader int, now instant, student_1 int, student_2 int = 0, student_3 int = 0, student_4 int = 0, student_5 int = 0, student_6 int = 0,
--          student_7 int = 0, student_8 int = 0, student_9 int = 0, student_10 int = 0, student_11 int = 0, student_12 int = 0, student_13 int = 0,
--          student_14 int = 0, student_15 int = 0, student_16 int = 0, student_17 int = 0, student_18 int = 0, student_19 int = 0, student_20 int = 0
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_id int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, s.SchoolID as school_id, c.Name as school_name,
  case when s.Enroll_Status = 0 then 0 else 1 end as has_left
from Students s
join Schools c on c.School_Number = s.SchoolID
where s.DCID in (@student_1, @student_2, @student_3, @student_4, @student_5, @student_6, @student_7, @student_8, @student_9, @student_10, @student_11, @student_12, @student_13, @student_14, @student_15, @student_16, @student_17, @student_18, @student_19, @student_20)
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by s.DCID

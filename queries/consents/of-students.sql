-- query:   consents/of-students
-- for:     what families have said about up to 20 students, voided words left out; one row without words for a student about whom nothing was said, and none for those for
--          whom the reader is not support staff
-- args:    reader int, now instant, student_1 int, student_2 int = 0, student_3 int = 0, student_4 int = 0, student_5 int = 0, student_6 int = 0,
--          student_7 int = 0, student_8 int = 0, student_9 int = 0, student_10 int = 0, student_11 int = 0, student_12 int = 0, student_13 int = 0,
--          student_14 int = 0, student_15 int = 0, student_16 int = 0, student_17 int = 0, student_18 int = 0, student_19 int = 0, student_20 int = 0
-- columns: id int, student int, service_group varchar(20), state varchar(20), starts_on date, ends_on date
-- weight:  light
select k.id, s.DCID as student, k.service_group, k.state, k.starts_on, k.ends_on
from Students s
left join u_ssp_consent k on k.student_dcid = s.DCID and k.voided_at is null
where s.DCID in (@student_1, @student_2, @student_3, @student_4, @student_5, @student_6, @student_7, @student_8, @student_9, @student_10, @student_11, @student_12, @student_13, @student_14, @student_15, @student_16, @student_17, @student_18, @student_19, @student_20)
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by k.id, s.DCID

-- query:   visits/change-students
-- for:     the students of one visit with what was copied onto it about them; only those the reader is support staff for or opened for a real need, in the order in which they were chosen
-- args:    reader int, now instant, visit int
-- columns: student int, grade_level int, sex varchar(2), grade_band varchar(5), race varchar(20), is_el bit, is_swd bit, is_504 bit, is_econ bit
-- weight:  light
select vs.student_dcid as student, vs.grade_level, vs.sex, vs.grade_band, vs.race, vs.is_el, vs.is_swd, vs.is_504, vs.is_econ
from u_ssp_visit_student vs
join Students s on s.DCID = vs.student_dcid
where vs.visit_id = @visit
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by vs.id

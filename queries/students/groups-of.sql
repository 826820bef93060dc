-- query:   students/groups-of
-- for:     the reporting groups of one student, copied onto what is written about the student; no row when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: sex varchar(2), ethnicity varchar(20), is_hispanic bit, is_el bit, is_swd bit, is_504 bit, is_econ bit
-- weight:  light
select s.Gender as sex, s.Ethnicity as ethnicity, case when s.FedEthnicity = 1 then 1 else 0 end as is_hispanic,
  x.EL as is_el, x.SpEd as is_swd, x.Section504 as is_504, x.EconDisadv as is_econ
from Students s
left join S_STU_X x on x.StudentsDCID = s.DCID
where s.DCID = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

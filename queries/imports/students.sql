-- query:   imports/students
-- for:     when and where up to 20 students, by their numbers, were enrolled, the latest first, with the reporting groups of each; for the system actor alone
-- args:    number_1 bigint, number_2 bigint = 0, number_3 bigint = 0, number_4 bigint = 0, number_5 bigint = 0, number_6 bigint =
--          0, number_7 bigint = 0, number_8 bigint = 0, number_9 bigint = 0, number_10 bigint = 0, number_11 bigint = 0, number_12
--          bigint = 0, number_13 bigint = 0, number_14 bigint = 0, number_15 bigint = 0, number_16 bigint = 0, number_17 bigint =
--          0, number_18 bigint = 0, number_19 bigint = 0, number_20 bigint = 0
-- columns: student_number bigint, dcid int, school_id int, grade_level int, entry_date date, exit_date date, sex varchar(2), ethnicity varchar(20),
--          is_hispanic bit, is_el bit, is_swd bit, is_504 bit, is_econ bit
-- weight:  light
select e.student_number, e.dcid, e.school_id, e.grade_level, e.entry_date, e.exit_date, e.sex, e.ethnicity, e.is_hispanic, e.is_el, e.is_swd,
  e.is_504, e.is_econ
from (
  select s.Student_Number as student_number, s.DCID as dcid, s.SchoolID as school_id, s.Grade_Level as grade_level, s.EntryDate as entry_date,
    s.ExitDate as exit_date, s.Gender as sex, s.Ethnicity as ethnicity, case when s.FedEthnicity = 1 then 1 else 0 end as is_hispanic,
    x.EL as is_el, x.SpEd as is_swd, x.Section504 as is_504, x.EconDisadv as is_econ
  from Students s
  left join S_STU_X x on x.StudentsDCID = s.DCID
  where s.Student_Number in (@number_1, @number_2, @number_3, @number_4, @number_5, @number_6, @number_7, @number_8, @number_9, @number_10, @number_11, @number_12, @number_13, @number_14, @number_15, @number_16, @number_17, @number_18, @number_19, @number_20)
  union all
  select s.Student_Number as student_number, s.DCID as dcid, r.SchoolID as school_id, coalesce(r.Grade_Level, s.Grade_Level) as grade_level, r.EntryDate as entry_date,
    r.ExitDate as exit_date, s.Gender as sex, s.Ethnicity as ethnicity, case when s.FedEthnicity = 1 then 1 else 0 end as is_hispanic,
    x.EL as is_el, x.SpEd as is_swd, x.Section504 as is_504, x.EconDisadv as is_econ
  from ReEnrollments r
  join Students s on s.ID = r.StudentID
  left join S_STU_X x on x.StudentsDCID = s.DCID
  where s.Student_Number in (@number_1, @number_2, @number_3, @number_4, @number_5, @number_6, @number_7, @number_8, @number_9, @number_10, @number_11, @number_12, @number_13, @number_14, @number_15, @number_16, @number_17, @number_18, @number_19, @number_20)
) e
order by e.dcid, e.entry_date desc, e.school_id

-- query:   exports/students-referred
-- for:     students enrolled on at least one of the days (a student who never came is none), and how many of them had a mental health
--          referral opened on these days; one row
-- args:    from_day date, to_day date
-- columns: numerator int, denominator int, students_num int, students_rest int, students_den int
-- weight:  heavy
with enrolled as (
  select distinct e.student
  from (
    select s.DCID as student, s.EntryDate as entry_date, s.ExitDate as exit_date
    from Students s
    where s.Enroll_Status <> -1
    union all
    select s.DCID as student, r.EntryDate as entry_date, r.ExitDate as exit_date
    from ReEnrollments r
    join Students s on s.ID = r.StudentID
  ) e
  where e.entry_date <= @to_day and (e.exit_date is null or (e.exit_date > @from_day and e.exit_date > e.entry_date))
), referred as (
  select distinct r.student_dcid as student
  from u_ssp_referral r
  where r.is_mental_health = 1 and r.voided_at is null and r.opened_on between @from_day and @to_day
)
select count(r.student) as numerator, count(e.student) as denominator,
  count(r.student) as students_num, count(e.student) - count(r.student) as students_rest, count(e.student) as students_den
from enrolled e
left join referred r on r.student = e.student

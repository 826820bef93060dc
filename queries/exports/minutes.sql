-- query:   exports/minutes
-- for:     minutes of the visits on the days and the distinct students behind them; minutes of a visit with several students count
--          once; one row
-- args:    from_day date, to_day date
-- columns: numerator int, denominator int, students_num int, students_rest int, students_den int
-- weight:  heavy
select m.minutes as numerator, cast(null as integer) as denominator,
  s.students as students_num, 0 as students_rest, s.students as students_den
from (
  select coalesce(sum(v.minutes), 0) as minutes
  from u_ssp_visit v
  where v.voided_at is null and v.visit_date between @from_day and @to_day
) m
join (
  select count(distinct vs.student_dcid) as students
  from u_ssp_visit v
  join u_ssp_visit_student vs on vs.visit_id = v.id
  where v.voided_at is null and v.visit_date between @from_day and @to_day
) s on 1 = 1

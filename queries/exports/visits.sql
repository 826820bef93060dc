-- query:   exports/visits
-- for:     visits on the days and the distinct students behind them; a visit with several students counts once; one row
-- args:    from_day date, to_day date
-- columns: numerator int, denominator int, students_num int, students_rest int, students_den int
-- weight:  heavy
select count(distinct v.id) as numerator, cast(null as integer) as denominator,
  count(distinct vs.student_dcid) as students_num, 0 as students_rest, count(distinct vs.student_dcid) as students_den
from u_ssp_visit v
join u_ssp_visit_student vs on vs.visit_id = v.id
where v.voided_at is null and v.visit_date between @from_day and @to_day

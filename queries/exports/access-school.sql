-- query:   exports/access-school
-- for:     referrals to a school-based provider opened on the days whose result is known, and how many of them led to service (a first
--          service or an outcome that means one); no word yet and entered in error are left out; one row
-- args:    from_day date, to_day date
-- columns: numerator int, denominator int, students_num int, students_rest int, students_den int
-- weight:  heavy
select count(case when t.reached = 1 then 1 end) as numerator, count(t.student) as denominator,
  count(distinct case when t.reached = 1 then t.student end) as students_num,
  count(distinct case when t.reached = 0 then t.student end) as students_rest,
  count(distinct t.student) as students_den
from (
  select r.student_dcid as student, case when g.access = 'YES' or g.first_service_on is not null then 1 else 0 end as reached
  from u_ssp_target g
  join u_ssp_referral r on r.id = g.referral_id
  where g.kind = 'SCHOOL' and r.voided_at is null and r.opened_on between @from_day and @to_day
    and (g.access in ('YES', 'NO') or (g.first_service_on is not null and coalesce(g.access, 'UNKNOWN') <> 'EXCLUDED'))
) t

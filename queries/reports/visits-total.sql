-- query:   reports/visits-total
-- for:     all visits, their minutes and the students behind them, each student once; one row
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: visits int, students int, minutes int
-- weight:  heavy
with counted as (
  select v.id, v.minutes
  from u_ssp_visit v
  where v.visit_date between @from_date and @to_date and v.voided_at is null and (@school = 0 or v.school_id = @school)
    and v.school_id in (
      select sc.school from u_ssp_scope sc
      where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
    )
)
select t.visits, p.students, t.minutes
from (
  select count(*) as visits, coalesce(sum(c.minutes), 0) as minutes
  from counted c
) t
join (
  select count(distinct vs.student_dcid) as students
  from counted c
  join u_ssp_visit_student vs on vs.visit_id = c.id
) p on 1 = 1

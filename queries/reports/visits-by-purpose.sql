-- query:   reports/visits-by-purpose
-- for:     visits by their one primary purpose; they add up to all visits
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: purpose varchar(20), visits int
-- weight:  heavy
select v.purpose, count(*) as visits
from u_ssp_visit v
where v.visit_date between @from_date and @to_date and v.voided_at is null and (@school = 0 or v.school_id = @school)
  and v.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by v.purpose
order by v.purpose

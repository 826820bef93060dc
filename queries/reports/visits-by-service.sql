-- query:   reports/visits-by-service
-- for:     visits, students and minutes by purpose, service and tier. A visit with several services is a visit in the row of each,
--          its minutes stand with the first one: every minute is counted once
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: purpose varchar(20), service varchar(20), tier int, visits int, students int, minutes int
-- weight:  heavy
select v.purpose, l.service, l.tier,
  count(distinct v.id) as visits, count(distinct vs.student_dcid) as students,
  sum(case when l.line_no > 1 or vs.student_dcid <> vs.first_one then 0 else v.minutes end) as minutes
from u_ssp_visit v
join (
  select x.visit_id, x.student_dcid,
    (select min(m.student_dcid) from u_ssp_visit_student m where m.visit_id = x.visit_id) as first_one
  from u_ssp_visit_student x
) vs on vs.visit_id = v.id
left join u_ssp_visit_service l on l.visit_id = v.id
where v.visit_date between @from_date and @to_date and v.voided_at is null and (@school = 0 or v.school_id = @school)
  and v.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by v.purpose, l.service, l.tier
order by v.purpose, l.service, l.tier

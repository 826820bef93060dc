-- query:   reports/staffing
-- for:     where the working time of each person went: visits that the person wrote and those at which the person was a colleague, by their first service, with the
--          person's own minutes; and time without a student, by its kind. A visit is written by one person, so the written ones add up to all visits
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: person int, name nvarchar(120), what varchar(10), code varchar(20), entries int, minutes int
-- weight:  heavy
select w.person, u.LastFirst as name, w.what, w.code, count(*) as entries, sum(w.minutes) as minutes
from (
  select v.author as person, 'visit' as what, coalesce(l.service, '') as code, v.minutes, v.school_id
  from u_ssp_visit v
  left join u_ssp_visit_service l on l.visit_id = v.id and l.line_no = 1
  where v.visit_date between @from_date and @to_date and v.voided_at is null
  union all
  select c.person, 'colleague' as what, coalesce(l.service, '') as code, c.minutes, v.school_id
  from u_ssp_visit v
  join u_ssp_visit_staff c on c.visit_id = v.id
  left join u_ssp_visit_service l on l.visit_id = v.id and l.line_no = 1
  where v.visit_date between @from_date and @to_date and v.voided_at is null
  union all
  select t.author as person, 'time' as what, t.kind as code, t.minutes, t.school_id
  from u_ssp_time t
  where t.on_date between @from_date and @to_date and t.voided_at is null
) w
left join Users u on u.DCID = w.person
where (@school = 0 or w.school_id = @school)
  and w.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by w.person, u.LastFirst, w.what, w.code
order by w.person, w.what, w.code

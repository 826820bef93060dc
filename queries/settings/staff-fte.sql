-- query:   settings/staff-fte
-- for:     people and their FTE (in hundredths) on a day, by provider type and employer
-- args:    on_day date
-- columns: provider varchar(20), employer varchar(40), people int, fte int
-- weight:  light
select f.provider, f.employer, count(*) as people, sum(f.fte) as fte
from u_ssp_staff_fact f
where f.void_reason is null and f.from_day <= @on_day and (f.to_day is null or f.to_day >= @on_day)
  and not exists (
    select 1 from u_ssp_staff_fact n where n.person = f.person and n.period_no = f.period_no and n.revision > f.revision
  )
group by f.provider, f.employer
order by f.provider, f.employer

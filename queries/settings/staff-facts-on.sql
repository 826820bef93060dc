-- query:   settings/staff-facts-on
-- for:     the staff members whose facts hold on a day, by number
-- args:    on_day date, take int = 500
-- columns: person int, person_name nvarchar(120), provider varchar(20), employer varchar(40), fte int, from_day date, to_day date
-- weight:  light
select f.person, u.LastFirst as person_name, f.provider, f.employer, f.fte, f.from_day, f.to_day
from u_ssp_staff_fact f
left join Users u on u.DCID = f.person
where f.void_reason is null and f.from_day <= @on_day and (f.to_day is null or f.to_day >= @on_day)
  and not exists (
    select 1 from u_ssp_staff_fact n where n.person = f.person and n.period_no = f.period_no and n.revision > f.revision
  )
order by f.person

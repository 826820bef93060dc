-- query:   settings/staff-by-name
-- for:     people of the SIS whose name holds all parts, and the provider type of each when facts hold on a day
-- args:    part_1 nvarchar(80), part_2 nvarchar(80) = '%', part_3 nvarchar(80) = '%', part_4 nvarchar(80) = '%',
--          part_5 nvarchar(80) = '%', part_6 nvarchar(80) = '%', on_day date, take int = 50
-- columns: person int, name nvarchar(120), provider varchar(20)
-- weight:  heavy
select u.DCID as person, u.LastFirst as name, (
    select max(f.provider) from u_ssp_staff_fact f
    where f.person = u.DCID and f.void_reason is null and f.from_day <= @on_day and (f.to_day is null or f.to_day >= @on_day)
      and not exists (
        select 1 from u_ssp_staff_fact n where n.person = f.person and n.period_no = f.period_no and n.revision > f.revision
      )
  ) as provider
from Users u
where u.LastFirst like @part_1 escape '\' and u.LastFirst like @part_2 escape '\' and u.LastFirst like @part_3 escape '\'
  and u.LastFirst like @part_4 escape '\' and u.LastFirst like @part_5 escape '\' and u.LastFirst like @part_6 escape '\'
order by u.DCID

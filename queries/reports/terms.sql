-- query:   reports/terms
-- for:     the school years of the SIS and their two semesters, over all schools: first day of the earliest, last day of the latest
-- args:    none
-- columns: year_id int, part varchar(2), first_day date, last_day date
-- weight:  light
select t.YearID as year_id, t.part, min(t.FirstDay) as first_day, max(t.LastDay) as last_day
from (
  select y.YearID, case when y.IsYearRec = 1 then 'Y' else y.Abbreviation end as part, y.FirstDay, y.LastDay
  from Terms y
  where y.IsYearRec = 1 or y.Abbreviation in ('S1', 'S2')
) t
group by t.YearID, t.part
order by t.YearID desc, t.part

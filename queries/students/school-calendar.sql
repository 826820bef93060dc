-- query:   students/school-calendar
-- for:     when a school is in session: from when to when its calendar is filled in (no row when it is not), its days in session from a day up to another, its school
--          years and its other terms
-- args:    school int, from_day date, to_day date
-- columns: what varchar(8), first_day date, last_day date
-- weight:  light
select 'calendar' as what, min(c.Date_Value) as first_day, max(c.Date_Value) as last_day
from Calendar_Day c
where c.SchoolID = @school
group by c.SchoolID
union all
select 'day' as what, d.Date_Value as first_day, d.Date_Value as last_day
from Calendar_Day d
where d.SchoolID = @school and d.InSession = 1 and d.Date_Value between @from_day and @to_day
union all
select case when t.IsYearRec = 1 then 'year' else 'term' end as what, t.FirstDay as first_day, t.LastDay as last_day
from Terms t
where t.SchoolID = @school
order by what, first_day, last_day

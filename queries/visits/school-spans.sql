-- query:   visits/school-spans
-- for:     what the SIS knows of a school's year: from when to when its calendar is filled in (no row when it is not), and its terms
-- args:    school int
-- columns: what varchar(8), first_day date, last_day date
-- weight:  light
select 'calendar' as what, min(c.Date_Value) as first_day, max(c.Date_Value) as last_day
from Calendar_Day c
where c.SchoolID = @school
group by c.SchoolID
union all
select 'term' as what, t.FirstDay as first_day, t.LastDay as last_day
from Terms t
where t.SchoolID = @school
order by what, first_day, last_day

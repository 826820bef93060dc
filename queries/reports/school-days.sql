-- query:   reports/school-days
-- for:     days from one to another on which the reader's schools, or one of them, were in session, and how many of them were, earliest first
-- args:    reader int, now instant, from_day date, to_day date, school int = 0
-- columns: on_day date, schools int
-- weight:  heavy
select c.Date_Value as on_day, count(*) as schools
from Calendar_Day c
where c.InSession = 1 and c.Date_Value between @from_day and @to_day and (@school = 0 or c.SchoolID = @school)
  and c.SchoolID in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by c.Date_Value
order by c.Date_Value

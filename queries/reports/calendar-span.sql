-- query:   reports/calendar-span
-- for:     from when to when the calendars of the reader's schools, or of one of them, are filled in; one row, of nulls when none is
-- args:    reader int, now instant, school int = 0
-- columns: first_day date, last_day date
-- weight:  light
select min(c.Date_Value) as first_day, max(c.Date_Value) as last_day
from Calendar_Day c
where (@school = 0 or c.SchoolID = @school)
  and c.SchoolID in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )

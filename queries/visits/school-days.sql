-- query:   visits/school-days
-- for:     days on which a school was in session after a day and up to another, as the SIS's calendar says, earliest first
-- args:    school int, after_day date, until_day date, take int = 10
-- columns: on_day date
-- weight:  light
select c.Date_Value as on_day
from Calendar_Day c
where c.SchoolID = @school and c.InSession = 1 and c.Date_Value > @after_day and c.Date_Value <= @until_day
order by c.Date_Value

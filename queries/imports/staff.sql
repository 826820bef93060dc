-- query:   imports/staff
-- for:     people of the SIS by number of the record, teacher number or name as the SIS writes it, whichever is given; two rows: it is not said who is meant
-- args:    person int = 0, staff_number nvarchar(60) = '', staff_name nvarchar(120) = '', take int = 2
-- columns: person int
-- weight:  heavy
select u.DCID as person
from Users u
where (@person <> 0 and u.DCID = @person)
  or (@staff_number <> '' and u.TeacherNumber = @staff_number)
  or (@staff_name <> '' and u.LastFirst = @staff_name)
order by u.DCID

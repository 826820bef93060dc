-- query:   access/person
-- for:     the name of a person of the SIS; no row for nobody's number
-- args:    person int
-- columns: person int, name nvarchar(120)
-- weight:  light
select u.DCID as person, u.LastFirst as name
from Users u
where u.DCID = @person

-- query:   access/schools-of-person
-- for:     the schools to which a person is actively assigned in the SIS (0 is the district office)
-- args:    person int
-- columns: school_id int
-- weight:  light
select s.SchoolID as school_id
from SchoolStaff s
where s.Users_DCID = @person and s.Status = 1
order by s.SchoolID

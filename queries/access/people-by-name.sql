-- query:   access/people-by-name
-- for:     people of the SIS who hold or held a role and whose name holds both parts
-- args:    part nvarchar(80), other_part nvarchar(80) = '%'
-- columns: person int, name nvarchar(120)
-- weight:  heavy
select u.DCID as person, u.LastFirst as name
from Users u
where u.LastFirst like @part escape '\' and u.LastFirst like @other_part escape '\'
  and exists (select 1 from RoleDefTeachersMap m where m.TeachersDCID = u.DCID)
order by u.DCID

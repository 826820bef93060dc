-- query:   access/people-by-name
-- for:     people of the SIS who hold or held a role and whose name holds all parts
-- args:    part_1 nvarchar(80), part_2 nvarchar(80) = '%', part_3 nvarchar(80) = '%', part_4 nvarchar(80) = '%',
--          part_5 nvarchar(80) = '%', part_6 nvarchar(80) = '%'
-- columns: person int, name nvarchar(120)
-- weight:  heavy
select u.DCID as person, u.LastFirst as name
from Users u
where u.LastFirst like @part_1 escape '\' and u.LastFirst like @part_2 escape '\' and u.LastFirst like @part_3 escape '\'
  and u.LastFirst like @part_4 escape '\' and u.LastFirst like @part_5 escape '\' and u.LastFirst like @part_6 escape '\'
  and exists (select 1 from RoleDefTeachersMap m where m.TeachersDCID = u.DCID)
order by u.DCID

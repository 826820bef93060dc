-- query:   access/roles-switched-off
-- for:     the roles that a person holds in the SIS but that are not enabled there, to explain why they do not count
-- args:    person int
-- columns: role_name nvarchar(60), school_id int, is_district bit
-- weight:  light
select r.Name as role_name, m.SchoolID as school_id, m.IsDistrict as is_district
from RoleDefTeachersMap m
join RoleDef r on r.ID = m.RoleDefID
where m.TeachersDCID = @person and m.IsEnabled = 0
order by r.Name, m.SchoolID

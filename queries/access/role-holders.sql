-- query:   access/role-holders
-- for:     every role of the SIS with everyone who holds it; a role that nobody holds has one row without a person
-- args:    none
-- columns: role_id int, role_name nvarchar(60), person int, name nvarchar(120), school_id int, is_district bit
-- weight:  heavy
select r.ID as role_id, r.Name as role_name, m.TeachersDCID as person, u.LastFirst as name, m.SchoolID as school_id, m.IsDistrict as is_district
from RoleDef r
left join RoleDefTeachersMap m on m.RoleDefID = r.ID and m.IsEnabled = 1
left join Users u on u.DCID = m.TeachersDCID
order by r.ID, m.TeachersDCID, m.SchoolID

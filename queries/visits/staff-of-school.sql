-- query:   visits/staff-of-school
-- for:     who is actively assigned to a school, with every enabled role: those who can be named to open a restricted note are chosen from them
-- args:    school int
-- columns: person int, name nvarchar(120), role_name nvarchar(60), school_id int, is_district bit
-- weight:  heavy
select u.DCID as person, u.LastFirst as name, d.Name as role_name, m.SchoolID as school_id, m.IsDistrict as is_district
from SchoolStaff st
join Users u on u.DCID = st.Users_DCID
join RoleDefTeachersMap m on m.TeachersDCID = st.Users_DCID and m.IsEnabled = 1
join RoleDef d on d.ID = m.RoleDefID
where st.SchoolID = @school and st.Status = 1
order by u.DCID, d.Name, m.SchoolID

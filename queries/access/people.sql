-- query:   access/people
-- for:     everyone who holds or held a role of the SIS, or was here, with each school of an assignment (0 is the district office) and whether it is active
-- args:    none
-- columns: person int, name nvarchar(120), school_id int, is_active bit
-- weight:  heavy
select u.DCID as person, u.LastFirst as name, st.SchoolID as school_id, case when st.Status = 1 then 1 else 0 end as is_active
from Users u
join SchoolStaff st on st.Users_DCID = u.DCID
where exists (select 1 from RoleDefTeachersMap m where m.TeachersDCID = u.DCID)
  or exists (select 1 from u_ssp_audit a where a.actor = u.DCID)
order by u.DCID, st.SchoolID, st.Status

-- query:   referrals/incoming
-- for:     open referrals to school-based providers that nobody at the student's school has, first date or not, and those that wait for their first date, at one school or at any (0),
--          the most urgent first, then the oldest, with how many there are in all and whether provider and owner work at that school; no rows also when the reader is not support staff there
-- args:    reader int, now instant, school int = 0, take int = 300
-- columns: target_id int, referral_id int, student int, name nvarchar(120), grade_level int, school_id int, school_name nvarchar(60), provider nvarchar(100), need varchar(20), urgency varchar(20),
--          opened_on date, status varchar(12), author int, author_name nvarchar(120), assignee int, assignee_name nvarchar(120), assignee_is_here bit, owner int, owner_name nvarchar(120),
--          owner_is_here bit, revision int, in_all int
-- weight:  light
select t.id as target_id, r.id as referral_id, s.DCID as student, s.LastFirst as name, s.Grade_Level as grade_level, s.SchoolID as school_id, c.Name as school_name, t.provider, r.need, r.urgency,
  r.opened_on, t.status, r.author, u.LastFirst as author_name, t.assignee, a.LastFirst as assignee_name,
  case when exists (select 1 from SchoolStaff st where st.Users_DCID = t.assignee and st.SchoolID = s.SchoolID and st.Status = 1) then 1 else 0 end as assignee_is_here,
  t.owner, o.LastFirst as owner_name,
  case when exists (select 1 from SchoolStaff st where st.Users_DCID = t.owner and st.SchoolID = s.SchoolID and st.Status = 1) then 1 else 0 end as owner_is_here,
  t.revision, count(*) over () as in_all
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
join Schools c on c.School_Number = s.SchoolID
left join Users u on u.DCID = r.author
left join Users a on a.DCID = t.assignee
left join Users o on o.DCID = t.owner
where t.kind = 'SCHOOL' and t.status in ('OPEN', 'OFFERED', 'CONSENTED', 'SENT', 'ACCEPTED', 'WAITLISTED', 'SCHEDULED') and r.voided_at is null and (@school = 0 or s.SchoolID = @school)
  and (t.status <> 'SCHEDULED' or not exists (select 1 from SchoolStaff st where st.Users_DCID = t.assignee and st.SchoolID = s.SchoolID and st.Status = 1))
  and exists (
    select 1 from u_ssp_scope sc
    where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
  )
order by case r.urgency when 'EMERGENCY' then 1 when 'URGENT' then 2 when 'SOON' then 3 else 4 end, r.opened_on, t.id

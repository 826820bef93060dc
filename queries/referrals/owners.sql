-- query:   referrals/owners
-- for:     who follows or serves open referrals of students who are now at one school, or at any (0), where the reader is
--          support staff or an administrator, and how many
-- args:    reader int, now instant, school int = 0
-- columns: person int, name nvarchar(120), referrals int
-- weight:  light
select held.person, u.LastFirst as name, count(*) as referrals
from (
  select case when side.part = 1 then t.owner else t.assignee end as person
  from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin') and (@school = 0 or sc.school = @school)) mine
  join Students s on s.SchoolID = mine.school
  join u_ssp_referral r on r.student_dcid = s.DCID and r.voided_at is null
  join u_ssp_target t on t.referral_id = r.id and t.next_due is not null
  join (select 1 as part union all select 2 as part) side on side.part = 1 or t.assignee <> t.owner
) held
left join Users u on u.DCID = held.person
group by held.person, u.LastFirst
order by held.person

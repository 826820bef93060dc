-- query:   referrals/more-owners
-- for:     who else has something open about students who are now at one school, or at any (0), where the reader is support staff or an administrator:
--          follow-ups after a crisis, follow-ups planned in visits since a day and not done since, as today/due says it, families to call; how many of each kind
-- args:    reader int, now instant, since date, school int = 0
-- columns: person int, name nvarchar(120), kind varchar(8), held int
-- weight:  light
select open_now.person, u.LastFirst as name, open_now.kind, count(*) as held
from (
  select f.owner as person, 'CRISIS' as kind
  from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin') and (@school = 0 or sc.school = @school)) mine
  join Students s on s.SchoolID = mine.school
  join u_ssp_follow_up f on f.student_dcid = s.DCID and f.done_at is null
  union all
  select case when fo.owner is null then v.author else fo.owner end as person, 'VISIT' as kind
  from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin') and (@school = 0 or sc.school = @school)) mine
  join Students s on s.SchoolID = mine.school and s.Enroll_Status = 0
  join u_ssp_visit_student vs on vs.student_dcid = s.DCID and vs.visit_date >= @since
  join u_ssp_visit v on v.id = vs.visit_id and v.follow_up is not null and v.voided_at is null
  left join u_ssp_follow_owner fo on fo.visit_id = v.id and fo.student_dcid = vs.student_dcid
  where not exists (
    select 1
    from u_ssp_visit_student ls
    join u_ssp_visit later on later.id = ls.visit_id
    where ls.student_dcid = vs.student_dcid and ls.visit_date >= v.follow_up and later.voided_at is null and later.visit_type <> 'NOSHOW'
      and (later.group_kind is null or (v.group_kind is not null and later.author = coalesce(fo.owner, v.author)))
  )
  union all
  select fa.caller as person, 'FAMILY' as kind
  from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin') and (@school = 0 or sc.school = @school)) mine
  join Students s on s.SchoolID = mine.school and s.Enroll_Status = 0
  join u_ssp_family fa on fa.student_dcid = s.DCID and fa.caller is not null
) open_now
left join Users u on u.DCID = open_now.person
group by open_now.person, u.LastFirst, open_now.kind
order by open_now.person, open_now.kind

-- query:   referrals/more-of-person
-- for:     what a person has open besides referrals, where the reader is support staff or an administrator at the student's school: follow-ups after a crisis,
--          follow-ups planned in visits since a day and not done since, as today/due says it, families to call; the one due first foremost, with how many there are in all
-- args:    reader int, now instant, person int, since date, take int = 300
-- columns: kind varchar(8), id int, student int, name nvarchar(120), school_id int, due_on date, in_all int
-- weight:  light
select held.kind, held.id, s.DCID as student, s.LastFirst as name, s.SchoolID as school_id, held.due_on, count(*) over () as in_all
from (
  select 'CRISIS' as kind, f.id, f.student_dcid, f.due_on, 0 as in_group
  from u_ssp_follow_up f
  where f.owner = @person and f.done_at is null
  union all
  select 'VISIT' as kind, v.id, vs.student_dcid, v.follow_up as due_on, case when v.group_kind is null then 0 else 1 end as in_group
  from u_ssp_visit v
  join u_ssp_visit_student vs on vs.visit_id = v.id
  where v.author = @person and v.visit_date >= @since and v.follow_up is not null and v.voided_at is null
    and not exists (select 1 from u_ssp_follow_owner other where other.visit_id = v.id and other.student_dcid = vs.student_dcid)
  union all
  select 'VISIT' as kind, v.id, fo.student_dcid, v.follow_up as due_on, case when v.group_kind is null then 0 else 1 end as in_group
  from u_ssp_follow_owner fo
  join u_ssp_visit v on v.id = fo.visit_id
  join u_ssp_visit_student vs on vs.visit_id = v.id and vs.student_dcid = fo.student_dcid
  where fo.owner = @person and v.visit_date >= @since and v.follow_up is not null and v.voided_at is null
  union all
  select 'FAMILY' as kind, fa.id, fa.student_dcid, null as due_on, 0 as in_group
  from u_ssp_family fa
  where fa.caller = @person
) held
join Students s on s.DCID = held.student_dcid
where (held.kind = 'CRISIS' or s.Enroll_Status = 0)
  and exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin'))
  and (held.kind <> 'VISIT' or not exists (
    select 1
    from u_ssp_visit_student ls
    join u_ssp_visit later on later.id = ls.visit_id
    where ls.student_dcid = held.student_dcid and ls.visit_date >= held.due_on and later.voided_at is null and later.visit_type <> 'NOSHOW'
      and (later.group_kind is null or (held.in_group = 1 and later.author = @person))
  ))
order by held.due_on, held.kind, held.id, s.DCID

-- query:   tasks/mine
-- for:     the next steps of open referrals that the reader has, due by a day, the earliest first, with how many there are in all; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, day date, take int = 300
-- columns: target_id int, referral_id int, student int, name nvarchar(120), grade_level int, kind varchar(10), provider nvarchar(100), need varchar(20), status varchar(12),
--          next_step varchar(12), next_due date, next_owner int, next_owner_name nvarchar(120), revision int, is_put_off bit, in_all int
-- weight:  light
select t.id as target_id, r.id as referral_id, s.DCID as student, s.LastFirst as name, s.Grade_Level as grade_level, t.kind, t.provider, r.need, t.status,
  t.next_step, t.next_due, t.next_owner, u.LastFirst as next_owner_name, t.revision, t.is_put_off, count(*) over () as in_all
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
left join Users u on u.DCID = t.next_owner
where t.next_owner = @reader and t.next_due <= @day and r.voided_at is null
  and exists (
    select 1 from u_ssp_scope sc
    where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
  )
order by t.next_due, t.id

-- query:   referrals/for-student
-- for:     referral targets of one student that were not voided, newest first; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: target_id int, referral_id int, visit_id int, kind varchar(10), provider nvarchar(100), need varchar(20), opened_on date,
--          outcome varchar(20), access varchar(8), first_service_on date, days_to_service int, closed_on date, revision int,
--          status varchar(12), next_step varchar(12), next_due date, next_owner int, next_owner_name nvarchar(120)
-- weight:  light
select t.id as target_id, r.id as referral_id, r.visit_id, t.kind, t.provider, r.need, r.opened_on, t.outcome, t.access, t.first_service_on,
  t.days_to_service, t.closed_on, t.revision, t.status, t.next_step, t.next_due, t.next_owner, n.LastFirst as next_owner_name
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join Students s on s.DCID = r.student_dcid
left join Users n on n.DCID = t.next_owner
where r.student_dcid = @student and r.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by r.opened_on desc, t.id desc

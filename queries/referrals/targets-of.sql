-- query:   referrals/targets-of
-- for:     the targets of one referral, each with who has it and the next step; no rows also when out of the reader's scope
-- args:    reader int, now instant, referral int
-- columns: target_id int, kind varchar(10), provider nvarchar(100), status varchar(12), outcome varchar(20), access varchar(8), first_service_on date, closed_on date, revision int,
--          owner int, owner_name nvarchar(120), assignee int, assignee_name nvarchar(120), next_step varchar(12), next_due date, next_owner int, next_owner_name nvarchar(120)
-- weight:  light
select t.id as target_id, t.kind, t.provider, t.status, t.outcome, t.access, t.first_service_on, t.closed_on, t.revision,
  t.owner, o.LastFirst as owner_name, t.assignee, a.LastFirst as assignee_name, t.next_step, t.next_due, t.next_owner, n.LastFirst as next_owner_name
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join Students s on s.DCID = r.student_dcid
left join Users o on o.DCID = t.owner
left join Users a on a.DCID = t.assignee
left join Users n on n.DCID = t.next_owner
where r.id = @referral
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by t.id

-- query:   referrals/target
-- for:     one referral target as it stands, read before something is written down about it; no row when out of the reader's scope or voided
-- args:    reader int, now instant, target int
-- columns: target_id int, referral_id int, student int, school_id int, author int, kind varchar(10), provider nvarchar(100), need varchar(20), urgency varchar(20), is_mental_health bit,
--          opened_on date, outcome varchar(20), access varchar(8), first_service_on date, closed_on date, revision int, next_step varchar(12)
-- weight:  light
select t.id as target_id, r.id as referral_id, r.student_dcid as student, s.SchoolID as school_id, coalesce(i.author, r.author) as author, t.kind, t.provider, r.need, r.urgency, r.is_mental_health,
  r.opened_on, t.outcome, t.access, t.first_service_on, t.closed_on, t.revision, t.next_step
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
left join u_ssp_milestone i on i.target_id = t.id and i.kind = 'M_IDENT' and i.voided_at is null
where t.id = @target and r.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

-- query:   referrals/chain
-- for:     the other referrals of the chain to which one belongs, each with its targets, that were not voided, oldest first; no rows also when out of the reader's scope
-- args:    reader int, now instant, referral int
-- columns: referral_id int, opened_on date, provider nvarchar(100)
-- weight:  light
select r.id as referral_id, r.opened_on, t.provider
from u_ssp_referral o
join u_ssp_referral r on r.student_dcid = o.student_dcid and (r.id = coalesce(o.chain_id, o.id) or r.chain_id = coalesce(o.chain_id, o.id))
join u_ssp_target t on t.referral_id = r.id
join Students s on s.DCID = r.student_dcid
where o.id = @referral and r.id <> o.id and r.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by r.opened_on, r.id, t.id

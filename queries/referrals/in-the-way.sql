-- query:   referrals/in-the-way
-- for:     what stands in the way at one student's referral targets, in the order of writing; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: target_id int, barrier varchar(20)
-- weight:  light
select x.target_id, x.barrier
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join u_ssp_target_barrier x on x.target_id = t.id
join Students s on s.DCID = r.student_dcid
where r.student_dcid = @student and r.voided_at is null and x.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by x.id

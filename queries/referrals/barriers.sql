-- query:   referrals/barriers
-- for:     what stood in the way at the targets of one referral, what was taken back too; no rows also when out of the reader's scope
-- args:    reader int, now instant, referral int
-- columns: id int, target_id int, barrier varchar(20), noted_on date, author int, voided_at instant, voided_by int, voided_by_name nvarchar(120), void_reason nvarchar(200)
-- weight:  light
select x.id, x.target_id, x.barrier, x.noted_on, x.author, x.voided_at, x.voided_by, u.LastFirst as voided_by_name, x.void_reason
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join u_ssp_target_barrier x on x.target_id = t.id
join Students s on s.DCID = r.student_dcid
left join Users u on u.DCID = x.voided_by
where r.id = @referral
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by x.id

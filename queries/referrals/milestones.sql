-- query:   referrals/milestones
-- for:     dated facts of one student's referral targets, oldest first; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: target_id int, kind varchar(10), happened_on date, round_no int, id int, fits varchar(8), progress varchar(8), told_by varchar(10), author int, outcome varchar(20)
-- weight:  light
select m.target_id, m.kind, m.happened_on, coalesce(m.round_no, 1) as round_no, m.id, m.fits, m.progress, m.told_by, m.author, m.outcome
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join u_ssp_milestone m on m.target_id = t.id
join Students s on s.DCID = r.student_dcid
where r.student_dcid = @student and r.voided_at is null and m.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by m.target_id, m.happened_on, m.id

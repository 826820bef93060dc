-- query:   referrals/facts-of-target
-- for:     what is written down about one referral target and holds, in the order of writing; no rows also when out of the reader's scope
-- args:    reader int, now instant, target int
-- columns: id int, kind varchar(10), happened_on date, round_no int, outcome varchar(20), due_on date, is_active bit, detail varchar(20), fits varchar(8), progress varchar(8), told_by varchar(10), person int, why nvarchar(200), author int
-- weight:  light
select m.id, m.kind, m.happened_on, m.round_no, m.outcome, m.due_on, m.is_active, m.detail, m.fits, m.progress, m.told_by, m.person, m.why, m.author
from u_ssp_milestone m
join u_ssp_target t on t.id = m.target_id
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
where m.target_id = @target and m.voided_at is null and r.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by m.id

-- query:   referrals/facts
-- for:     everything that was written down about the targets of one referral, what was taken back too, in the order of writing; no rows also when out of the reader's scope
-- args:    reader int, now instant, referral int
-- columns: id int, target_id int, kind varchar(10), happened_on date, round_no int, outcome varchar(20), due_on date, is_active bit, fits varchar(8), progress varchar(8),
--          told_by varchar(10), detail varchar(20), person int, person_name nvarchar(120), why nvarchar(200), author int, author_name nvarchar(120), created_at instant,
--          voided_at instant, void_reason nvarchar(200)
-- weight:  light
select m.id, m.target_id, m.kind, m.happened_on, m.round_no, m.outcome, m.due_on, m.is_active, m.fits, m.progress,
  m.told_by, m.detail, m.person, p.LastFirst as person_name, m.why, m.author, u.LastFirst as author_name, m.created_at, m.voided_at, m.void_reason
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
join u_ssp_milestone m on m.target_id = t.id
join Students s on s.DCID = r.student_dcid
left join Users u on u.DCID = m.author
left join Users p on p.DCID = m.person
where r.id = @referral
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by m.id

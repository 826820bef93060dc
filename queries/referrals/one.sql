-- query:   referrals/one
-- for:     one referral with its student and who opened it, voided or not; no row when out of the reader's scope
-- args:    reader int, now instant, referral int
-- columns: referral_id int, student int, name nvarchar(120), school_id int, school_name nvarchar(60), need varchar(20), reason varchar(20), urgency varchar(20), location varchar(20),
--          is_mental_health bit, opened_on date, visit_id int, chain_id int, author int, author_name nvarchar(120), voided_at instant, void_reason nvarchar(200)
-- weight:  light
select r.id as referral_id, s.DCID as student, s.LastFirst as name, s.SchoolID as school_id, c.Name as school_name, r.need, r.reason, r.urgency, r.location,
  r.is_mental_health, r.opened_on, r.visit_id, r.chain_id, r.author, u.LastFirst as author_name, r.voided_at, r.void_reason
from u_ssp_referral r
join Students s on s.DCID = r.student_dcid
join Schools c on c.School_Number = s.SchoolID
left join Users u on u.DCID = r.author
where r.id = @referral
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )

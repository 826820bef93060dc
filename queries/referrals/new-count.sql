-- query:   referrals/new-count
-- for:     how many referrals to school-based providers others opened that nobody has taken, and how many were given to the reader and have no first date; one row
-- args:    reader int, now instant
-- columns: waiting int, given int
-- weight:  light
select count(case when t.assignee is null and r.author <> @reader then 1 end) as waiting, count(case when t.assignee = @reader then 1 end) as given
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
where t.kind = 'SCHOOL' and t.status in ('OPEN', 'OFFERED', 'CONSENTED', 'SENT') and r.voided_at is null
  and exists (
    select 1 from u_ssp_scope sc
    where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
  )

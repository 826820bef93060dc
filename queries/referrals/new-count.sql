-- query:   referrals/new-count
-- for:     how many open referrals to school-based providers nobody at the student's school has before they began, without those that the reader opened and that nobody had yet, unless whoever
--          follows them has left, and how many were given to the reader and have no first date; one row
-- args:    reader int, now instant
-- columns: waiting int, given int
-- weight:  light
select count(case when held.is_here = 0 and (held.assignee is not null or held.author <> @reader or held.owner_is_here = 0) then 1 end) as waiting,
  count(case when held.is_here = 1 and held.assignee = @reader and held.status in ('OPEN', 'OFFERED', 'CONSENTED', 'SENT') then 1 end) as given
from (
  select t.assignee, t.status, r.author,
    case when exists (select 1 from SchoolStaff st where st.Users_DCID = t.assignee and st.SchoolID = s.SchoolID and st.Status = 1) then 1 else 0 end as is_here,
    case when exists (select 1 from SchoolStaff st where st.Users_DCID = t.owner and st.SchoolID = s.SchoolID and st.Status = 1) then 1 else 0 end as owner_is_here
  from u_ssp_target t
  join u_ssp_referral r on r.id = t.referral_id
  join Students s on s.DCID = r.student_dcid
  where t.kind = 'SCHOOL' and t.status in ('OPEN', 'OFFERED', 'CONSENTED', 'SENT', 'ACCEPTED', 'WAITLISTED', 'SCHEDULED') and r.voided_at is null
    and exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
) held

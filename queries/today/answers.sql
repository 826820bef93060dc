-- query:   today/answers
-- for:     what others wrote down since an instant about referrals that the reader follows or serves and that were opened after a day, the newest first; no rows also when the reader is not
--          support staff at the student's school
-- args:    reader int, now instant, opened_since date, since_at instant, take int = 20
-- columns: milestone_id int, student int, name nvarchar(120), provider nvarchar(100), kind varchar(10), happened_on date, outcome varchar(20), is_active bit
-- weight:  light
select m.id as milestone_id, s.DCID as student, s.LastFirst as name, t.provider, m.kind, m.happened_on, m.outcome, m.is_active
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join u_ssp_milestone m on m.target_id = t.id
join Students s on s.DCID = r.student_dcid
where (t.owner = @reader or t.assignee = @reader) and r.opened_on >= @opened_since and r.voided_at is null
  and m.created_at >= @since_at and m.author <> @reader and m.voided_at is null
  and exists (
    select 1 from u_ssp_scope sc
    where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
  )
order by m.created_at desc, m.id desc

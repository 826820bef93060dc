-- query:   visits/copy-referral
-- for:     the referral of a voided visit, one row for each provider it asked, to be offered again in a new form; no rows unless the reader wrote it and is support staff for the student
-- args:    reader int, now instant, visit int
-- columns: kind varchar(10), provider nvarchar(100), need varchar(20), urgency varchar(20), location varchar(20)
-- weight:  light
select t.kind, t.provider, f.need, f.urgency, f.location
from u_ssp_referral f
join u_ssp_target t on t.referral_id = f.id
join Students s on s.DCID = f.student_dcid
where f.visit_id = @visit and f.author = @reader
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by t.id

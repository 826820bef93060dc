-- query:   consents/history
-- for:     everything that a family has said about one student, voided words too, newest first; no rows also when the reader is not support staff there
-- args:    reader int, now instant, student int
-- columns: id int, service_group varchar(20), state varchar(20), signed_on date, starts_on date, ends_on date, signer varchar(20), method varchar(20),
--          recorded_by int, recorder nvarchar(120), recorded_at instant, voided_at instant, void_reason nvarchar(200)
-- weight:  light
select k.id, k.service_group, k.state, k.signed_on, k.starts_on, k.ends_on, k.signer, k.method, k.recorded_by, u.LastFirst as recorder, k.recorded_at,
  k.voided_at, k.void_reason
from u_ssp_consent k
join Students s on s.DCID = k.student_dcid
left join Users u on u.DCID = k.recorded_by
where k.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by k.id desc

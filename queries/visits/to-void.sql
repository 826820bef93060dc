-- query:   visits/to-void
-- for:     who wrote a visit and whether it is void already, read before it is voided; no row when out of the reader's scope
-- args:    reader int, now instant, visit int
-- columns: visit_id int, author int, voided_at instant, group_kind varchar(20)
-- weight:  light
select v.id as visit_id, v.author, v.voided_at, v.group_kind
from u_ssp_visit v
where v.id = @visit
  and exists (
    select 1 from u_ssp_visit_student vs
    join Students s on s.DCID = vs.student_dcid
    where vs.visit_id = v.id
      and (
        exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
        or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
      )
  )

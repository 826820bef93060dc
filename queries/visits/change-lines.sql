-- query:   visits/change-lines
-- for:     the lines of one visit as they stand now: its services, its other purposes, and the district's own codes by their set; no rows when the reader is not support staff for one of its students
-- args:    reader int, now instant, visit int
-- columns: kind varchar(20), line_no int, code varchar(20), tier int
-- weight:  light
select l.kind, l.line_no, l.code, l.tier
from (
  select 1 as part_no, a.visit_id, 'service' as kind, a.line_no, a.service as code, a.tier
  from u_ssp_visit_service a
  where a.visit_id = @visit
  union all
  select 2 as part_no, p.visit_id, 'purpose' as kind, p.line_no, p.purpose as code, null as tier
  from u_ssp_visit_purpose p
  where p.visit_id = @visit
  union all
  select 3 as part_no, c.visit_id, c.code_set as kind, c.line_no, c.code, null as tier
  from u_ssp_visit_code c
  where c.visit_id = @visit
) l
where exists (
  select 1 from u_ssp_visit_student vs
  join Students s on s.DCID = vs.student_dcid
  where vs.visit_id = @visit
    and (
      exists (
        select 1 from u_ssp_scope sc
        where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
      )
      or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
    )
)
order by l.part_no, l.kind, l.line_no

-- query:   visits/staff-of-visit
-- for:     who else was there at one visit, and for how long; no rows unless the reader is support staff for one of its students
-- args:    reader int, now instant, visit int
-- columns: person int, person_name nvarchar(120), minutes int
-- weight:  light
select w.person, u.LastFirst as person_name, w.minutes
from u_ssp_visit_staff w
left join Users u on u.DCID = w.person
where w.visit_id = @visit
  and exists (
    select 1 from u_ssp_visit_student vs
    join Students s on s.DCID = vs.student_dcid
    where vs.visit_id = w.visit_id
      and (
        exists (
          select 1 from u_ssp_scope sc
          where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
        )
        or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
      )
  )
order by w.id

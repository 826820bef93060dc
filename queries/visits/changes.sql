-- query:   visits/changes
-- for:     what one student's visits between two days were before each change, encrypted, in the order of the changes; no rows also when the reader is not support staff there
-- args:    reader int, now instant, student int, from_date date, to_date date
-- columns: visit_id int, revision int, changed_by int, changed_by_name nvarchar(120), changed_at instant, reason nvarchar(200), key_id varchar(20),
--          sealed nvarchar(200000)
-- weight:  light
select c.visit_id, c.revision, c.changed_by, u.LastFirst as changed_by_name, c.changed_at, c.reason, c.key_id, c.sealed
from u_ssp_visit_student vs
join u_ssp_visit_change c on c.visit_id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
left join Users u on u.DCID = c.changed_by
where vs.student_dcid = @student and vs.visit_date >= @from_date and vs.visit_date <= @to_date
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by c.visit_id, c.revision

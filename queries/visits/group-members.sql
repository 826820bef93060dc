-- query:   visits/group-members
-- for:     whom a visit of the reader's was with, by name, with the note about each as it lies there; only those for whom the reader is support staff, and no rows for anybody but the author
-- args:    reader int, now instant, visit int
-- columns: student int, name nvarchar(120), grade_level int, school_name nvarchar(60), is_restricted bit, key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select s.DCID as student, s.LastFirst as name, s.Grade_Level as grade_level, c.Name as school_name, n.restricted as is_restricted, n.key_id,
  case when n.restricted = 0 then n.sealed else null end as sealed
from u_ssp_visit v
join u_ssp_visit_student vs on vs.visit_id = v.id
join Students s on s.DCID = vs.student_dcid
join Schools c on c.School_Number = s.SchoolID
left join u_ssp_visit_note n on n.visit_id = vs.visit_id and n.student_dcid = vs.student_dcid
where v.id = @visit and v.author = @reader
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by s.LastFirst, s.DCID

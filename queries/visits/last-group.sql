-- query:   visits/last-group
-- for:     whom the reader's latest group visit since a day was with, by name, those left out who left the school meanwhile; no rows also when out of the reader's scope
-- args:    reader int, now instant, since date
-- columns: dcid int, name nvarchar(120), student_number bigint, grade_level int, school_name nvarchar(60), has_left bit
-- weight:  light
select s.DCID as dcid, s.LastFirst as name, s.Student_Number as student_number, s.Grade_Level as grade_level, c.Name as school_name, 0 as has_left
from (
  select max(v.id) as visit_id
  from u_ssp_visit v
  where v.author = @reader and v.visit_date >= @since and v.group_kind is not null and v.voided_at is null
) latest
join u_ssp_visit_student vs on vs.visit_id = latest.visit_id
join Students s on s.DCID = vs.student_dcid
join Schools c on c.School_Number = s.SchoolID
where s.Enroll_Status = 0
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by s.LastFirst, s.DCID

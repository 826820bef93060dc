-- query:   access/break-glass-uses
-- for:     openings for a real need of a school's students between two instants, oldest first. Student and sealed words only for whoever is an administrator at the student's
--          present school; no rows unless the reader is one of the school, or a system administrator
-- args:    reader int, now instant, school int, from_at instant, to_at instant
-- columns: id int, person int, person_name nvarchar(120), student int, student_name nvarchar(120), student_number bigint, reason varchar(20), key_id varchar(20),
--          sealed nvarchar(200000), opened_at instant, until instant, ended_at instant
-- weight:  light
select b.id, b.reader as person, u.LastFirst as person_name, s.DCID as student, s.LastFirst as student_name, s.Student_Number as student_number, b.reason,
  case when s.DCID is null then null else b.key_id end as key_id, case when s.DCID is null then null else b.sealed end as sealed, b.opened_at, b.until, b.ended_at
from u_ssp_break_glass b
left join Users u on u.DCID = b.reader
left join Students s on s.DCID = b.student_dcid
  and exists (
    select 1 from u_ssp_scope own
    where own.school = s.SchoolID and own.reader = @reader and own.until > @now and own.role in ('school_admin', 'district_admin')
  )
where b.school_id = @school and b.opened_at >= @from_at and b.opened_at < @to_at
  and exists (
    select 1 from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now
      and (sc.role = 'system_admin' or (sc.school = b.school_id and sc.role in ('school_admin', 'district_admin')))
  )
order by b.opened_at, b.id

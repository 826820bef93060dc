-- query:   access/break-glass-student
-- for:     the student who has exactly this number, of whatever school, and whether the reader may open the student anyway; no row unless the reader is support staff somewhere
-- args:    reader int, now instant, number bigint
-- columns: student int, school_id int, is_own bit
-- weight:  light
select s.DCID as student, s.SchoolID as school_id,
  case when exists (select 1 from u_ssp_scope own where own.school = s.SchoolID and own.reader = @reader and own.until > @now) then 1 else 0 end as is_own
from Students s
where s.Student_Number = @number
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')

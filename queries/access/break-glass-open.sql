-- query:   access/break-glass-open
-- for:     the students that the reader has open for a real need right now, the one that ends first foremost; 0 as student asks for all of them
-- args:    reader int, now instant, student int = 0
-- columns: id int, student int, name nvarchar(120), reason varchar(20), until instant
-- weight:  light
select b.id, b.student_dcid as student, s.LastFirst as name, b.reason, b.until
from u_ssp_break_glass b
join Students s on s.DCID = b.student_dcid
where b.reader = @reader and b.until > @now and b.ended_at is null and (@student = 0 or b.student_dcid = @student)
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')
order by b.until, b.id

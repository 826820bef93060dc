-- query:   access/break-glass-own
-- for:     one opening for a real need of the reader, ended or not, read before it is ended; no row when it is not the reader's
-- args:    reader int, id int
-- columns: id int, student int, until instant, ended_at instant
-- weight:  light
select b.id, b.student_dcid as student, b.until, b.ended_at
from u_ssp_break_glass b
where b.id = @id and b.reader = @reader

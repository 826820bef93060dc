-- query:   imports/newest
-- for:     the imports, the newest first
-- args:    take int = 50
-- columns: id int, source nvarchar(60), started_at instant, ended_at instant, rows_written int, rows_left_out int, voided_at instant
-- weight:  light
select m.id, m.source, m.started_at, m.ended_at, m.rows_written, m.rows_left_out, m.voided_at
from u_ssp_import m
order by m.id desc

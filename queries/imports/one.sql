-- query:   imports/one
-- for:     one import; no row when there is none of this number
-- args:    import_no int
-- columns: id int, source nvarchar(60), started_at instant, ended_at instant, rows_written int, rows_left_out int, voided_at instant
-- weight:  light
select m.id, m.source, m.started_at, m.ended_at, m.rows_written, m.rows_left_out, m.voided_at
from u_ssp_import m
where m.id = @import_no

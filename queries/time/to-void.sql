-- query:   time/to-void
-- for:     whether an entry of the reader's own is void already, read before it is voided; no row for another person's
-- args:    reader int, now instant, entry int
-- columns: id int, voided_at instant
-- weight:  light
select t.id, t.voided_at
from u_ssp_time t
where t.id = @entry and t.author = @reader
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')

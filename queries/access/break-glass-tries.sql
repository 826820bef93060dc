-- query:   access/break-glass-tries
-- for:     how often a person opened a student for a real need since an instant, or asked for a number that no student has; one row
-- args:    reader int, since_at instant
-- columns: tries int
-- weight:  light
select count(*) as tries
from u_ssp_audit a
where a.actor = @reader and a.at > @since_at and a.event = 'BREAK_GLASS_OPENED' and a.reason in ('BREAK_GLASS', 'NOT_IN_SCOPE')

-- query:   access/first-session
-- for:     when somebody was here first, as far as sessions are kept; no row when nobody ever was
-- args:    take int = 1
-- columns: first_at instant
-- weight:  light
select s.seen_at as first_at
from u_ssp_session s
order by s.seen_at

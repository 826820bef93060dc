-- query:   access/session
-- for:     the session of a token, ended or not; no row when there never was one
-- args:    token varchar(43)
-- columns: id int, sub nvarchar(200), reader int, name nvarchar(100), created_at instant, seen_at instant, scope_at instant, ended_at instant
-- weight:  light
select s.id, s.sub, s.reader, s.name, s.created_at, s.seen_at, s.scope_at, s.ended_at
from u_ssp_session s
where s.token = @token

-- query:   access/session
-- for:     the session of a token, ended or not, how often the district's own codes have changed, and how many calls wait for the person; no row when there never was one
-- args:    token varchar(43)
-- columns: id int, sub nvarchar(200), reader int, name nvarchar(100), created_at instant, seen_at instant, scope_at instant, ended_at instant,
--          codes_revision int, calls int
-- weight:  light
select s.id, s.sub, s.reader, s.name, s.created_at, s.seen_at, s.scope_at, s.ended_at,
  (select count(*) from u_ssp_local_code c) as codes_revision,
  (select count(*) from u_ssp_crisis_call k where k.person = s.reader and k.ended_at is null) as calls
from u_ssp_session s
where s.token = @token

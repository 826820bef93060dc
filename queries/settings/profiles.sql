-- query:   settings/profiles
-- for:     the state profiles under which the service started, newest first; one that did not change stands once
-- args:    take int = 50
-- columns: id int, revision int, digest varchar(64), name nvarchar(100), dated date, content nvarchar(200000), noted_at instant
-- weight:  light
select p.id, p.revision, p.digest, p.name, p.dated, p.content, p.noted_at
from u_ssp_profile p
order by p.revision desc

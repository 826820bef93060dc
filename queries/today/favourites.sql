-- query:   today/favourites
-- for:     the visits that the reader keeps as favourites, in their order
-- args:    reader int, kind varchar(10)
-- columns: id int, line_no int, purpose varchar(20), service varchar(20), tier int, minutes int, visit_type varchar(20), initiator varchar(20), setting varchar(20), modality varchar(20)
-- weight:  light
select f.id, f.line_no, f.purpose, f.service, f.tier, f.minutes, f.visit_type, f.initiator, f.setting, f.modality
from u_ssp_favourite f
where f.reader = @reader and f.kind = @kind
order by f.line_no

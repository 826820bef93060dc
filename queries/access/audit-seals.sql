-- query:   access/audit-seals
-- for:     where each audit chain stood when it was sealed, page by page
-- args:    after_id bigint = 0, take int = 5000
-- columns: id bigint, chain varchar(22), kind varchar(5), seq int, head varchar(44), at instant, key_id varchar(20), mac varchar(44)
-- weight:  light
select s.id, s.chain, s.kind, s.seq, s.head, s.at, s.key_id, s.mac
from u_ssp_audit_seal s
where s.id > @after_id
order by s.id

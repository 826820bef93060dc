-- query:   access/audit-chain
-- for:     the audit in the order of its chains, page by page, for verifying it
-- args:    after_chain varchar(22), after_seq int, take int = 5000
-- columns: chain varchar(22), seq int, at instant, actor int, event varchar(40), outcome varchar(10), reason varchar(40), student int,
--          subject varchar(60), request varchar(36), key_id varchar(20), prev varchar(44), mac varchar(44)
-- weight:  light
select a.chain, a.seq, a.at, a.actor, a.event, a.outcome, a.reason, a.student, a.subject, a.request, a.key_id, a.prev, a.mac
from u_ssp_audit a
where a.chain > @after_chain or (a.chain = @after_chain and a.seq > @after_seq)
order by a.chain, a.seq

-- query:   access/sign-offs
-- for:     who signed off the list of access, from a quarter on, oldest first; a later row does not change an earlier one
-- args:    since_quarter varchar(7)
-- columns: quarter varchar(7), school_id int, signed_by int, signer_name nvarchar(120), signed_at instant, people int, break_glass int, note nvarchar(500)
-- weight:  light
select r.quarter, r.school_id, r.signed_by, u.LastFirst as signer_name, r.signed_at, r.people, r.break_glass, r.note
from u_ssp_access_review r
left join Users u on u.DCID = r.signed_by
where r.quarter >= @since_quarter
order by r.quarter, r.school_id, r.id

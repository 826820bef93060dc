-- query:   visits/drafts-old
-- for:     drafts that nobody has touched since an instant, the oldest first, for throwing them away; for the system actor alone
-- args:    before_at instant, take int = 50
-- columns: id int, author int, student int, updated_at instant
-- weight:  light
select d.id, d.author, d.student_dcid as student, d.updated_at
from u_ssp_draft d
where d.updated_at < @before_at
order by d.updated_at, d.id

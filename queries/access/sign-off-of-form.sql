-- query:   access/sign-off-of-form
-- for:     the sign-off that a person made with this form, if it was made
-- args:    person int, form_key varchar(36)
-- columns: quarter varchar(7), school_id int, note nvarchar(500)
-- weight:  light
select r.quarter, r.school_id, r.note
from u_ssp_access_review r
where r.signed_by = @person and r.form_key = @form_key

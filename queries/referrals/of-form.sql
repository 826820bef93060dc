-- query:   referrals/of-form
-- for:     the referral that the reader opened with this form, if it was opened
-- args:    reader int, now instant, form_key varchar(36)
-- columns: referral_id int, student int, form_digest varchar(44)
-- weight:  light
select f.referral_id, r.student_dcid as student, f.form_digest
from u_ssp_referral_form f
join u_ssp_referral r on r.id = f.referral_id
where f.author = @reader and f.form_key = @form_key
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now)

-- query:   referrals/in-scope
-- for:     the reader's roles at the school of a referral target's student; no rows when out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20)
-- weight:  light
select r.student_dcid as student, sc.role
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where t.id = @id
order by sc.role

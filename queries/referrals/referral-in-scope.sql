-- query:   referrals/referral-in-scope
-- for:     the reader's roles at the school of a referral's student, and support staff when the reader opened the student for a real need; no rows when out of scope or not there
-- args:    reader int, now instant, id int
-- columns: student int, role varchar(20), is_break_glass bit
-- weight:  light
select r.student_dcid as student, sc.role, 0 as is_break_glass
from u_ssp_referral r
join Students s on s.DCID = r.student_dcid
join u_ssp_scope sc on sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now
where r.id = @id
union all
select r.student_dcid as student, 'support_staff' as role, 1 as is_break_glass
from u_ssp_referral r
join u_ssp_break_glass b on b.student_dcid = r.student_dcid and b.reader = @reader and b.until > @now and b.ended_at is null
where r.id = @id
order by is_break_glass, role

-- query:   referrals/owners
-- for:     who has next steps of open referrals that were opened since a day, of students who are now at one of the reader's schools, and how many
-- args:    reader int, now instant, since date
-- columns: person int, name nvarchar(120), steps int
-- weight:  light
select t.next_owner as person, u.LastFirst as name, count(*) as steps
from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now) mine
join Students s on s.SchoolID = mine.school
join u_ssp_referral r on r.student_dcid = s.DCID and r.opened_on >= @since and r.voided_at is null
join u_ssp_target t on t.referral_id = r.id and t.next_due is not null
left join Users u on u.DCID = t.next_owner
group by t.next_owner, u.LastFirst
order by t.next_owner

-- query:   referrals/owners
-- for:     who has next steps of open referrals that were opened since a day at the reader's schools, and how many
-- args:    reader int, now instant, since date
-- columns: person int, name nvarchar(120), steps int
-- weight:  light
select t.next_owner as person, u.LastFirst as name, count(*) as steps
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id and t.next_due is not null
join Students s on s.DCID = r.student_dcid
left join Users u on u.DCID = t.next_owner
where r.school_id in (select sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now)
  and r.opened_on >= @since and r.voided_at is null
  and exists (select 1 from u_ssp_scope own where own.school = s.SchoolID and own.reader = @reader and own.until > @now)
group by t.next_owner, u.LastFirst
order by t.next_owner

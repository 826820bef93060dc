-- query:   referrals/of-person
-- for:     open referrals of a person, to follow or to serve, where the reader is support staff or an administrator at the student's school, the one due first foremost, with how many there are in all
-- args:    reader int, now instant, person int, take int = 300
-- columns: target_id int, referral_id int, student int, name nvarchar(120), school_id int, kind varchar(10), provider nvarchar(100), status varchar(12), owner int, assignee int, next_step varchar(12), next_due date, revision int, in_all int
-- weight:  light
select t.id as target_id, r.id as referral_id, s.DCID as student, s.LastFirst as name, s.SchoolID as school_id, t.kind, t.provider, t.status, t.owner, t.assignee, t.next_step, t.next_due, t.revision, count(*) over () as in_all
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
join Students s on s.DCID = r.student_dcid
where (t.owner = @person or t.assignee = @person) and t.next_due is not null and r.voided_at is null
  and exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role in ('support_staff', 'school_admin', 'district_admin'))
order by t.next_due, t.id

-- query:   tasks/left
-- for:     the next steps of open referrals, whenever they are due, that belong to somebody else who does not work at the student's school, where the reader is support staff;
--          the earliest first, with how many there are in all
-- args:    reader int, now instant, take int = 10
-- columns: target_id int, referral_id int, student int, name nvarchar(120), grade_level int, kind varchar(10), provider nvarchar(100), need varchar(20), status varchar(12),
--          next_step varchar(12), next_due date, next_owner int, next_owner_name nvarchar(120), revision int, is_put_off bit, is_here bit, in_all int
-- weight:  light
select t.id as target_id, r.id as referral_id, s.DCID as student, s.LastFirst as name, s.Grade_Level as grade_level, t.kind, t.provider, r.need, t.status,
  t.next_step, t.next_due, t.next_owner, u.LastFirst as next_owner_name, t.revision, t.is_put_off,
  0 as is_here, count(*) over () as in_all
from u_ssp_scope sc
join Students s on s.SchoolID = sc.school
join u_ssp_referral r on r.student_dcid = s.DCID and r.voided_at is null
join u_ssp_target t on t.referral_id = r.id and t.next_due is not null
left join Users u on u.DCID = t.next_owner
where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff' and t.next_owner <> @reader
  and not exists (select 1 from SchoolStaff st where st.Users_DCID = t.next_owner and st.SchoolID = s.SchoolID and st.Status = 1)
order by t.next_due, t.id

-- query:   referrals/of-visit
-- for:     the referrals that were opened with a visit and were not voided, and how much was written down about each since, another provider who was asked too; no rows also when out of the reader's scope
-- args:    reader int, now instant, visit int
-- columns: referral_id int, student int, need varchar(20), written_since int
-- weight:  light
select r.id as referral_id, r.student_dcid as student, r.need,
  (
    select count(*)
    from u_ssp_target t
    join u_ssp_milestone m on m.target_id = t.id
    where t.referral_id = r.id and (m.kind <> 'M_IDENT' or m.author <> r.author or m.created_at <> r.created_at or m.happened_on <> r.opened_on)
  ) as written_since
from u_ssp_referral r
join Students s on s.DCID = r.student_dcid
where r.visit_id = @visit and r.voided_at is null
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by r.id

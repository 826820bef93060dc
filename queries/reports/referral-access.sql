-- query:   reports/referral-access
-- for:     referrals opened on the days, one for each provider asked, and whether they led to service (a first service or an outcome that
--          means one), by kind of provider. No outcome yet and no word are unknown; entered in error is left out
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: kind varchar(10), referrals int, reached int, not_reached int, not_known int
-- weight:  heavy
select t.kind, count(*) as referrals,
  count(case when t.access = 'YES' or t.first_service_on is not null then 1 end) as reached,
  count(case when t.access = 'NO' and t.first_service_on is null then 1 end) as not_reached,
  count(case when coalesce(t.access, 'UNKNOWN') = 'UNKNOWN' and t.first_service_on is null then 1 end) as not_known
from u_ssp_target t
join u_ssp_referral r on r.id = t.referral_id
where r.opened_on between @from_date and @to_date and r.voided_at is null and (@school = 0 or r.school_id = @school)
  and r.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
  and coalesce(t.access, 'UNKNOWN') <> 'EXCLUDED'
group by t.kind
order by t.kind

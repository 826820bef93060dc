-- query:   reports/pathway-access
-- for:     referrals opened on the days, one for each provider asked, by kind of provider. Whatever the need: how many led to service, did not, are not known. For mental
--          health or for any need: of those opened by a day how many there are and led to service, also at school, and how many were opened later. Entered in error is left out
-- args:    reader int, now instant, from_date date, to_date date, mature_by date, any_need int = 0, school int = 0
-- columns: kind varchar(10), referrals int, reached int, not_reached int, not_known int, too_early int, mature int, mature_reached int, on_campus int
-- weight:  heavy
select q.kind, count(*) as referrals,
  count(case when q.is_reached = 1 then 1 end) as reached,
  count(case when q.is_reached = 0 and q.access = 'NO' then 1 end) as not_reached,
  count(case when q.is_reached = 0 and q.access = 'UNKNOWN' then 1 end) as not_known,
  count(case when q.is_asked = 1 and q.is_mature = 0 then 1 end) as too_early,
  count(case when q.is_asked = 1 and q.is_mature = 1 then 1 end) as mature,
  count(case when q.is_asked = 1 and q.is_mature = 1 and q.is_reached = 1 then 1 end) as mature_reached,
  count(case when q.is_asked = 1 and q.is_mature = 1 and q.is_reached = 1 and q.location = 'ON_CAMPUS' then 1 end) as on_campus
from (
  select t.kind, r.location, coalesce(t.access, 'UNKNOWN') as access,
    case when t.access = 'YES' or t.first_service_on is not null then 1 else 0 end as is_reached,
    case when @any_need = 1 or r.is_mental_health = 1 then 1 else 0 end as is_asked,
    case when r.opened_on <= @mature_by then 1 else 0 end as is_mature
  from u_ssp_referral r
  join u_ssp_target t on t.referral_id = r.id
  where r.opened_on between @from_date and @to_date and r.voided_at is null
    and (@school = 0 or r.school_id = @school) and coalesce(t.access, 'UNKNOWN') <> 'EXCLUDED'
    and r.school_id in (
      select sc.school from u_ssp_scope sc
      where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
    )
) q
group by q.kind
order by q.kind

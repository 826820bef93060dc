-- query:   reports/pathway-access
-- for:     referrals opened on the days, one for each provider asked, for mental health or for any need, by kind of provider: how many led to service, did not, are not
--          known; and of those opened by a day how many there are and led to service, also at school. Entered in error is left out
-- args:    reader int, now instant, from_date date, to_date date, mature_by date, any_need int = 0, school int = 0
-- columns: kind varchar(10), referrals int, reached int, not_reached int, not_known int, mature int, mature_reached int, on_campus int
-- weight:  heavy
select t.kind, count(*) as referrals,
  count(case when t.access = 'YES' or t.first_service_on is not null then 1 end) as reached,
  count(case when t.access = 'NO' and t.first_service_on is null then 1 end) as not_reached,
  count(case when coalesce(t.access, 'UNKNOWN') = 'UNKNOWN' and t.first_service_on is null then 1 end) as not_known,
  count(case when r.opened_on <= @mature_by then 1 end) as mature,
  count(case when r.opened_on <= @mature_by and (t.access = 'YES' or t.first_service_on is not null) then 1 end) as mature_reached,
  count(case when r.opened_on <= @mature_by and (t.access = 'YES' or t.first_service_on is not null) and r.location = 'ON_CAMPUS' then 1 end) as on_campus
from u_ssp_referral r
join u_ssp_target t on t.referral_id = r.id
where r.opened_on between @from_date and @to_date and r.voided_at is null and (@any_need = 1 or r.is_mental_health = 1)
  and (@school = 0 or r.school_id = @school) and coalesce(t.access, 'UNKNOWN') <> 'EXCLUDED'
  and r.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by t.kind
order by t.kind

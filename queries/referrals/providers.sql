-- query:   referrals/providers
-- for:     whom the reader's schools referred to since a day, the most often first: suggestions for the form
-- args:    reader int, now instant, since date, take int = 40
-- columns: kind varchar(10), provider nvarchar(100), targets int
-- weight:  light
select t.kind, t.provider, count(*) as targets
from u_ssp_scope sc
join u_ssp_referral r on r.school_id = sc.school and r.opened_on >= @since and r.voided_at is null
join u_ssp_target t on t.referral_id = r.id
where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
group by t.kind, t.provider
order by targets desc, t.provider

-- query:   access/use-of-people
-- for:     what everybody did between two instants, from the audit, whether the SIS still knows them or not: students opened, things saved, files taken along, and the last time; nobody who did nothing
-- args:    from_at instant, to_at instant
-- columns: person int, person_name nvarchar(120), openings int, saves int, files int, last_at instant
-- weight:  heavy
select a.actor as person, u.LastFirst as person_name,
  sum(case when a.event in ('STUDENT_OPENED', 'RESTRICTED_NOTE_OPENED') then 1 else 0 end) as openings,
  sum(case when a.event in ('VISIT_ADDED', 'VISIT_VOIDED', 'REFERRAL_OUTCOME_SET') then 1 else 0 end) as saves,
  sum(case when a.event in ('REPORT_DOWNLOADED', 'EXPORT_MADE', 'EXPORT_DOWNLOADED') then 1 else 0 end) as files,
  max(concat(a.at, '')) as last_at
from (select distinct b.actor as person from u_ssp_audit b where b.actor is not null) p
join u_ssp_audit a on a.actor = p.person and a.at >= @from_at and a.at < @to_at
left join Users u on u.DCID = p.person
where a.outcome = 'allowed' and a.event <> 'SIGNED_OUT'
group by a.actor, u.LastFirst
order by a.actor

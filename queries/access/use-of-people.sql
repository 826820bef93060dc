-- query:   access/use-of-people
-- for:     what everybody did between two instants, from the audit, whether the SIS still knows them or not: how often a student's record was opened, how often something was written (once for each thing and
--          request, whatever number of students it is about; no draft, and nothing that was only drawn again or there already), files taken along, and the last time; nobody who did nothing
-- args:    from_at instant, to_at instant
-- columns: person int, person_name nvarchar(120), openings int, saves int, files int, last_at instant
-- weight:  heavy
select a.actor as person, u.LastFirst as person_name,
  sum(case when a.student is not null and a.reason not in ('NOT_YET', 'ALREADY_DONE') and a.event in (
    'STUDENT_OPENED', 'HISTORY_OPENED', 'HISTORY_PRINTED', 'NOTES_SEARCHED', 'RESTRICTED_NOTE_OPENED', 'NOTE_READERS_OPENED', 'VISIT_CHANGE_OPENED', 'VISIT_COPY_OPENED', 'GROUP_BEGUN', 'GROUP_OPENED',
    'CONSENTS_OPENED', 'CRISIS_OPENED', 'FAMILY_OPENED', 'REFERRAL_READ'
  ) then 1 else 0 end) as openings,
  count(distinct case when a.subject is not null and a.reason not in ('NOT_YET', 'ALREADY_DONE') and a.event in (
    'VISIT_ADDED', 'VISIT_CHANGED', 'VISIT_VOIDED', 'NOTE_READERS_SET', 'TIME_ADDED', 'TIME_VOIDED', 'CONSENT_RECORDED', 'CONSENT_VOIDED',
    'CRISIS_STARTED', 'CRISIS_STEP', 'CRISIS_GUARDIAN', 'CRISIS_REPORTED', 'CRISIS_ENDED', 'CRISIS_ANSWERED', 'FOLLOW_UP_DONE',
    'REFERRAL_OPENED', 'REFERRAL_PROVIDER_ADDED', 'REFERRAL_STEP', 'REFERRAL_STEP_VOIDED', 'REFERRAL_BARRIER_VOIDED', 'REFERRAL_OUTCOME_SET', 'REFERRAL_CHANGED', 'REFERRAL_VOIDED', 'REFERRALS_HANDED_OVER',
    'FAMILY_SAVED', 'FAMILY_TRIED', 'FAMILY_TRY_VOIDED', 'SETTING_ADDED', 'SETTING_CHANGED', 'SETTING_VOIDED'
  ) then concat(concat(a.event, a.subject), a.request) end) as saves,
  sum(case when a.event in ('REPORT_DOWNLOADED', 'EXPORT_MADE', 'EXPORT_DOWNLOADED') then 1 else 0 end) as files,
  max(concat(a.at, '')) as last_at
from (select distinct b.actor as person from u_ssp_audit b where b.actor is not null) p
join u_ssp_audit a on a.actor = p.person and a.at >= @from_at and a.at < @to_at
left join Users u on u.DCID = p.person
where a.outcome = 'allowed' and a.event <> 'SIGNED_OUT'
group by a.actor, u.LastFirst
order by a.actor

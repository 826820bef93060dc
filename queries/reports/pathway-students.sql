-- query:   reports/pathway-students
-- for:     students with a referral opened on the days, for mental health or for any need, and how far any of their referrals got whose window is over by then:
--          offered, started, active after a month (the check says so, or nothing ended and whoever served then has seen the student again); moved: left before anything
--          began; entered in error is left out; one row
-- args:    reader int, now instant, from_date date, to_date date, offer_days int, start_days int, offer_by date, start_by date, month_by date, month_from_by date, earliest_offer int = -3, any_need int = 0, school int = 0
-- columns: referred int, offer_mature int, offered int, start_mature int, started int, begun int, elsewhere int, start_moved int, month_mature int, active int, month_over int, month_active int,
--          month_early int, month_seen int
-- weight:  heavy
select count(*) as referred,
  count(case when c.offer_mature = 1 then 1 end) as offer_mature, count(case when c.offered = 1 then 1 end) as offered,
  count(case when c.start_mature = 1 then 1 end) as start_mature, count(case when c.started = 1 then 1 end) as started,
  count(case when c.begun = 1 then 1 end) as begun,
  count(case when c.started = 1 or c.elsewhere = 1 then 1 end) as elsewhere,
  count(case when c.start_mature = 1 and c.moved = 1 and c.ever_started = 0 then 1 end) as start_moved,
  count(case when c.month_mature = 1 then 1 end) as month_mature, count(case when c.active = 1 then 1 end) as active,
  count(case when c.month_over = 1 then 1 end) as month_over, count(case when c.month_active = 1 then 1 end) as month_active,
  count(case when c.month_early = 1 and c.month_active = 0 then 1 end) as month_early,
  count(case when c.month_active = 1 and c.month_seen = 1 then 1 end) as month_seen
from (
  select p.student,
    max(case when p.opened_on <= @offer_by then 1 else 0 end) as offer_mature,
    max(case when p.opened_on <= @offer_by and p.net_to_offer between @earliest_offer and @offer_days then 1 else 0 end) as offered,
    max(case when p.opened_on <= @start_by then 1 else 0 end) as start_mature,
    max(case when p.opened_on <= @start_by and p.is_in_time = 1 then 1 else 0 end) as started,
    max(p.is_in_time) as begun,
    max(case when p.opened_on <= @start_by and p.outcome = 'MET_ELSEWHERE' and p.net_to_close <= @start_days then 1 else 0 end) as elsewhere,
    max(case when p.outcome = 'MOVED' then 1 else 0 end) as moved,
    max(case when p.first_service_on is null then 0 else 1 end) as ever_started,
    max(case when p.opened_on <= @month_by then 1 else 0 end) as month_mature,
    max(case when p.opened_on <= @month_by and p.is_in_time = 1 and p.is_active = 1 then 1 else 0 end) as active,
    max(case when p.is_in_time = 1 and p.month_from <= @month_from_by then 1 else 0 end) as month_over,
    max(case when p.is_in_time = 1 and p.month_from <= @month_from_by and p.is_active = 1 then 1 else 0 end) as month_active,
    max(case when p.is_in_time = 1 and p.month_from <= @month_from_by and p.month_state = 'EARLY' then 1 else 0 end) as month_early,
    max(case when p.is_in_time = 1 and p.month_from <= @month_from_by and p.is_active = 1 and p.is_seen = 1 then 1 else 0 end) as month_seen
  from (
    select q.student, q.opened_on, q.net_to_offer, q.net_to_close, q.outcome, q.first_service_on, q.month_from, q.month_state, q.is_in_time, q.is_seen,
      case when q.month_state = 'ACTIVE' or (q.month_state is null and q.is_seen = 1 and q.month_from <= @month_from_by) then 1 else 0 end as is_active
    from (
      select r.student_dcid as student, r.opened_on, t.net_to_offer, t.net_to_close, t.outcome, t.first_service_on, t.month_from, t.month_state,
        case when t.net_to_service between 0 and @start_days then 1 else 0 end as is_in_time,
        case
          when t.kind = 'SCHOOL' and exists (
            select 1
            from u_ssp_visit_student vs
            join u_ssp_visit v on v.id = vs.visit_id
            where vs.student_dcid = r.student_dcid and vs.visit_date > t.month_from and vs.visit_date <= t.month_on
              and v.voided_at is null and v.visit_type <> 'NOSHOW'
              and (
                v.author = t.assignee
                or exists (
                  select 1 from u_ssp_milestone m
                  where m.target_id = t.id and m.person = v.author and m.kind in ('M_ACCEPT', 'R_PERSON') and m.voided_at is null
                )
              )
              and exists (
                select 1 from u_ssp_visit_service l
                where l.visit_id = v.id and l.service in (
                  'IND_COUNS', 'GRP_COUNS', 'CRISIS', 'RISK_ASSESS', 'CHECKIN', 'CALMING', 'CLASS_LESSON', 'SCREEN', 'ASSESS', 'ADVISE',
                  'SKILLS', 'FAM_COUNS', 'HOME_VISIT', 'NURSE_CARE', 'BASIC_NEED', 'MEDIATION'
                )
              )
          ) then 1
          else 0
        end as is_seen
      from u_ssp_referral r
      join u_ssp_target t on t.referral_id = r.id
      where r.opened_on between @from_date and @to_date and r.voided_at is null and (@any_need = 1 or r.is_mental_health = 1)
        and (@school = 0 or r.school_id = @school) and coalesce(t.access, 'UNKNOWN') <> 'EXCLUDED'
        and r.school_id in (
          select sc.school from u_ssp_scope sc
          where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
        )
    ) q
  ) p
  group by p.student
) c

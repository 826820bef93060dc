-- query:   reports/visits-lines
-- for:     the lines of the file of visits: visits, students and minutes by school, month, purpose, service and tier. A visit with
--          several services is a visit in the row of each, its minutes stand with the first one: every minute is counted once.
--          The labels stand in here so that whole lines come from the database; a test holds them to the code sets
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: school_id int, school nvarchar(60), visit_month varchar(7), purpose nvarchar(60), service nvarchar(60), tier int,
--          visits int, students int, minutes int, purpose_code varchar(20), service_code varchar(20)
-- weight:  heavy
select v.school_id, (select s.Name from Schools s where s.School_Number = v.school_id) as school, v.visit_month,
  case v.purpose
    when 'ACA_PERF' then 'Academic performance'
    when 'ACA_ATTEND' then 'Attendance'
    when 'ACA_PLAN' then 'Course or graduation planning'
    when 'ACA_ENGAGE' then 'Motivation or engagement'
    when 'ACA_ACCOM' then 'Accommodation or plan question'
    when 'CAR_PLAN' then 'College or career planning'
    when 'EMO_ANX' then 'Anxiety or worry'
    when 'EMO_DEP' then 'Sadness or low mood'
    when 'EMO_ANGER' then 'Anger or irritability'
    when 'EMO_STRESS' then 'Stress or coping'
    when 'EMO_GRIEF' then 'Grief or loss'
    when 'EMO_TRAUMA' then 'Trauma exposure'
    when 'EMO_REG' then 'Self-regulation or calming'
    when 'EMO_SELF' then 'Self-esteem or identity'
    when 'SAF_SUICIDE' then 'Suicide concern'
    when 'SAF_SELFHARM' then 'Self-injury'
    when 'SAF_THREAT' then 'Threat to others'
    when 'SAF_ABUSE' then 'Suspected abuse or neglect'
    when 'SAF_RUNAWAY' then 'Runaway or unsafe at home'
    when 'BEH_CLASS' then 'Classroom behavior'
    when 'BEH_DISC' then 'Discipline or re-entry'
    when 'BEH_BULLY_T' then 'Bullying: targeted'
    when 'BEH_BULLY_A' then 'Bullying: alleged actor'
    when 'BEH_SUBST' then 'Alcohol, tobacco, vaping, drugs'
    when 'REL_PEER' then 'Peer conflict or friendship'
    when 'REL_DATING' then 'Dating or relationship'
    when 'REL_STAFF' then 'Relationship with staff'
    when 'FAM_CONFLICT' then 'Family conflict'
    when 'FAM_CHANGE' then 'Family change'
    when 'FAM_CARE' then 'Caregiving burden'
    when 'BAS_FOOD' then 'Food'
    when 'BAS_HOUSING' then 'Housing'
    when 'BAS_CLOTH' then 'Clothing or supplies'
    when 'BAS_FIN' then 'Money or insurance'
    when 'BAS_TRANS' then 'Transportation'
    when 'HLT_PHYS' then 'Physical complaint'
    when 'HLT_CHRON' then 'Chronic condition support'
    when 'HLT_HABIT' then 'Sleep, eating, hygiene'
    when 'HLT_PREG' then 'Pregnancy or parenting'
    when 'HLT_SENSE' then 'Vision, hearing, dental'
    when 'TRN_NEW' then 'New student or newcomer'
    when 'TRN_STEP' then 'School or grade transition'
    when 'TRN_RETURN' then 'Return after hospital or placement'
    when 'PRO_CHECK' then 'Scheduled check-in'
    when 'PRO_SCREEN' then 'Screener follow-up'
    when 'PRO_GROUP' then 'Scheduled group'
    when 'PRO_EVAL' then 'Evaluation or observation'
    when 'PRO_REFER' then 'Referral follow-up'
    when 'OTH' then 'Other'
    when 'UNK' then 'Not recorded'
    else v.purpose end as purpose,
  case l.service
    when 'IND_COUNS' then 'Individual counseling'
    when 'GRP_COUNS' then 'Small-group counseling'
    when 'CRISIS' then 'Crisis response'
    when 'RISK_ASSESS' then 'Suicide/threat risk assessment'
    when 'CHECKIN' then 'Brief check-in / check-out'
    when 'CALMING' then 'Reset or de-escalation'
    when 'CLASS_LESSON' then 'Classroom lesson'
    when 'SCREEN' then 'Screening'
    when 'ASSESS' then 'Assessment or observation'
    when 'ADVISE' then 'Academic/career advising'
    when 'SKILLS' then 'Skills training or mentoring'
    when 'BEH_PLAN' then 'Behavior plan work'
    when 'CONSULT_TCH' then 'Teacher consultation'
    when 'CONSULT_TEAM' then 'Team meeting (SST/MTSS/BBST)'
    when 'CONSULT_PROV' then 'Consultation with outside provider'
    when 'COLLATERAL' then 'Family or caregiver contact'
    when 'FAM_COUNS' then 'Family counseling'
    when 'HOME_VISIT' then 'Home visit'
    when 'CASE_MGMT' then 'Case management, care coordination'
    when 'NURSE_CARE' then 'Nursing care or health office visit'
    when 'BASIC_NEED' then 'Food, clothing, transport given'
    when 'MEDIATION' then 'Peer mediation / restorative circle'
    when 'INTERP' then 'Interpretation provided'
    when 'MAND_REPORT' then 'Mandated report procedure followed'
    when 'REFERRAL_MADE' then 'Referral started'
    when 'OTH' then 'Other'
    else l.service end as service,
  l.tier,
  count(distinct v.id) as visits, count(distinct vs.student_dcid) as students,
  sum(case when l.line_no > 1 or vs.student_dcid <> vs.first_one then 0 else v.minutes end) as minutes,
  v.purpose as purpose_code, l.service as service_code
from u_ssp_visit v
join (
  select x.visit_id, x.student_dcid,
    (select min(m.student_dcid) from u_ssp_visit_student m where m.visit_id = x.visit_id) as first_one
  from u_ssp_visit_student x
) vs on vs.visit_id = v.id
left join u_ssp_visit_service l on l.visit_id = v.id
where v.visit_date between @from_date and @to_date and v.voided_at is null and (@school = 0 or v.school_id = @school)
  and v.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )
group by v.school_id, v.visit_month, v.purpose, l.service, l.tier
order by v.school_id, v.visit_month, v.purpose, l.service, l.tier

-- query:   exports/students-served
-- for:     students enrolled on at least one of the days (a student who never came is none), and how many of them had a visit with a
--          direct service on these days; a visit at which the student was not seen is none; one row
-- args:    from_day date, to_day date
-- columns: numerator int, denominator int, students_num int, students_rest int, students_den int
-- weight:  heavy
with enrolled as (
  select distinct e.student
  from (
    select s.DCID as student, s.EntryDate as entry_date, s.ExitDate as exit_date
    from Students s
    where s.Enroll_Status <> -1
    union all
    select s.DCID as student, r.EntryDate as entry_date, r.ExitDate as exit_date
    from ReEnrollments r
    join Students s on s.ID = r.StudentID
  ) e
  where e.entry_date <= @to_day and (e.exit_date is null or (e.exit_date > @from_day and e.exit_date > e.entry_date))
), served as (
  select distinct vs.student_dcid as student
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  join u_ssp_visit_service sv on sv.visit_id = v.id
  where v.voided_at is null and v.visit_type <> 'NOSHOW' and v.visit_date between @from_day and @to_day
    and sv.service in ('IND_COUNS', 'GRP_COUNS', 'CRISIS', 'RISK_ASSESS', 'CHECKIN', 'CALMING', 'CLASS_LESSON', 'SCREEN', 'ASSESS',
      'ADVISE', 'SKILLS', 'FAM_COUNS', 'HOME_VISIT', 'NURSE_CARE', 'BASIC_NEED', 'MEDIATION')
)
select count(d.student) as numerator, count(e.student) as denominator,
  count(d.student) as students_num, count(e.student) - count(d.student) as students_rest, count(e.student) as students_den
from enrolled e
left join served d on d.student = e.student

-- query:   visits/times-of-day
-- for:     from when to when the reader was busy on a day: own visits (VISIT) and those of colleagues at which the reader was (STAFF), one row for each student, without the name where the reader is not support staff for the student; and time without a student (TIME)
-- args:    reader int, now instant, day date
-- columns: what varchar(10), id int, start_min int, end_min int, minutes int, pauses varchar(400), student_name nvarchar(120)
-- weight:  light
select busy.what, busy.id, busy.start_min, busy.end_min, busy.minutes, busy.pauses, s.LastFirst as student_name
from (
  select 'VISIT' as what, v.id, v.start_min, v.end_min, v.minutes, vs.student_dcid,
    case when v.start_min = v.measured_start then v.measured_pauses end as pauses
  from u_ssp_visit v
  join u_ssp_visit_student vs on vs.visit_id = v.id
  where v.author = @reader and v.visit_date = @day and v.voided_at is null
  union all
  select 'STAFF' as what, v.id, v.start_min, v.end_min, st.minutes, vs.student_dcid,
    case when v.start_min = v.measured_start then v.measured_pauses end as pauses
  from u_ssp_visit_staff st
  join u_ssp_visit v on v.id = st.visit_id
  join u_ssp_visit_student vs on vs.visit_id = v.id
  where st.person = @reader and v.visit_date = @day and v.voided_at is null
  union all
  select 'TIME' as what, t.id, t.start_min, t.end_min, t.minutes, 0 as student_dcid, '' as pauses
  from u_ssp_time t
  where t.author = @reader and t.on_date = @day and t.voided_at is null
) busy
left join Students s on s.DCID = busy.student_dcid
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
where busy.start_min is not null and busy.end_min is not null
order by busy.start_min, busy.what, busy.id, busy.student_dcid

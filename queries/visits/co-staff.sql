-- query:   visits/co-staff
-- for:     who else was there at one student's visits between two days, and for how long; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int, from_date date, to_date date
-- columns: visit_id int, person int, person_name nvarchar(120), minutes int
-- weight:  light
select w.visit_id, w.person, u.LastFirst as person_name, w.minutes
from u_ssp_visit_student vs
join u_ssp_visit_staff w on w.visit_id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
left join Users u on u.DCID = w.person
where vs.student_dcid = @student and vs.visit_date >= @from_date and vs.visit_date <= @to_date
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by w.visit_id, w.id

-- query:   crisis/reports
-- for:     reports under the law that were made in one crisis, with their encrypted reference numbers, oldest first; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, student int, crisis int
-- columns: report_no int, reported_on date, reported_min int, person int, person_name nvarchar(120), recorded_at instant, key_id varchar(20), sealed nvarchar(200000)
-- weight:  light
select r.report_no, r.reported_on, r.reported_min, r.person, u.LastFirst as person_name, r.recorded_at, r.key_id, r.sealed
from u_ssp_crisis_report r
join u_ssp_crisis c on c.id = r.crisis_id
join Students s on s.DCID = c.student_dcid
left join Users u on u.DCID = r.person
where r.crisis_id = @crisis and c.student_dcid = @student
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by r.report_no

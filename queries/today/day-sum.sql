-- query:   today/day-sum
-- for:     how many visits the reader wrote down for a day, their minutes, and how many different students were seen; one row, with nothing in it where the reader is support staff nowhere
-- args:    reader int, now instant, day date
-- columns: visits int, minutes int, students int
-- weight:  light
select count(*) as visits, coalesce(sum(v.minutes), 0) as minutes,
  (
    select count(distinct vs.student_dcid)
    from u_ssp_visit own
    join u_ssp_visit_student vs on vs.visit_id = own.id
    where own.author = @reader and own.visit_date = @day and own.voided_at is null and own.visit_type <> 'NOSHOW'
      and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')
  ) as students
from u_ssp_visit v
where v.author = @reader and v.visit_date = @day and v.voided_at is null
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')

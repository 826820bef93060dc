-- query:   reports/enrolled
-- for:     how many students were enrolled on at least one of the days at the reader's schools, or at one of them; a student who never came is none; one row
-- args:    reader int, now instant, from_date date, to_date date, school int = 0
-- columns: students int
-- weight:  heavy
select count(distinct e.student) as students
from (
  select s.DCID as student, s.SchoolID as school_id, s.EntryDate as entry_date, s.ExitDate as exit_date
  from Students s
  where s.Enroll_Status <> -1
  union all
  select s.DCID as student, r.SchoolID as school_id, r.EntryDate as entry_date, r.ExitDate as exit_date
  from ReEnrollments r
  join Students s on s.ID = r.StudentID
) e
where e.entry_date <= @to_date and (e.exit_date is null or (e.exit_date > @from_date and e.exit_date > e.entry_date))
  and (@school = 0 or e.school_id = @school)
  and e.school_id in (
    select sc.school from u_ssp_scope sc
    where sc.reader = @reader and sc.until > @now and sc.role in ('school_admin', 'district_admin')
  )

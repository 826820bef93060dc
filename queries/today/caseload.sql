-- query:   today/caseload
-- for:     enrolled students of the schools where the reader is support staff whom a rule names, with the day on which anybody saw them last and who: the
--          never seen first, then whoever was not seen the longest. Lists are texts like ,101,103, and an empty one leaves nobody out; no rows also when out of scope
-- args:    reader int, now instant, schools varchar(8000) = '', grades varchar(100) = '', homeroom_1 nvarchar(60) = '', homeroom_2 nvarchar(60) = '', homeroom_3 nvarchar(60) = '', homeroom_4 nvarchar(60) = '', el int = 0, sped int = 0, plan504 int = 0, take int = 26
-- columns: dcid int, name nvarchar(120), grade_level int, last_seen date, seen_by int, seen_by_name nvarchar(120)
-- weight:  light
select c.dcid, c.name, c.grade_level, nullif(c.last_seen, '') as last_seen, lv.author as seen_by, u.LastFirst as seen_by_name
from (
  select seen.dcid, seen.name, seen.grade_level, seen.last_seen,
    (
      select max(v.id)
      from u_ssp_visit_student vs
      join u_ssp_visit v on v.id = vs.visit_id
      where vs.student_dcid = seen.dcid and vs.visit_date = seen.last_seen and v.voided_at is null and v.visit_type <> 'NOSHOW'
    ) as last_visit
  from (
    select s.DCID as dcid, s.LastFirst as name, s.Grade_Level as grade_level,
      (
        select coalesce(max(vs.visit_date), '')
        from u_ssp_visit_student vs
        join u_ssp_visit v on v.id = vs.visit_id
        where vs.student_dcid = s.DCID and v.voided_at is null and v.visit_type <> 'NOSHOW'
      ) as last_seen
    from (select distinct sc.school from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff') mine
    join Students s on s.SchoolID = mine.school
    left join S_STU_X x on x.StudentsDCID = s.DCID
    where s.Enroll_Status = 0
      and (@schools = '' or @schools like concat(concat('%,', s.SchoolID), ',%'))
      and (@grades = '' or @grades like concat(concat('%,', s.Grade_Level), ',%'))
      and (@homeroom_1 = '' or s.Home_Room in (@homeroom_1, @homeroom_2, @homeroom_3, @homeroom_4))
      and (@el + @sped + @plan504 = 0 or (@el = 1 and x.EL = 1) or (@sped = 1 and x.SpEd = 1) or (@plan504 = 1 and x.Section504 = 1))
  ) seen
) c
left join u_ssp_visit lv on lv.id = c.last_visit
left join Users u on u.DCID = lv.author
order by c.last_seen, c.name, c.dcid

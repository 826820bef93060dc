-- query:   today/caseload
-- for:     enrolled students of the schools where the reader is support staff whom a rule names, with the day on which anybody saw them last and who: the
--          never seen first, then whoever was not seen the longest. Lists are texts like ,101,103, and an empty one leaves nobody out; no rows also when out of scope.
--          letters: those in which last names begin, like ABC; a name that begins with none of A to Z comes along, since the two databases see its letter differently
-- args:    reader int, now instant, schools varchar(8000) = '', grades varchar(100) = '', homeroom_1 nvarchar(60) = '', homeroom_2 nvarchar(60) = '', homeroom_3 nvarchar(60) = '', homeroom_4 nvarchar(60) = '', el int = 0, sped int = 0, plan504 int = 0, letters varchar(26) = '', take int = 26
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
      and (
        @letters = ''
        or (s.LastFirst like 'A%' and @letters like '%A%') or (s.LastFirst like 'B%' and @letters like '%B%') or (s.LastFirst like 'C%' and @letters like '%C%') or (s.LastFirst like 'D%' and @letters like '%D%')
        or (s.LastFirst like 'E%' and @letters like '%E%') or (s.LastFirst like 'F%' and @letters like '%F%') or (s.LastFirst like 'G%' and @letters like '%G%') or (s.LastFirst like 'H%' and @letters like '%H%')
        or (s.LastFirst like 'I%' and @letters like '%I%') or (s.LastFirst like 'J%' and @letters like '%J%') or (s.LastFirst like 'K%' and @letters like '%K%') or (s.LastFirst like 'L%' and @letters like '%L%')
        or (s.LastFirst like 'M%' and @letters like '%M%') or (s.LastFirst like 'N%' and @letters like '%N%') or (s.LastFirst like 'O%' and @letters like '%O%') or (s.LastFirst like 'P%' and @letters like '%P%')
        or (s.LastFirst like 'Q%' and @letters like '%Q%') or (s.LastFirst like 'R%' and @letters like '%R%') or (s.LastFirst like 'S%' and @letters like '%S%') or (s.LastFirst like 'T%' and @letters like '%T%')
        or (s.LastFirst like 'U%' and @letters like '%U%') or (s.LastFirst like 'V%' and @letters like '%V%') or (s.LastFirst like 'W%' and @letters like '%W%') or (s.LastFirst like 'X%' and @letters like '%X%')
        or (s.LastFirst like 'Y%' and @letters like '%Y%') or (s.LastFirst like 'Z%' and @letters like '%Z%')
        or not (
          s.LastFirst like 'A%' or s.LastFirst like 'B%' or s.LastFirst like 'C%' or s.LastFirst like 'D%' or s.LastFirst like 'E%' or s.LastFirst like 'F%'
          or s.LastFirst like 'G%' or s.LastFirst like 'H%' or s.LastFirst like 'I%' or s.LastFirst like 'J%' or s.LastFirst like 'K%' or s.LastFirst like 'L%'
          or s.LastFirst like 'M%' or s.LastFirst like 'N%' or s.LastFirst like 'O%' or s.LastFirst like 'P%' or s.LastFirst like 'Q%' or s.LastFirst like 'R%'
          or s.LastFirst like 'S%' or s.LastFirst like 'T%' or s.LastFirst like 'U%' or s.LastFirst like 'V%' or s.LastFirst like 'W%' or s.LastFirst like 'X%'
          or s.LastFirst like 'Y%' or s.LastFirst like 'Z%'
        )
      )
  ) seen
) c
left join u_ssp_visit lv on lv.id = c.last_visit
left join Users u on u.DCID = lv.author
order by c.last_seen, c.name, c.dcid

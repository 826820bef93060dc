-- query:   today/due
-- for:     follow-ups that the reader set in visits since a day, or took over, and that are due by a day, the oldest first, where the student is enrolled and nobody
--          saw the student alone on that day or later, nor the reader in a group where it was set in one; no rows also when the reader is not support staff at the student's school
-- args:    reader int, now instant, since date, day date, take int = 300
-- columns: student int, name nvarchar(120), grade_level int, visit_id int, visit_date date, follow_up date, purpose varchar(20), local_purpose varchar(20), sensitive bit
-- weight:  light
select s.DCID as student, s.LastFirst as name, s.Grade_Level as grade_level, v.id as visit_id, v.visit_date, v.follow_up, v.purpose,
  own.code as local_purpose, v.sensitive
from (
  select w.id as visit_id, ws.student_dcid
  from u_ssp_visit w
  join u_ssp_visit_student ws on ws.visit_id = w.id
  where w.author = @reader and w.visit_date >= @since and w.visit_date < @day and w.follow_up <= @day
    and not exists (select 1 from u_ssp_follow_owner other where other.visit_id = w.id and other.student_dcid = ws.student_dcid)
  union all
  select fo.visit_id, fo.student_dcid
  from u_ssp_follow_owner fo
  where fo.owner = @reader
) own_now
join u_ssp_visit v on v.id = own_now.visit_id
join u_ssp_visit_student vs on vs.visit_id = v.id and vs.student_dcid = own_now.student_dcid
join Students s on s.DCID = vs.student_dcid
left join u_ssp_visit_code own on own.visit_id = v.id and own.code_set = 'PURPOSE' and own.line_no = 0
where v.visit_date >= @since and v.visit_date < @day and v.follow_up <= @day and v.voided_at is null and s.Enroll_Status = 0
  and exists (
    select 1 from u_ssp_scope sc
    where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
  )
  and not exists (
    select 1
    from u_ssp_visit_student ls
    join u_ssp_visit later on later.id = ls.visit_id
    where ls.student_dcid = vs.student_dcid and ls.visit_date >= v.follow_up and later.voided_at is null and later.visit_type <> 'NOSHOW'
      and (later.group_kind is null or (v.group_kind is not null and later.author = @reader))
  )
order by v.follow_up, v.id

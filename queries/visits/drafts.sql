-- query:   visits/drafts
-- for:     the reader's forms that are not saved as visits yet, the latest first, sealed; without the student where the reader is not support staff for the student
-- args:    reader int, now instant, form_key varchar(36) = ''
-- columns: id int, form_key varchar(36), kind varchar(10), student int, student_name nvarchar(120), grade_level int, school_name nvarchar(120),
--          is_out_of_reach bit, started_at instant, resumed_at instant, stopped_at instant, earlier_min int, pauses varchar(400), revision int,
--          key_id varchar(20), sealed nvarchar(200000), created_at instant, updated_at instant
-- weight:  light
select d.id, d.form_key, d.kind, s.DCID as student, s.LastFirst as student_name, s.Grade_Level as grade_level, sch.Name as school_name,
  case when d.student_dcid is not null and s.DCID is null then 1 else 0 end as is_out_of_reach,
  d.started_at, d.resumed_at, d.stopped_at, d.earlier_min, d.pauses, d.revision, d.key_id, d.sealed, d.created_at, d.updated_at
from u_ssp_draft d
left join Students s on s.DCID = d.student_dcid
  and (
    exists (
      select 1 from u_ssp_scope sc
      where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
    )
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
left join Schools sch on sch.School_Number = s.SchoolID
where d.author = @reader and (@form_key = '' or d.form_key = @form_key)
  and exists (select 1 from u_ssp_scope own where own.reader = @reader and own.until > @now)
  and not exists (select 1 from u_ssp_visit v where v.author = d.author and v.form_key = d.form_key)
order by d.updated_at desc, d.id desc

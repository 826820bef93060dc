-- query:   visits/history
-- for:     visits of one student, voided ones too, newest first, from a place in the order on, and only those that a filter lets through; an empty filter
--          lets all through. By purpose none of the sensitive ones unless asked with them. No rows also when out of the reader's scope
-- args:    reader int, now instant, student int, from_day date = '0001-01-01', to_day date = '9999-12-31', purpose varchar(20) = '',
--          service varchar(20) = '', author int = 0, with_sensitive int = 1, before_date date = '9999-12-31', before_id int = 2147483647, take int = 20
-- columns: visit_id int, visit_date date, start_min int, end_min int, minutes int, purpose varchar(20), purpose_text nvarchar(80), sensitive bit, visit_type varchar(20), follow_up date, follow_owner int, author int,
--          author_name nvarchar(120), author_title nvarchar(60), note_id int, is_restricted bit, voided_at instant, voided_by int,
--          void_reason nvarchar(200), revision int, restricted_at instant, restricted_why nvarchar(200), restricter_name nvarchar(120),
--          is_named bit, is_imported bit, group_kind varchar(20), co_staff int, crisis_id int, crisis_at instant
-- weight:  light
select v.id as visit_id, v.visit_date, v.start_min, v.end_min, v.minutes, v.purpose, v.purpose_text, v.sensitive, v.visit_type, v.follow_up,
  coalesce(fo.owner, v.author) as follow_owner, v.author,
  u.LastFirst as author_name, v.author_title, n.id as note_id, n.restricted as is_restricted, v.voided_at, v.voided_by, v.void_reason,
  v.revision, n.restricted_at, n.restricted_why, w.LastFirst as restricter_name,
  case when exists (
    select 1 from u_ssp_note_reader m
    where m.visit_id = n.visit_id and m.student_dcid = n.student_dcid and m.reader = @reader and m.ended_at is null
  ) then 1 else 0 end as is_named,
  case when exists (select 1 from u_ssp_imported i where i.visit_id = v.id) then 1 else 0 end as is_imported,
  v.group_kind, v.co_staff, k.id as crisis_id, k.started_at as crisis_at
from u_ssp_visit_student vs
join u_ssp_visit v on v.id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
left join Users u on u.DCID = v.author
left join u_ssp_visit_note n on n.visit_id = v.id and n.student_dcid = vs.student_dcid
left join Users w on w.DCID = n.restricted_by
left join u_ssp_follow_owner fo on fo.visit_id = v.id and fo.student_dcid = vs.student_dcid
left join u_ssp_crisis k on k.visit_id = v.id and k.student_dcid = vs.student_dcid
where vs.student_dcid = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
  and vs.visit_date >= @from_day and vs.visit_date <= @to_day
  and (@author = 0 or v.author = @author)
  and (@service = ''
    or exists (select 1 from u_ssp_visit_service l where l.visit_id = v.id and l.service = @service)
    or exists (select 1 from u_ssp_visit_code c where c.visit_id = v.id and c.code_set = 'SERVICE' and c.code = @service))
  and (@purpose = ''
    or ((@with_sensitive = 1 or v.sensitive = 0)
      and (v.purpose = @purpose
        or exists (select 1 from u_ssp_visit_purpose p where p.visit_id = v.id and p.purpose = @purpose)
        or exists (select 1 from u_ssp_visit_code c where c.visit_id = v.id and c.code_set = 'PURPOSE' and c.code = @purpose))))
  and (vs.visit_date < @before_date or (vs.visit_date = @before_date and vs.visit_id < @before_id))
order by vs.visit_date desc, vs.visit_id desc

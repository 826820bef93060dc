-- query:   visits/change-state
-- for:     one visit as it stands now, how many students it has and how many of them the reader is support staff for or opened for a real need; no row when that is none
-- args:    reader int, now instant, visit int
-- columns: visit_id int, revision int, visit_date date, visit_month varchar(7), school_year varchar(9), school_id int, start_min int, end_min int,
--          minutes int, purpose varchar(20), purpose_text nvarchar(80), sensitive bit, visit_type varchar(20), initiator varchar(20),
--          setting varchar(20), modality varchar(20), disposition varchar(20), follow_up date, author int, author_title nvarchar(60),
--          created_at instant, voided_at instant, measured_start int, consent_exception varchar(20), group_kind varchar(20), students int, in_reach int
-- weight:  light
select v.id as visit_id, v.revision, v.visit_date, v.visit_month, v.school_year, v.school_id, v.start_min, v.end_min, v.minutes, v.purpose, v.purpose_text,
  v.sensitive, v.visit_type, v.initiator, v.setting, v.modality, v.disposition, v.follow_up, v.author, v.author_title, v.created_at, v.voided_at, v.measured_start,
  v.consent_exception, v.group_kind,
  (select count(*) from u_ssp_visit_student a where a.visit_id = v.id) as students, r.in_reach
from u_ssp_visit v
join (
  select vs.visit_id, count(*) as in_reach
  from u_ssp_visit_student vs
  join Students s on s.DCID = vs.student_dcid
  where vs.visit_id = @visit
    and (
      exists (
        select 1 from u_ssp_scope sc
        where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now and sc.role = 'support_staff'
      )
      or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
    )
  group by vs.visit_id
) r on r.visit_id = v.id
where v.id = @visit

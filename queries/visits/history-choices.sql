-- query:   visits/history-choices
-- for:     by what one student's visits can be filtered: their purposes (none of the sensitive ones unless asked with them), their services, the district's
--          own codes on them, their school years and those of referrals, and who wrote them; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int, with_sensitive int = 1
-- columns: kind varchar(10), code varchar(20), person int, person_name nvarchar(120)
-- weight:  light
select x.kind, x.code, x.person, u.LastFirst as person_name
from (
  select vs.student_dcid, 'PURPOSE' as kind, v.purpose as code, 0 as person
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  where vs.student_dcid = @student and (@with_sensitive = 1 or v.sensitive = 0)
  union all
  select vs.student_dcid, 'PURPOSE' as kind, p.purpose as code, 0 as person
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  join u_ssp_visit_purpose p on p.visit_id = v.id
  where vs.student_dcid = @student and (@with_sensitive = 1 or v.sensitive = 0)
  union all
  select vs.student_dcid, c.code_set as kind, c.code, 0 as person
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  join u_ssp_visit_code c on c.visit_id = v.id and (c.code_set = 'SERVICE' or c.code_set = 'PURPOSE' and (@with_sensitive = 1 or v.sensitive = 0))
  where vs.student_dcid = @student
  union all
  select vs.student_dcid, 'SERVICE' as kind, l.service as code, 0 as person
  from u_ssp_visit_student vs
  join u_ssp_visit_service l on l.visit_id = vs.visit_id
  where vs.student_dcid = @student
  union all
  select vs.student_dcid, 'YEAR' as kind, v.school_year as code, 0 as person
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  where vs.student_dcid = @student
  union all
  select r.student_dcid, 'YEAR' as kind, r.school_year as code, 0 as person
  from u_ssp_referral r
  where r.student_dcid = @student and r.voided_at is null
  union all
  select vs.student_dcid, 'STAFF' as kind, '' as code, v.author as person
  from u_ssp_visit_student vs
  join u_ssp_visit v on v.id = vs.visit_id
  where vs.student_dcid = @student
) x
join Students s on s.DCID = x.student_dcid
left join Users u on u.DCID = x.person
where s.DCID = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
group by x.kind, x.code, x.person, u.LastFirst
order by x.kind, x.code, x.person

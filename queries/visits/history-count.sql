-- query:   visits/history-count
-- for:     how many visits of one student a filter lets through, voided ones too; no row when there are none, also when out of the reader's scope
-- args:    reader int, now instant, student int, from_day date = '0001-01-01', to_day date = '9999-12-31', purpose varchar(20) = '',
--          service varchar(20) = '', author int = 0, with_sensitive int = 1
-- columns: visits int
-- weight:  light
select count(*) as visits
from u_ssp_visit_student vs
join u_ssp_visit v on v.id = vs.visit_id
join Students s on s.DCID = vs.student_dcid
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
group by vs.student_dcid

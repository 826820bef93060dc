-- query:   time/own
-- for:     the reader's own working time without a student since a day, the latest first, voided entries too; no rows where the reader is support staff nowhere
-- args:    reader int, now instant, since date, take int = 50
-- columns: id int, on_date date, kind varchar(20), start_min int, end_min int, minutes int, people int, school_name nvarchar(60), voided_at instant, void_reason nvarchar(200)
-- weight:  light
select t.id, t.on_date, t.kind, t.start_min, t.end_min, t.minutes, t.people, c.Name as school_name, t.voided_at, t.void_reason
from u_ssp_time t
left join Schools c on c.School_Number = t.school_id
where t.author = @reader and t.on_date >= @since
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')
order by t.on_date desc, t.id desc

-- query:   crisis/calls-to
-- for:     the calls that wait for the reader since an instant: where and by whom, never about whom; none of a school that is not the reader's any more
-- args:    reader int, now instant, since_at instant
-- columns: id int, school_name nvarchar(60), caller nvarchar(120), called_at instant
-- weight:  light
select k.id, h.Name as school_name, u.LastFirst as caller, k.called_at
from u_ssp_crisis_call k
join u_ssp_crisis c on c.id = k.crisis_id
join Schools h on h.School_Number = c.school_id
left join Users u on u.DCID = c.started_by
where k.person = @reader and k.called_at > @since_at and k.ended_at is null
  and exists (select 1 from u_ssp_scope sc where sc.school = c.school_id and sc.reader = @reader and sc.until > @now)
order by k.called_at, k.id

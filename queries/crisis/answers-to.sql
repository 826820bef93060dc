-- query:   crisis/answers-to
-- for:     who is coming to the crises that the reader called for since an instant and that are not over
-- args:    reader int, now instant, since_at instant
-- columns: id int, person_name nvarchar(120), answered_at instant
-- weight:  light
select k.id, u.LastFirst as person_name, k.answered_at
from u_ssp_crisis c
join u_ssp_crisis_call k on k.crisis_id = c.id and k.answered_at is not null
left join Users u on u.DCID = k.person
where c.started_by = @reader and c.started_at > @since_at and c.ended_at is null
  and exists (select 1 from u_ssp_scope sc where sc.school = c.school_id and sc.reader = @reader and sc.until > @now)
order by k.id

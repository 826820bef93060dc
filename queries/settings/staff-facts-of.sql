-- query:   settings/staff-facts-of
-- for:     every version of one staff member's periods, oldest first, with who made it
-- args:    person int
-- columns: id int, revision int, period_no int, provider varchar(20), employer varchar(40), fte int, from_day date, to_day date,
--          void_reason nvarchar(200), changed_by int, changed_by_name nvarchar(120), changed_at instant
-- weight:  light
select f.id, f.revision, f.period_no, f.provider, f.employer, f.fte, f.from_day, f.to_day, f.void_reason, f.changed_by,
  u.LastFirst as changed_by_name, f.changed_at
from u_ssp_staff_fact f
left join Users u on u.DCID = f.changed_by
where f.person = @person
order by f.revision

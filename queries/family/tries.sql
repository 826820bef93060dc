-- query:   family/tries
-- for:     tries to reach a student's family, over all referrals, the newest first, those that were taken back too; no rows also when out of the reader's scope
-- args:    reader int, now instant, student int
-- columns: id int, tried_on date, way varchar(20), result varchar(20), had_interpreter bit, author int, author_name nvarchar(120), created_at instant, why nvarchar(200), voided_at instant, void_reason nvarchar(200)
-- weight:  light
select x.id, x.tried_on, x.way, x.result, x.had_interpreter, x.author, u.LastFirst as author_name, x.created_at, x.why, x.voided_at, x.void_reason
from u_ssp_family_try x
join Students s on s.DCID = x.student_dcid
left join Users u on u.DCID = x.author
where x.student_dcid = @student
  and (
    exists (select 1 from u_ssp_scope sc where sc.school = s.SchoolID and sc.reader = @reader and sc.until > @now)
    or exists (select 1 from u_ssp_break_glass b where b.student_dcid = s.DCID and b.reader = @reader and b.until > @now and b.ended_at is null)
  )
order by x.tried_on desc, x.id desc

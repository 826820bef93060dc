-- query:   exports/packages
-- for:     the packages that were made, newest first, with who made them (no name: the command line)
-- args:    take int = 200
-- columns: id int, period varchar(20), revision int, file_name varchar(100), sha256 varchar(64), made_by int, maker_first nvarchar(60),
--          maker_last nvarchar(60), created_at instant
-- weight:  light
select e.id, e.period, e.revision, e.file_name, e.sha256, e.made_by, u.First_Name as maker_first, u.Last_Name as maker_last, e.created_at
from u_ssp_export e
left join Users u on u.DCID = e.made_by
order by e.id desc

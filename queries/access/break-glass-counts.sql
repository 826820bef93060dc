-- query:   access/break-glass-counts
-- for:     how many students of each school were opened for a real need between two instants; no row for a school without any
-- args:    from_at instant, to_at instant
-- columns: school_id int, uses int
-- weight:  heavy
select b.school_id, count(*) as uses
from u_ssp_break_glass b
where b.opened_at >= @from_at and b.opened_at < @to_at
group by b.school_id
order by b.school_id

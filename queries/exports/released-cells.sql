-- query:   exports/released-cells
-- for:     every cell that left the district about a school year, in the order in which the packages were made, with the exact counts
--          behind it (these never leave)
-- args:    school_year varchar(9)
-- columns: release_no int, period varchar(20), measure varchar(20), measure_version int, first_day date, last_day date, as_of date,
--          n_rule int, status varchar(20), numerator int, denominator int, value_low int, value_high int, counted_num int,
--          counted_den int, students_num int, students_rest int, students_den int
-- weight:  light
select c.release_no, c.period, c.measure, c.measure_version, c.first_day, c.last_day, c.as_of, c.n_rule, c.status, c.numerator,
  c.denominator, c.value_low, c.value_high, c.counted_num, c.counted_den, c.students_num, c.students_rest, c.students_den
from u_ssp_export_cell c
where c.school_year = @school_year
order by c.release_no, c.measure

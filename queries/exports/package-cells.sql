-- query:   exports/package-cells
-- for:     the cells of one package as they left the district
-- args:    id int
-- columns: measure varchar(20), status varchar(20), numerator int, denominator int, value_low int, value_high int, as_of date
-- weight:  light
select c.measure, c.status, c.numerator, c.denominator, c.value_low, c.value_high, c.as_of
from u_ssp_export_cell c
where c.export_id = @id
order by c.measure

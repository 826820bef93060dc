-- query:   settings/codes-revision
-- for:     how often the district's own codes have changed; one row
-- args:    none
-- columns: codes_revision int
-- weight:  light
select count(*) as codes_revision
from u_ssp_local_code c

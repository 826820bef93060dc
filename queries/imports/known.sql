-- query:   imports/known
-- for:     which of up to 20 rows of an old log were imported before and still are
-- args:    key_1 varchar(40), key_2 varchar(40) = '', key_3 varchar(40) = '', key_4 varchar(40) = '', key_5 varchar(40) = '', key_6
--          varchar(40) = '', key_7 varchar(40) = '', key_8 varchar(40) = '', key_9 varchar(40) = '', key_10 varchar(40) = '',
--          key_11 varchar(40) = '', key_12 varchar(40) = '', key_13 varchar(40) = '', key_14 varchar(40) = '', key_15 varchar(40) =
--          '', key_16 varchar(40) = '', key_17 varchar(40) = '', key_18 varchar(40) = '', key_19 varchar(40) = '', key_20
--          varchar(40) = ''
-- columns: source_key varchar(40)
-- weight:  light
select i.source_key
from u_ssp_imported i
where i.released = 0 and i.source_key in (@key_1, @key_2, @key_3, @key_4, @key_5, @key_6, @key_7, @key_8, @key_9, @key_10, @key_11, @key_12, @key_13, @key_14, @key_15, @key_16, @key_17, @key_18, @key_19, @key_20)
order by i.id

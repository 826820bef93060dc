-- query:   visits/last-used
-- for:     how the reader's latest visits took place, and the first service of each, the latest one first, left out what is sensitive, voided, a group, a crisis, imported, or where nobody came: what the next
--          form begins with, unless the service tells what the visit was about. A code of the district's own stands beside the standard one; no row before the first visit, or where the reader is support staff nowhere
-- args:    reader int, now instant, take int = 10
-- columns: minutes int, service varchar(20), local_service varchar(20), tier int, visit_type varchar(20), initiator varchar(20), setting varchar(20), local_setting varchar(20), modality varchar(20)
-- weight:  light
select v.minutes, l.service, own_service.code as local_service, l.tier, v.visit_type, v.initiator, v.setting, own_setting.code as local_setting, v.modality
from u_ssp_visit v
join u_ssp_visit_service l on l.visit_id = v.id and l.line_no = 1
left join u_ssp_visit_code own_service on own_service.visit_id = v.id and own_service.code_set = 'SERVICE' and own_service.line_no = 1
left join u_ssp_visit_code own_setting on own_setting.visit_id = v.id and own_setting.code_set = 'SETTING' and own_setting.line_no = 0
where v.author = @reader and v.sensitive = 0 and v.voided_at is null and v.group_kind is null and v.visit_type not in ('NOSHOW', 'CRISIS')
  and not exists (select 1 from u_ssp_imported i where i.visit_id = v.id)
  and exists (select 1 from u_ssp_scope sc where sc.reader = @reader and sc.until > @now and sc.role = 'support_staff')
order by v.visit_date desc, v.id desc

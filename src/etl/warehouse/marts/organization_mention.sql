-- 社会组织的名称：每期登记表、协议、项目里以信用代码写到的社会组织
-- reports: organization agreement project
-- marts: submission_in_use submission_span
create view mart.organization_mention as
select
    t.period, t.county_code, p.report, t.credit_code, t.org_name, mart.fold_key(t.org_name) as name_key, t.register_level
from mart.submission_span p
join mart.organization t on t.period = p.period and t.submission_id between p.first_id and p.last_id
where p.report = 'organization'
union all
select
    s.period, s.county_code, s.report, t.credit_code, t.org_name, mart.fold_key(t.org_name), t.register_level
from mart.submission_in_use s
join mart.agreement_name t on t.submission_id = s.submission_id
where s.report = 'agreement'
union all
select s.period, s.county_code, s.report, t.credit_code, t.org_name, mart.fold_key(t.org_name), null
from mart.submission_in_use s
join mart.project_name t on t.submission_id = s.submission_id
where s.report = 'project';

-- 社会组织的名称：每期登记表、协议、项目里以信用代码写到的社会组织
-- reports: organization agreement project
-- marts: submission_in_use
create view mart.organization_mention as
select
    period, county_code, 'organization' as report, credit_code, org_name, mart.fold_key(org_name) as name_key, register_level
from mart.organization
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

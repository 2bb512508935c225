-- 社会组织的名称：每期登记表、协议、项目里以信用代码写到的社会组织
-- reports: organization agreement project
create view mart.organization_mention as
select
    period, county_code, 'organization' as report, credit_code, org_name, mart.fold_key(org_name) as name_key, register_level
from mart.organization
union all
select
    s.period, s.county_code, s.report, o.credit_code, o.org_name, mart.fold_key(o.org_name), o.register_level
from ops.submission s
join core.agreement_total t on t.submission_id = s.submission_id
cross join lateral unnest(t.credit_codes, t.org_names, t.register_levels) as o (credit_code, org_name, register_level)
where s.report = 'agreement' and s.in_use_from is not null and s.in_use_to is null
union all
select s.period, s.county_code, s.report, o.credit_code, o.org_name, mart.fold_key(o.org_name), null
from ops.submission s
join core.project_total t on t.submission_id = s.submission_id
cross join lateral unnest(t.credit_codes, t.org_names) as o (credit_code, org_name)
where s.report = 'project' and s.in_use_from is not null and s.in_use_to is null;

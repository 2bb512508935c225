-- 社会组织的名称：每期登记表、协议、项目里每次以信用代码写到的社会组织，同一县同一报表里写法相同的只列一次
-- reports: organization agreement project
create view mart.organization_mention as
select distinct
    period, county_code, 'organization' as report, credit_code, org_name, mart.fold_key(org_name) as name_key, register_level
from mart.organization
union all
select distinct period, county_code, 'agreement', credit_code, org_name, mart.fold_key(org_name), register_level
from mart.agreement
union all
select distinct period, county_code, 'project', credit_code, org_name, mart.fold_key(org_name), null
from mart.project;

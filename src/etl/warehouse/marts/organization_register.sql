-- 社会组织名录：每个信用代码一行，取最近一期登记表的登记内容；没有登记的取最近一期的协议，再次项目
-- reports: organization
-- marts: organization_mention
create view mart.organization_register as
with ranked as (
    select
        credit_code, org_name, name_key, register_level, period, county_code,
        case report when 'organization' then 1 when 'agreement' then 2 else 3 end as rank
    from mart.organization_mention
),
latest as (
    select distinct on (credit_code) credit_code, org_name, name_key, register_level, rank = 1 as is_registered
    from ranked order by credit_code, rank, period desc, county_code, org_name
),
registered as (
    select distinct on (credit_code) credit_code, org_type, grade, annual_check
    from mart.organization order by credit_code, period desc, county_code, source_row
),
spelled as (
    select distinct on (credit_code, name_key) credit_code, name_key, org_name
    from ranked order by credit_code, name_key, org_name
),
seen as (
    select
        credit_code, min(period) as first_period, max(period) as last_period, count(distinct county_code) as counties_seen
    from ranked group by credit_code
)
select
    l.credit_code, l.org_name, l.is_registered, l.register_level, r.org_type, r.grade, r.annual_check,
    (
        select string_agg(s.org_name, '；' order by s.org_name) from spelled s
        where s.credit_code = l.credit_code and s.name_key <> l.name_key
    ) as other_names,
    n.counties_seen, n.first_period, n.last_period
from latest l
join seen n on n.credit_code = l.credit_code
left join registered r on r.credit_code = l.credit_code;

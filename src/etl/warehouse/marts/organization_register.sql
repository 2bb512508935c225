-- 社会组织名录：每个信用代码一行，取最近一期登记表的登记内容；没有登记的取最近一期的协议，再次项目
-- reports: organization
-- marts: organization_mention
create view mart.organization_register as
with ranked as (
    select
        m.*, row_number() over latest_first as place, first_value(m.name_key) over latest_first as name_key_used
    from (
        select
            credit_code, org_name, name_key, register_level, period, county_code,
            case report when 'organization' then 1 when 'agreement' then 2 else 3 end as rank
        from mart.organization_mention
    ) m
    window latest_first as (partition by credit_code order by rank, period desc, county_code, org_name)
),
latest as (
    select credit_code, org_name, register_level, rank = 1 as is_registered from ranked where place = 1
),
registered as (
    select distinct on (credit_code) credit_code, org_type, grade, annual_check
    from mart.organization order by credit_code, period desc, county_code, source_row
),
spelled_otherwise as (
    select credit_code, string_agg(org_name, '；' order by org_name) as other_names
    from (
        select distinct on (credit_code, name_key) credit_code, org_name
        from ranked where name_key <> name_key_used order by credit_code, name_key, org_name
    ) s
    group by credit_code
),
seen as (
    select
        credit_code, min(period) as first_period, max(period) as last_period, count(distinct county_code) as counties_seen
    from ranked group by credit_code
)
select
    l.credit_code, l.org_name, l.is_registered, l.register_level, r.org_type, r.grade, r.annual_check,
    o.other_names,
    n.counties_seen, n.first_period, n.last_period
from latest l
join seen n on n.credit_code = l.credit_code
left join spelled_otherwise o on o.credit_code = l.credit_code
left join registered r on r.credit_code = l.credit_code;

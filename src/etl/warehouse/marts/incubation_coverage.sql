-- 孵化体系覆盖：每县每期各级孵化基地的数量与县、乡、村三级的覆盖情况
-- reports: incubator
-- marts: reporting_status
create view mart.incubation_coverage as
with bases as (
    select
        county_code, period,
        count(case base_level when 'province' then 1 end) as incubators_province,
        count(case base_level when 'prefecture' then 1 end) as incubators_prefecture,
        count(case base_level when 'county' then 1 end) as incubators_county,
        count(case base_level when 'township' then 1 end) as incubators_township,
        count(case base_level when 'village' then 1 end) as incubators_village,
        sum(resident_orgs) as resident_orgs,
        sum(area_sqm) as area_sqm,
        sum(invested_yuan) as invested_yuan
    from mart.incubator group by county_code, period
)
select
    s.county_code, s.county_name, s.prefecture_code, s.prefecture_name, s.designation, s.period,
    s.status as report_status,
    coalesce(b.incubators_province, 0) as incubators_province,
    coalesce(b.incubators_prefecture, 0) as incubators_prefecture,
    coalesce(b.incubators_county, 0) as incubators_county,
    coalesce(b.incubators_township, 0) as incubators_township,
    coalesce(b.incubators_village, 0) as incubators_village,
    case when b.incubators_county > 0 then 1 else 0 end
        + case when b.incubators_township > 0 then 1 else 0 end
        + case when b.incubators_village > 0 then 1 else 0 end as levels_covered,
    coalesce(b.resident_orgs, 0)::bigint as resident_orgs,
    coalesce(b.area_sqm, 0.0000) as area_sqm,
    coalesce(b.invested_yuan, 0.00) as invested_yuan
from mart.reporting_status s
left join bases b on b.county_code = s.county_code and b.period = s.period
where s.report = 'incubator';

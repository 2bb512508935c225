-- 孵化体系覆盖：每县每期各级孵化基地的数量与县、乡、村三级的覆盖情况；孵化基地报表没有数据在用的县各列为空，不是零
-- reports: incubator
-- marts: reporting_status submission_in_use
create view mart.incubation_coverage as
select
    s.county_code, s.county_name, s.prefecture_code, s.prefecture_name, s.designation, s.period,
    s.status as report_status,
    case when s.in_use <> 'none' then coalesce(b.incubators_province, 0) end as incubators_province,
    case when s.in_use <> 'none' then coalesce(b.incubators_prefecture, 0) end as incubators_prefecture,
    case when s.in_use <> 'none' then coalesce(b.incubators_county, 0) end as incubators_county,
    case when s.in_use <> 'none' then coalesce(b.incubators_township, 0) end as incubators_township,
    case when s.in_use <> 'none' then coalesce(b.incubators_village, 0) end as incubators_village,
    case when s.in_use <> 'none' then
        case when b.incubators_county > 0 then 1 else 0 end
        + case when b.incubators_township > 0 then 1 else 0 end
        + case when b.incubators_village > 0 then 1 else 0 end
    end as levels_covered,
    case when s.in_use <> 'none' then coalesce(b.resident_orgs, 0) end::bigint as resident_orgs,
    case when s.in_use <> 'none' then coalesce(b.area_sqm, 0.0000) end as area_sqm,
    case when s.in_use <> 'none' then coalesce(b.invested_yuan, 0.00) end as invested_yuan,
    case when s.is_due then 1 else 0 end as reports_due,
    case when s.in_use <> 'none' then 1 else 0 end as reports_received,
    case when s.used_status = 'nil' then 1 else 0 end as reports_nil,
    case when s.in_use = 'earlier' then 1 else 0 end as reports_stale,
    case when s.is_due and s.in_use = 'none' then 1 else 0 end as reports_missing
from mart.reporting_status s
left join (
    select
        s.county_code, s.period,
        sum(case t.base_level when 'province' then t.incubators end)::bigint as incubators_province,
        sum(case t.base_level when 'prefecture' then t.incubators end)::bigint as incubators_prefecture,
        sum(case t.base_level when 'county' then t.incubators end)::bigint as incubators_county,
        sum(case t.base_level when 'township' then t.incubators end)::bigint as incubators_township,
        sum(case t.base_level when 'village' then t.incubators end)::bigint as incubators_village,
        sum(t.resident_orgs) as resident_orgs,
        sum(t.area_sqm) as area_sqm,
        sum(t.invested_yuan) as invested_yuan
    from mart.submission_in_use s
    join mart.incubator_total t on t.submission_id = s.submission_id
    where s.report = 'incubator'
    group by s.county_code, s.period
) b on b.county_code = s.county_code and b.period = s.period
where s.report = 'incubator';

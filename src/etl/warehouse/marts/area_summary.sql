-- 各级汇总：县、市（州）、全省各期的指标；同一社会组织不论与几个县结对只计一次
-- reports: organization agreement project donation sale need activity incubator
-- marts: reporting_status
-- Every fact is counted once for its county, its prefecture and the province: `area` lists the three for each county.
create view mart.area_summary as
with area as (
    select 'county' as level, code as area_code, code as county_code from ref.county
    union all
    select 'prefecture', prefecture_code, code from ref.county
    union all
    select 'province', substr(code, 1, 2) || '0000', code from ref.county
),
-- national or eastern by what this period's agreements say, or the register where a project has no agreement
from_outside as (
    select period, credit_code from mart.agreement where register_level in ('national', 'eastern')
    union
    select period, credit_code from mart.organization where register_level in ('national', 'eastern')
),
reporting as (
    select
        a.level, a.area_code, s.period,
        sum(case when s.due_on is not null and s.status <> 'exempt' then 1 else 0 end) as reports_due,
        sum(case when s.due_on is not null and s.status <> 'exempt' and s.in_use <> 'none' then 1 else 0 end)
            as reports_accepted,
        sum(case when s.status <> 'exempt' and s.in_use <> 'none' and s.days_late = 0 then 1 else 0 end) as on_time
    from mart.reporting_status s
    join area a on a.county_code = s.county_code
    group by a.level, a.area_code, s.period
),
agreements as (
    select
        a.level, a.area_code, g.period,
        count(distinct g.credit_code) as paired_orgs,
        count(distinct g.county_code) as paired_counties,
        count(*) as agreements,
        sum(g.agreed_yuan) as agreed_yuan,
        count(distinct case when g.register_level in ('national', 'eastern') then g.credit_code end)
            as national_eastern_orgs,
        sum(case when g.register_level in ('national', 'eastern') then g.agreed_yuan end) as national_eastern_agreed_yuan
    from mart.agreement g
    join area a on a.county_code = g.county_code
    group by a.level, a.area_code, g.period
),
projects as (
    select
        a.level, a.area_code, p.period,
        count(*) as projects,
        count(o.credit_code) as national_eastern_projects,
        sum(p.planned_yuan) as planned_yuan,
        sum(p.disbursed_yuan) as disbursed_yuan,
        sum(p.households) as households,
        sum(p.persons) as persons,
        sum(p.jobs) as jobs
    from mart.project p
    join area a on a.county_code = p.county_code
    left join from_outside o on o.period = p.period and o.credit_code = p.credit_code
    group by a.level, a.area_code, p.period
),
donations as (
    select a.level, a.area_code, d.period, sum(d.value_yuan) as donated_yuan
    from mart.donation d
    join area a on a.county_code = d.county_code
    group by a.level, a.area_code, d.period
),
sales as (
    select a.level, a.area_code, s.period, sum(s.sold_yuan) as sold_yuan
    from mart.sale s
    join area a on a.county_code = s.county_code
    group by a.level, a.area_code, s.period
),
needs as (
    select
        a.level, a.area_code, n.period,
        count(*) as needs,
        count(case when n.status in ('claimed', 'launched') then 1 end) as needs_claimed
    from mart.need n
    join area a on a.county_code = n.county_code
    group by a.level, a.area_code, n.period
),
activities as (
    select a.level, a.area_code, v.period, count(*) as activities
    from mart.activity v
    join area a on a.county_code = v.county_code
    group by a.level, a.area_code, v.period
),
incubators as (
    select
        a.level, a.area_code, i.period,
        count(case i.base_level when 'province' then 1 end) as incubators_province,
        count(case i.base_level when 'prefecture' then 1 end) as incubators_prefecture,
        count(case i.base_level when 'county' then 1 end) as incubators_county,
        count(case i.base_level when 'township' then 1 end) as incubators_township,
        count(case i.base_level when 'village' then 1 end) as incubators_village
    from mart.incubator i
    join area a on a.county_code = i.county_code
    group by a.level, a.area_code, i.period
)
select
    r.level,
    r.area_code,
    r.period,
    coalesce(g.paired_orgs, 0) as paired_orgs,
    coalesce(g.paired_counties, 0) as paired_counties,
    coalesce(g.agreements, 0) as agreements,
    coalesce(g.agreed_yuan, 0.00) as agreed_yuan,
    coalesce(g.national_eastern_orgs, 0) as national_eastern_orgs,
    coalesce(g.national_eastern_agreed_yuan, 0.00) as national_eastern_agreed_yuan,
    coalesce(p.national_eastern_projects, 0) as national_eastern_projects,
    coalesce(p.projects, 0) as projects,
    coalesce(p.planned_yuan, 0.00) as planned_yuan,
    coalesce(p.disbursed_yuan, 0.00) as disbursed_yuan,
    round(p.disbursed_yuan / nullif(p.planned_yuan, 0), 4) as disbursement_rate,
    coalesce(p.households, 0)::bigint as households,
    coalesce(p.persons, 0)::bigint as persons,
    coalesce(p.jobs, 0)::bigint as jobs,
    coalesce(d.donated_yuan, 0.00) as donated_yuan,
    coalesce(s.sold_yuan, 0.00) as sold_yuan,
    coalesce(n.needs, 0) as needs,
    coalesce(n.needs_claimed, 0) as needs_claimed,
    coalesce(v.activities, 0) as activities,
    coalesce(i.incubators_province, 0) as incubators_province,
    coalesce(i.incubators_prefecture, 0) as incubators_prefecture,
    coalesce(i.incubators_county, 0) as incubators_county,
    coalesce(i.incubators_township, 0) as incubators_township,
    coalesce(i.incubators_village, 0) as incubators_village,
    r.reports_due,
    r.reports_accepted,
    round(r.reports_accepted::numeric / nullif(r.reports_due, 0), 4) as reporting_rate,
    round(r.on_time::numeric / nullif(r.reports_due, 0), 4) as on_time_rate
from reporting r
left join agreements g on g.level = r.level and g.area_code = r.area_code and g.period = r.period
left join projects p on p.level = r.level and p.area_code = r.area_code and p.period = r.period
left join donations d on d.level = r.level and d.area_code = r.area_code and d.period = r.period
left join sales s on s.level = r.level and s.area_code = r.area_code and s.period = r.period
left join needs n on n.level = r.level and n.area_code = r.area_code and n.period = r.period
left join activities v on v.level = r.level and v.area_code = r.area_code and v.period = r.period
left join incubators i on i.level = r.level and i.area_code = r.area_code and i.period = r.period;

-- 各级汇总：县、市（州）、全省各期的指标；同一社会组织不论与几个县结对只计一次；所依据的报表一份也没有的指标为空，不是零
-- reports: organization agreement project donation sale need activity incubator
-- marts: area reporting_status
-- Every fact is counted once for its county, its prefecture and the province: mart.area lists the three for each county.
create view mart.area_summary as
with reporting as (
    select
        a.level, a.area_code, s.period,
        count(case when s.is_due then 1 end) as reports_due,
        count(case when s.is_due and s.in_use <> 'none' then 1 end) as reports_accepted,
        count(case when s.is_due and s.in_use <> 'none' and s.days_late = 0 then 1 end) as on_time,
        count(case when s.in_use <> 'none' then 1 end) as reports_received,
        count(case when s.used_status = 'nil' then 1 end) as reports_nil,
        count(case when s.in_use = 'earlier' then 1 end) as reports_stale,
        count(case when s.is_due and s.in_use = 'none' then 1 end) as reports_missing,
        bool_or(s.report = 'agreement' and s.in_use <> 'none') as has_agreement,
        bool_or(s.report = 'project' and s.in_use <> 'none') as has_project,
        bool_or(s.report = 'donation' and s.in_use <> 'none') as has_donation,
        bool_or(s.report = 'sale' and s.in_use <> 'none') as has_sale,
        bool_or(s.report = 'need' and s.in_use <> 'none') as has_need,
        bool_or(s.report = 'activity' and s.in_use <> 'none') as has_activity,
        bool_or(s.report = 'incubator' and s.in_use <> 'none') as has_incubator
    from mart.reporting_status s
    join mart.area a on a.county_code = s.county_code
    group by a.level, a.area_code, s.period
),
-- what this period's agreements say of an organisation, anywhere in the province; the register of one that has none
from_outside as (
    select period, credit_code from mart.agreement
    where register_level in ('national', 'eastern')
    union
    select o.period, o.credit_code from mart.organization o
    left join mart.agreement g on g.period = o.period and g.credit_code = o.credit_code
    where o.register_level in ('national', 'eastern') and g.credit_code is null
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
    join mart.area a on a.county_code = g.county_code
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
    join mart.area a on a.county_code = p.county_code
    left join from_outside o on o.period = p.period and o.credit_code = p.credit_code
    group by a.level, a.area_code, p.period
),
donations as (
    select a.level, a.area_code, d.period, sum(d.value_yuan) as donated_yuan
    from mart.donation d
    join mart.area a on a.county_code = d.county_code
    group by a.level, a.area_code, d.period
),
sales as (
    select a.level, a.area_code, s.period, sum(s.sold_yuan) as sold_yuan
    from mart.sale s
    join mart.area a on a.county_code = s.county_code
    group by a.level, a.area_code, s.period
),
needs as (
    select
        a.level, a.area_code, n.period,
        count(*) as needs,
        count(case when n.status in ('claimed', 'launched') then 1 end) as needs_claimed
    from mart.need n
    join mart.area a on a.county_code = n.county_code
    group by a.level, a.area_code, n.period
),
activities as (
    select a.level, a.area_code, v.period, count(*) as activities
    from mart.activity v
    join mart.area a on a.county_code = v.county_code
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
    join mart.area a on a.county_code = i.county_code
    group by a.level, a.area_code, i.period
)
select
    r.level,
    r.area_code,
    r.period,
    case when r.has_agreement then coalesce(g.paired_orgs, 0) end as paired_orgs,
    case when r.has_agreement then coalesce(g.paired_counties, 0) end as paired_counties,
    case when r.has_agreement then coalesce(g.agreements, 0) end as agreements,
    case when r.has_agreement then coalesce(g.agreed_yuan, 0.00) end as agreed_yuan,
    case when r.has_agreement then coalesce(g.national_eastern_orgs, 0) end as national_eastern_orgs,
    case when r.has_agreement then coalesce(g.national_eastern_agreed_yuan, 0.00) end as national_eastern_agreed_yuan,
    case when r.has_project then coalesce(p.national_eastern_projects, 0) end as national_eastern_projects,
    case when r.has_project then coalesce(p.projects, 0) end as projects,
    case when r.has_project then coalesce(p.planned_yuan, 0.00) end as planned_yuan,
    case when r.has_project then coalesce(p.disbursed_yuan, 0.00) end as disbursed_yuan,
    round(p.disbursed_yuan / nullif(p.planned_yuan, 0), 4) as disbursement_rate,
    case when r.has_project then coalesce(p.households, 0)::bigint end as households,
    case when r.has_project then coalesce(p.persons, 0)::bigint end as persons,
    case when r.has_project then coalesce(p.jobs, 0)::bigint end as jobs,
    case when r.has_donation then coalesce(d.donated_yuan, 0.00) end as donated_yuan,
    case when r.has_sale then coalesce(s.sold_yuan, 0.00) end as sold_yuan,
    case when r.has_need then coalesce(n.needs, 0) end as needs,
    case when r.has_need then coalesce(n.needs_claimed, 0) end as needs_claimed,
    case when r.has_activity then coalesce(v.activities, 0) end as activities,
    case when r.has_incubator then coalesce(i.incubators_province, 0) end as incubators_province,
    case when r.has_incubator then coalesce(i.incubators_prefecture, 0) end as incubators_prefecture,
    case when r.has_incubator then coalesce(i.incubators_county, 0) end as incubators_county,
    case when r.has_incubator then coalesce(i.incubators_township, 0) end as incubators_township,
    case when r.has_incubator then coalesce(i.incubators_village, 0) end as incubators_village,
    r.reports_due,
    r.reports_accepted,
    round(r.reports_accepted::numeric / nullif(r.reports_due, 0), 4) as reporting_rate,
    round(r.on_time::numeric / nullif(r.reports_due, 0), 4) as on_time_rate,
    r.reports_received,
    r.reports_nil,
    r.reports_stale,
    r.reports_missing
from reporting r
left join agreements g on g.level = r.level and g.area_code = r.area_code and g.period = r.period
left join projects p on p.level = r.level and p.area_code = r.area_code and p.period = r.period
left join donations d on d.level = r.level and d.area_code = r.area_code and d.period = r.period
left join sales s on s.level = r.level and s.area_code = r.area_code and s.period = r.period
left join needs n on n.level = r.level and n.area_code = r.area_code and n.period = r.period
left join activities v on v.level = r.level and v.area_code = r.area_code and v.period = r.period
left join incubators i on i.level = r.level and i.area_code = r.area_code and i.period = r.period;

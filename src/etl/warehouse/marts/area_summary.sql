-- 各级汇总：县、市（州）、全省各期的指标；同一社会组织不论与几个县结对只计一次；所依据的报表一份也没有的指标为空，不是零
-- reports: organization agreement project donation sale need activity incubator
-- marts: area reporting_status area_report organization_from_outside
-- Every fact is counted once for its county, its prefecture and the province: mart.area lists the three for each county.
create view mart.area_summary as
select
    r.level,
    r.area_code,
    r.period,
    {figures},
    r.reports_due,
    r.reports_accepted,
    round(r.reports_accepted::numeric / nullif(r.reports_due, 0), 4) as reporting_rate,
    round(r.on_time::numeric / nullif(r.reports_due, 0), 4) as on_time_rate,
    r.reports_received,
    r.reports_nil,
    r.reports_stale,
    r.reports_missing
from (
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
) r
{joined: mart.area_report by level, area_code, period};

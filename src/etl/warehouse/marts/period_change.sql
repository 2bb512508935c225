-- 期间变化：各级各项指标与上一期、上年同期相比；只比两期都报了的县（报送类指标：两期都应报的县），因此与汇总视图的数可以不同；没有可比的县则没有这一行
-- reports: organization agreement project donation sale need activity incubator
-- marts: area comparable_period county_reporting organization_from_outside reporting_status submission_in_use
create view mart.period_change as
select
    c.level, c.area_code, coalesce(y.name, x.name) as area_name, c.period, c.comparison, c.previous_period, c.measure,
    c.counties_compared, c.value, c.previous_value,
    c.value - c.previous_value as change,
    round((c.value - c.previous_value) / nullif(c.previous_value, 0), 4) as change_rate
from (
    select
        f.level, f.area_code, f.period, f.comparison, f.previous_period, m.measure, max(m.counties_compared) as counties_compared,
        max(case f.side when 'now' then m.value end) as value,
        max(case f.side when 'before' then m.value end) as previous_value
    from (
        -- one side after the other: what is counted once is then sorted by itself, and not by all that it is grouped by
        select c.period, c.comparison, c.previous_period, c.side, x.*
        from mart.comparable_period c
        cross join lateral (
            with reports as (
                select
                    a.level, a.area_code, n.report, n.county_code,
                    case c.side when 'now' then n.submission_id else b.submission_id end as submission_id
                from mart.submission_in_use n
                join mart.submission_in_use b on b.county_code = n.county_code and b.report = n.report
                join mart.area a on a.county_code = n.county_code
                where n.period = c.period and b.period = c.previous_period
            )
            select
                r.level, r.area_code, {counties},
                {figures}
            from (select level, area_code, {has} from reports group by level, area_code) r
            {joined: reports by level, area_code of c.of_period}
        ) x
    ) f
    cross join lateral (
        values
            {measures_with_counties}
    ) as m (measure, counties_compared, value)
    where m.counties_compared > 0
    group by f.level, f.area_code, f.period, f.comparison, f.previous_period, m.measure
    union all
    select g.level, g.area_code, g.period, g.comparison, g.previous_period, m.measure, g.counties_compared, m.value, m.previous_value
    from (
        select
            a.level, a.area_code, p.period, p.comparison, p.previous_period, count(*) as counties_compared,
            {reporting}
        -- "offset 0": what is owed in a period takes long for all of them, so one pair after the other is looked into
        from (select distinct period from mart.comparable_period) d
        cross join lateral (
            select * from mart.county_reporting s where s.period = d.period and s.reports_due > 0 offset 0
        ) n
        join (
            select period, comparison, previous_period from mart.comparable_period where side = 'now'
        ) p on p.period = d.period
        join lateral (
            select * from mart.county_reporting s where s.period = p.previous_period and s.reports_due > 0 offset 0
        ) b on b.county_code = n.county_code
        join mart.area a on a.county_code = n.county_code
        group by a.level, a.area_code, p.period, p.comparison, p.previous_period
    ) g
    cross join lateral (
        values
            {reporting_measures}
    ) as m (measure, value, previous_value)
) c
left join ref.county y on c.level = 'county' and y.code = c.area_code
left join ref.prefecture x on c.level = 'prefecture' and x.code = c.area_code;

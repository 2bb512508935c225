-- 期间变化：各级各项指标与上一个有数据的同类报告期相比
-- marts: area_summary
-- The period before is the one before it with data, of the same kind (2024Q1, 2024-03, 2024 differ in length).
create view mart.period_change as
with long as (
    select s.level, s.area_code, s.period, m.measure, m.value
    from mart.area_summary s
    cross join lateral (
        values
            ('paired_orgs', s.paired_orgs::numeric),
            ('paired_counties', s.paired_counties),
            ('agreements', s.agreements),
            ('agreed_yuan', s.agreed_yuan),
            ('national_eastern_orgs', s.national_eastern_orgs),
            ('national_eastern_agreed_yuan', s.national_eastern_agreed_yuan),
            ('national_eastern_projects', s.national_eastern_projects),
            ('projects', s.projects),
            ('planned_yuan', s.planned_yuan),
            ('disbursed_yuan', s.disbursed_yuan),
            ('households', s.households),
            ('persons', s.persons),
            ('jobs', s.jobs),
            ('donated_yuan', s.donated_yuan),
            ('sold_yuan', s.sold_yuan),
            ('needs', s.needs),
            ('needs_claimed', s.needs_claimed),
            ('activities', s.activities),
            ('reports_accepted', s.reports_accepted)
    ) as m (measure, value)
),
compared as (
    select
        long.*,
        lag(period) over w as previous_period,
        lag(value) over w as previous_value
    from long
    window w as (partition by level, area_code, measure, length(period) order by period)
)
select
    d.level, d.area_code, coalesce(c.name, p.name) as area_name, d.period, d.previous_period, d.measure, d.value,
    d.previous_value,
    d.value - d.previous_value as change,
    round((d.value - d.previous_value) / nullif(d.previous_value, 0), 4) as change_rate
from compared d
left join ref.county c on d.level = 'county' and c.code = d.area_code
left join ref.prefecture p on d.level = 'prefecture' and p.code = d.area_code;

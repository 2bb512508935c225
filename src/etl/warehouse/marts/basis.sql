-- 数据依据：各级每期每张报表的汇总数依据多少份——应报、已有、其中零报告、其中出自更早的一份、应报而没有；各指标依据哪张报表见 docs/definitions.md
-- marts: area reporting_status
create view mart.basis as
select
    a.level, a.area_code, a.area_name, s.period, s.report,
    count(case when s.is_due then 1 end) as due,
    count(case when s.in_use <> 'none' then 1 end) as received,
    count(case when s.used_status = 'nil' then 1 end) as nil,
    count(case when s.in_use = 'earlier' then 1 end) as stale,
    count(case when s.is_due and s.in_use = 'none' then 1 end) as missing
from mart.reporting_status s
join mart.area a on a.county_code = s.county_code
group by a.level, a.area_code, a.area_name, s.period, s.report;

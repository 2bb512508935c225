-- 各县报送份数：每县每期各报表合计
-- marts: reporting_status
create view mart.county_reporting as
select
    county_code, period,
    count(case when is_due then 1 end) as reports_due,
    count(case when is_due and in_use <> 'none' then 1 end) as reports_accepted,
    count(case when is_due and in_use <> 'none' and days_late = 0 then 1 end) as reports_on_time,
    count(case when in_use <> 'none' then 1 end) as reports_received,
    count(case when used_status = 'nil' then 1 end) as reports_nil,
    count(case when in_use = 'earlier' then 1 end) as reports_stale,
    count(case when is_due and in_use = 'none' then 1 end) as reports_missing
from mart.reporting_status
group by county_code, period;

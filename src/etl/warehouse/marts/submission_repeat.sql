-- 与上一期相同的报送：曾经使用的每份，与该县上一期曾经使用的一份行数相同、各行都相同的各一行
-- marts: period_pair
create view mart.submission_repeat as
select e.submission_id, e.repeated_id, e.county_code, e.period, e.report, e.previous_period, e.rows
from (
    {same_rows}
) as e (submission_id, repeated_id, county_code, period, report, previous_period, rows);

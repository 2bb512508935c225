-- 各级在用的报表：各级每期的汇总数是由哪些报送相加而成的；一份报送在县、市（州）、全省各出现一次
-- marts: area submission_in_use
create view mart.area_report as
select a.level, a.area_code, s.period, s.report, s.county_code, s.submission_id, s.period as of_period, s.status
from mart.submission_in_use s
join mart.area a on a.county_code = s.county_code;

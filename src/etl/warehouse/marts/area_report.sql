-- 各级在用的报表：各级每期的汇总数是由哪些报送相加而成的；一份报送在县、市（州）、全省各出现一次
-- marts: area
create view mart.area_report as
select a.level, a.area_code, s.period, s.report, s.county_code, s.submission_id, s.period as of_period
from ops.submission s
join mart.area a on a.county_code = s.county_code
where s.in_use_from is not null and s.in_use_to is null;

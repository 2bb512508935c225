-- 曾经使用的报送：每份的数据自何时起、到何时止在用
create view mart.submission_history as
select s.submission_id, s.county_code, s.period, s.report, s.status, s.source_file, s.arrived_at, s.in_use_from, s.in_use_to
from ops.submission s
where s.in_use_from is not null;

-- 在用的报送：每县每期每张报表最多一份，即最晚接收的一份
create view mart.submission_in_use as
select s.submission_id, s.county_code, s.period, s.report, s.status, s.source_file, s.arrived_at
from ops.submission s
where s.in_use_from is not null and s.in_use_to is null;

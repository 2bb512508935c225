-- 最初的报送：每县每期每张报表最早接收的一份
create view mart.submission_as_first_reported as
select distinct on (s.county_code, s.period, s.report)
    s.submission_id, s.county_code, s.period, s.report, s.status, s.source_file, s.arrived_at
from ops.submission s
where s.in_use_from is not null
order by s.county_code, s.period, s.report, s.in_use_from, s.submission_id;

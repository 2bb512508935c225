-- 截止日期时的报送：每县每期每张应报的报表，截止日期当日或之前到达的、最晚接收的一份
create view mart.submission_as_at_deadline as
select distinct on (s.county_code, s.period, s.report)
    s.submission_id, s.county_code, s.period, s.report, s.status, s.source_file, s.arrived_at
from ops.submission s
join ops.obligation d
    on d.county_code = s.county_code and d.period = s.period and d.report = s.report and d.in_force
where s.in_use_from is not null and (s.arrived_at at time zone 'Asia/Shanghai')::date <= d.due_on
order by s.county_code, s.period, s.report, s.in_use_from desc, s.submission_id desc;

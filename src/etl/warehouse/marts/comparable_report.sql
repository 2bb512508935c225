-- 两期都报了的报表：各级每期与所比的一期，同一县同一报表两期都有数据在用的，两期的报送各一行
-- marts: area period_pair
create view mart.comparable_report as
select
    a.level, a.area_code, p.period, p.comparison, p.previous_period, v.side, n.report, n.county_code, v.submission_id,
    v.of_period
from mart.period_pair p
join ops.submission n on n.period = p.period and n.in_use_from is not null and n.in_use_to is null
join ops.submission b
    on b.period = p.previous_period and b.county_code = n.county_code and b.report = n.report
    and b.in_use_from is not null and b.in_use_to is null
join mart.area a on a.county_code = n.county_code
cross join lateral (
    values ('now', n.submission_id, n.period), ('before', b.submission_id, b.period)
) as v (side, submission_id, of_period);

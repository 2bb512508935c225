-- 可比的两期：每期与所比的一期各一行，两期都有数据在用
-- marts: period_pair submission_in_use
create view mart.comparable_period as
select p.period, p.comparison, p.previous_period, v.side, v.of_period
from mart.period_pair p
cross join lateral (values ('now', p.period), ('before', p.previous_period)) as v (side, of_period)
where exists (select from mart.submission_in_use s where s.period = p.period)
    and exists (select from mart.submission_in_use s where s.period = p.previous_period);

-- 可比的两期：每期与所比的一期各一行，两期都有数据在用
-- marts: period_pair
create view mart.comparable_period as
select p.period, p.comparison, p.previous_period, v.side, v.of_period
from mart.period_pair p
cross join lateral (values ('now', p.period), ('before', p.previous_period)) as v (side, of_period)
where exists (select 1 from ops.submission s where s.period = p.period and s.in_use_from is not null and s.in_use_to is null)
    and exists (
        select 1 from ops.submission s
        where s.period = p.previous_period and s.in_use_from is not null and s.in_use_to is null
    );

-- 各县处理是否成功：每次失败一行，成功仅在首次或失败之后记一行
create view mart.attempt_history as
select a.county_code, a.period, a.state, a.attempted_at
from ops.county_attempt a;

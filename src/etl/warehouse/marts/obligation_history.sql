-- 应报的报表：现行的和曾经有效的，自何时起、到何时止有效
create view mart.obligation_history as
select o.county_code, o.period, o.report, o.due_on, o.exempt_reason, o.in_force_from, o.in_force_to
from ops.obligation o;

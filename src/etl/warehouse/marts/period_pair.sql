-- 可比的报告期：每期与哪一期相比——previous 日历上的上一期，last_year 上年同期；季、月、年各与同类相比
create view mart.period_pair as
select
    p.period, c.comparison,
    case c.comparison when 'previous' then p.period_before else p.year_before end as previous_period, p.starts_on
from (
    select
        y || 'Q' || q as period, case q when 1 then (y - 1) || 'Q4' else y || 'Q' || (q - 1) end as period_before,
        (y - 1) || 'Q' || q as year_before, make_date(y, q * 3 - 2, 1) as starts_on
    from generate_series(2000, 2099) as y cross join generate_series(1, 4) as q
    union all
    select
        y || '-' || lpad(m::text, 2, '0'),
        case m when 1 then (y - 1) || '-12' else y || '-' || lpad((m - 1)::text, 2, '0') end,
        (y - 1) || '-' || lpad(m::text, 2, '0'), make_date(y, m, 1)
    from generate_series(2000, 2099) as y cross join generate_series(1, 12) as m
    union all
    select y::text, (y - 1)::text, (y - 1)::text, make_date(y, 1, 1) from generate_series(2000, 2099) as y
) p
cross join (values ('previous'), ('last_year')) as c (comparison);

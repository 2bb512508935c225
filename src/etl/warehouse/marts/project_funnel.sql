-- 项目漏斗：每县每期从需求发布、认领到项目审批、实施、拨付、验收、完成，各步的数量与金额
-- reports: need project
create view mart.project_funnel as
with step (step_no, step, subject, stage) as (
    values
        (1, 'need_open', 'need', 'open'),
        (2, 'need_claimed', 'need', 'claimed'),
        (3, 'need_launched', 'need', 'launched'),
        (4, 'approval', 'project', 'approval'),
        (5, 'implementation', 'project', 'implementation'),
        (6, 'disbursement', 'project', 'disbursement'),
        (7, 'acceptance', 'project', 'acceptance'),
        (8, 'completed', 'project', 'completed')
),
item as (
    select county_code, period, 'need' as subject, status as stage, needed_yuan as yuan, 0.00 as disbursed_yuan
    from mart.need
    union all
    select county_code, period, 'project', stage, planned_yuan, disbursed_yuan from mart.project
),
counted as (
    select county_code, period, subject, stage, count(*) as items, sum(yuan) as yuan, sum(disbursed_yuan) as disbursed_yuan
    from item group by county_code, period, subject, stage
),
filled as (
    select
        u.county_code, u.period, s.step_no, s.step, s.subject,
        coalesce(n.items, 0) as items, coalesce(n.yuan, 0.00) as yuan, coalesce(n.disbursed_yuan, 0.00) as disbursed_yuan
    from (select distinct county_code, period from item) u
    cross join step s
    left join counted n
        on n.county_code = u.county_code and n.period = u.period and n.subject = s.subject and n.stage = s.stage
)
select
    f.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, c.designation, f.period,
    f.step_no, f.step, f.items,
    (sum(f.items) over w)::bigint as items_reached,
    f.yuan, f.disbursed_yuan,
    round(sum(f.items) over w / nullif(sum(f.items) over (partition by f.county_code, f.period, f.subject), 0), 4) as reached_rate
from filled f
left join ref.county c on c.code = f.county_code
window w as (partition by f.county_code, f.period, f.subject order by f.step_no desc);

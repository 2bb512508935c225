-- 项目漏斗：每县每期从需求发布、认领到项目审批、实施、拨付、验收、完成，各步的数量与金额；前三步依据需求，其后依据项目，没有数据在用的为空，不是零
-- reports: need project
-- marts: reporting_status submission_in_use
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
)
select
    f.county_code, f.county_name, f.prefecture_code, f.prefecture_name, f.designation, f.period,
    f.step_no, f.step, f.items,
    (sum(f.items) over w)::bigint as items_reached,
    coalesce(f.needed_yuan, f.planned_yuan) as yuan, f.disbursed_yuan,
    round(sum(f.items) over w / nullif(sum(f.items) over (partition by f.county_code, f.period, f.subject), 0), 4) as reached_rate,
    f.reports_due, f.reports_received, f.reports_nil, f.reports_stale, f.reports_missing, f.needed_yuan, f.planned_yuan
from (
    select
        u.county_code, u.county_name, u.prefecture_code, u.prefecture_name, u.designation, u.period,
        s.step_no, s.step, s.subject,
        case when u.in_use <> 'none' then coalesce(n.items, 0) end as items,
        case when u.in_use <> 'none' and s.subject = 'need' then coalesce(n.yuan, 0.00) end as needed_yuan,
        case when u.in_use <> 'none' and s.subject = 'project' then coalesce(n.yuan, 0.00) end as planned_yuan,
        case when u.in_use <> 'none' and s.subject = 'project' then coalesce(n.disbursed_yuan, 0.00) end as disbursed_yuan,
        case when u.is_due then 1 else 0 end as reports_due,
        case when u.in_use <> 'none' then 1 else 0 end as reports_received,
        case when u.used_status = 'nil' then 1 else 0 end as reports_nil,
        case when u.in_use = 'earlier' then 1 else 0 end as reports_stale,
        case when u.is_due and u.in_use = 'none' then 1 else 0 end as reports_missing
    from mart.reporting_status u
    join step s on s.subject = u.report
    left join (
        select
            s.county_code, s.period, s.report as subject, t.status as stage, t.needs::bigint as items, t.needed_yuan as yuan,
            null::numeric as disbursed_yuan
        from mart.submission_in_use s
        join mart.need_total t on t.submission_id = s.submission_id
        where s.report = 'need'
        union all
        select s.county_code, s.period, s.report, t.stage, t.projects::bigint, t.planned_yuan, t.disbursed_yuan
        from mart.submission_in_use s
        join mart.project_stage_total t on t.submission_id = s.submission_id
        where s.report = 'project'
    ) n on n.county_code = u.county_code and n.period = u.period and n.subject = s.subject and n.stage = s.stage
) f
window w as (partition by f.county_code, f.period, f.subject order by f.step_no desc);

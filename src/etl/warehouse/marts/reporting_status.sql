-- 填报状态：每县每期应报或已报的每一份报表；我方故障未能处理的县在处理之前记为 failed，在用的数据不受影响；在截止日期前接收后又更正的，不算逾期
-- Joined to plain tables, each once and without CTEs, so that a period or a county that is asked for reaches all of them.
create view mart.reporting_status as
select
    j.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, c.designation, j.period, j.report,
    j.status, j.due_on, j.received_at,
    case
        when j.due_on is null or j.exempt_reason is not null then null
        else greatest(0, (coalesce(j.accepted_at, j.arrived_at, {moment}) at time zone 'Asia/Shanghai')::date - j.due_on)
    end as days_late,
    coalesce(j.critical_issues, 0) as critical_issues,
    coalesce(j.warnings, 0) as warnings,
    j.source_file,
    case
        when j.used_id is null then 'none'
        when j.used_id = j.submission_id and j.status <> 'failed' then 'this'
        else 'earlier'
    end as in_use,
    j.exempt_reason,
    j.arrived_at,
    j.due_on is not null and j.exempt_reason is null
        and (j.submission_id is not null or j.due_on < ({moment} at time zone 'Asia/Shanghai')::date) as is_due,
    j.used_status
from (
    select
        k.county_code, k.period, k.report, k.due_on, k.exempt_reason, k.submission_id, k.received_at, k.arrived_at,
        k.source_file, k.critical_issues, k.warnings, u.submission_id as used_id, u.status as used_status,
        f.arrived_at as accepted_at,
        case
            when k.submission_id is null and k.exempt_reason is not null then 'exempt'
            when a.state = 'failed' and (k.decided_at is null or a.attempted_at > k.decided_at) then 'failed'
            else coalesce(k.status, 'missing')
        end as status
    from (
        select
            county_code, period, report, d.due_on, d.exempt_reason, s.submission_id, s.received_at, s.arrived_at,
            s.source_file, s.critical_issues, s.warnings, s.status, s.decided_at
        from {duties} d
        full join {latest} s using (county_code, period, report)
    ) k
    left join {used} u on u.county_code = k.county_code and u.period = k.period and u.report = k.report
    left join {accepted} f on f.county_code = k.county_code and f.period = k.period and f.report = k.report
    left join {attempts} a on a.county_code = k.county_code and a.period = k.period
) j
left join ref.county c on c.code = j.county_code;

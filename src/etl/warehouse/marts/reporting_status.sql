-- 填报状态：每县每期应报或已报的每一份报表
-- A failed county shows as failed until it is processed: what it has sent is not known. What is in use stays in use.
-- A report accepted in time stays in time when it is corrected later, so lateness counts from the first acceptance.
create view mart.reporting_status as
with due as (
    select county_code, period, report, due_on, exempt_reason from ops.obligation where in_force
),
latest as (
    select * from ops.submission where is_latest
),
in_use as (
    select county_code, period, report, submission_id
    from ops.submission where in_use_from is not null and in_use_to is null
),
first_accepted as (
    select county_code, period, report, min(received_at) as received_at
    from ops.submission where status in ('accepted', 'nil') group by county_code, period, report
),
attempt as (
    select distinct on (county_code, period) county_code, period, state, attempted_at
    from ops.county_attempt order by county_code, period, attempted_at desc
),
known as (
    select county_code, period, report from due
    union
    select county_code, period, report from latest
),
judged as (
    select
        k.county_code, k.period, k.report, d.due_on, d.exempt_reason, s.submission_id, s.received_at, s.source_file,
        s.critical_issues, s.warnings, u.submission_id as used_id, f.received_at as accepted_at,
        case
            when s.submission_id is null and d.exempt_reason is not null then 'exempt'
            when a.state = 'failed' and (s.decided_at is null or a.attempted_at > s.decided_at) then 'failed'
            else coalesce(s.status, 'missing')
        end as status
    from known k
    left join due d on d.county_code = k.county_code and d.period = k.period and d.report = k.report
    left join latest s on s.county_code = k.county_code and s.period = k.period and s.report = k.report
    left join in_use u on u.county_code = k.county_code and u.period = k.period and u.report = k.report
    left join first_accepted f on f.county_code = k.county_code and f.period = k.period and f.report = k.report
    left join attempt a on a.county_code = k.county_code and a.period = k.period
)
select
    j.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, c.designation, j.period, j.report,
    j.status, j.due_on, j.received_at,
    case
        when j.due_on is null or j.exempt_reason is not null then null
        else greatest(0, (coalesce(j.accepted_at, j.received_at, now()) at time zone 'Asia/Shanghai')::date - j.due_on)
    end as days_late,
    coalesce(j.critical_issues, 0) as critical_issues,
    coalesce(j.warnings, 0) as warnings,
    j.source_file,
    case
        when j.used_id is null then 'none'
        when j.used_id = j.submission_id and j.status <> 'failed' then 'this'
        else 'earlier'
    end as in_use,
    j.exempt_reason
from judged j
left join ref.county c on c.code = j.county_code;

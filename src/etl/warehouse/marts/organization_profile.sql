-- 社会组织画像：每期每个社会组织一行，跨县合计；捐赠和消费帮扶只写名称，本期只有一个组织用这个名称（不论写法）的记在它名下，否则这个名称自成一行，没有信用代码，因此各列之和等于汇总
-- reports: organization agreement project donation sale
-- marts: organization_mention reporting_status submission_in_use submission_span
-- Subqueries, no CTEs: a period or a credit code that is asked for reaches all of them.
create view mart.organization_profile as
select
    k.period, k.credit_code, k.org_name, k.register_level, r.org_type, r.grade, r.annual_check,
    case when b.has_agreement then coalesce(p.counties_paired, 0) end as counties_paired,
    case when b.has_agreement then coalesce(p.agreements, 0) end as agreements,
    case when b.has_agreement then coalesce(p.agreed_yuan, 0.00) end as agreed_yuan,
    case when b.has_project then coalesce(c.counties_with_projects, 0) end as counties_with_projects,
    case when b.has_project then coalesce(c.projects, 0) end as projects,
    case when b.has_project then coalesce(c.planned_yuan, 0.00) end as planned_yuan,
    case when b.has_project then coalesce(c.disbursed_yuan, 0.00) end as disbursed_yuan,
    round(c.disbursed_yuan / nullif(c.planned_yuan, 0), 4) as disbursement_rate,
    case when b.has_project then coalesce(c.households, 0) end::bigint as households,
    case when b.has_project then coalesce(c.persons, 0) end::bigint as persons,
    case when b.has_project then coalesce(c.jobs, 0) end::bigint as jobs,
    case when b.has_donation then coalesce(k.donated_yuan, 0.00) end as donated_yuan,
    case when b.has_sale then coalesce(k.sold_yuan, 0.00) end as sold_yuan,
    k.known_by,
    b.reports_due, b.reports_received, b.reports_nil, b.reports_stale, b.reports_missing
from (
    select
        o.period, o.credit_code, o.org_name, o.register_level, 'credit_code' as known_by, g.donated_yuan, g.sold_yuan
    from (
        select distinct on (period, credit_code) period, credit_code, org_name, register_level
        from mart.organization_mention
        order by period, credit_code,
            case report when 'organization' then 1 when 'agreement' then 2 else 3 end, org_name
    ) o
    left join (
        select n.period, n.credit_code, sum(t.donated_yuan) as donated_yuan, sum(t.sold_yuan) as sold_yuan
        from (select distinct period, name_key, credit_code from mart.organization_mention) n
        join (
            select d.period, mart.fold_key(d.org_name) as name_key, d.value_yuan as donated_yuan, null::numeric as sold_yuan
            from mart.submission_span p
            join mart.donation d on d.period = p.period and d.submission_id between p.first_id and p.last_id
            where p.report = 'donation'
            union all
            select s.period, mart.fold_key(s.org_name), null, s.sold_yuan
            from mart.submission_span p
            join mart.sale s on s.period = p.period and s.submission_id between p.first_id and p.last_id
            where p.report = 'sale'
        ) t on t.period = n.period and t.name_key = n.name_key
        where not exists (
            select 1 from mart.organization_mention x
            where x.period = n.period and x.name_key = n.name_key and x.credit_code <> n.credit_code
        )
        group by n.period, n.credit_code
    ) g on g.period = o.period and g.credit_code = o.credit_code
    union all
    select
        t.period, null, min(t.org_name), null,
        case when count(n.codes) > 0 then 'ambiguous_name' else 'unknown_name' end, sum(t.donated_yuan), sum(t.sold_yuan)
    from (
        select
            d.period, d.org_name, mart.fold_key(d.org_name) as name_key, d.value_yuan as donated_yuan,
            null::numeric as sold_yuan
        from mart.submission_span p
        join mart.donation d on d.period = p.period and d.submission_id between p.first_id and p.last_id
        where p.report = 'donation'
        union all
        select s.period, s.org_name, mart.fold_key(s.org_name), null, s.sold_yuan
        from mart.submission_span p
        join mart.sale s on s.period = p.period and s.submission_id between p.first_id and p.last_id
        where p.report = 'sale'
    ) t
    left join (
        select period, name_key, count(distinct credit_code) as codes
        from mart.organization_mention group by period, name_key
    ) n on n.period = t.period and n.name_key = t.name_key
    where n.codes is distinct from 1
    group by t.period, t.name_key
) k
left join (
    select distinct on (o.period, o.credit_code) o.period, o.credit_code, o.org_type, o.grade, o.annual_check
    from mart.submission_span p
    join mart.organization o on o.period = p.period and o.submission_id between p.first_id and p.last_id
    where p.report = 'organization'
    order by o.period, o.credit_code, o.county_code, o.source_row
) r on r.period = k.period and r.credit_code = k.credit_code
left join (
    select
        s.period, t.credit_code, count(distinct s.county_code) as counties_paired,
        sum(t.agreements)::bigint as agreements, sum(t.agreed_yuan) as agreed_yuan
    from mart.submission_in_use s
    join mart.agreement_total t on t.submission_id = s.submission_id
    where s.report = 'agreement'
    group by s.period, t.credit_code
) p on p.period = k.period and p.credit_code = k.credit_code
left join (
    select
        s.period, t.credit_code, count(distinct s.county_code) as counties_with_projects,
        sum(t.projects)::bigint as projects, sum(t.planned_yuan) as planned_yuan, sum(t.disbursed_yuan) as disbursed_yuan,
        sum(t.households) as households, sum(t.persons) as persons, sum(t.jobs) as jobs
    from mart.submission_in_use s
    join mart.project_total t on t.submission_id = s.submission_id
    where s.report = 'project'
    group by s.period, t.credit_code
) c on c.period = k.period and c.credit_code = k.credit_code
left join (
    select
        period,
        bool_or(report = 'agreement' and in_use <> 'none') as has_agreement,
        bool_or(report = 'project' and in_use <> 'none') as has_project,
        bool_or(report = 'donation' and in_use <> 'none') as has_donation,
        bool_or(report = 'sale' and in_use <> 'none') as has_sale,
        count(case when is_due then 1 end) as reports_due,
        count(case when in_use <> 'none' then 1 end) as reports_received,
        count(case when used_status = 'nil' then 1 end) as reports_nil,
        count(case when in_use = 'earlier' then 1 end) as reports_stale,
        count(case when is_due and in_use = 'none' then 1 end) as reports_missing
    from mart.reporting_status
    where report in ('organization', 'agreement', 'project', 'donation', 'sale')
    group by period
) b on b.period = k.period
-- of the whole province, so nothing for who sees a part of it
where (select ops.counties_seen()) is null;

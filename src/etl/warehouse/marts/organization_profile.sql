-- 社会组织画像：每期每个社会组织一行，跨县合计；捐赠和消费帮扶只写名称，本期只有一个组织用这个名称（不论写法）的记在它名下，否则这个名称自成一行，没有信用代码，因此各列之和等于汇总
-- reports: organization agreement project donation sale
-- marts: organization_mention reporting_status submission_in_use submission_span
-- One period after the other, and in each what is known by a credit code is put together and grouped, and names are joined in full, which is done by
-- hash or by order: of what stands in arrays the planner knows nothing, and of any of it nothing before the server's first look, and loops would never end.
create view mart.organization_profile as
select
    c.period, k.credit_code, k.org_name, k.register_level, k.org_type, k.grade, k.annual_check,
    case when b.has_agreement then coalesce(k.counties_paired, 0) end as counties_paired,
    case when b.has_agreement then coalesce(k.agreements, 0) end as agreements,
    case when b.has_agreement then coalesce(k.agreed_yuan, 0.00) end as agreed_yuan,
    case when b.has_project then coalesce(k.counties_with_projects, 0) end as counties_with_projects,
    case when b.has_project then coalesce(k.projects, 0) end as projects,
    case when b.has_project then coalesce(k.planned_yuan, 0.00) end as planned_yuan,
    case when b.has_project then coalesce(k.disbursed_yuan, 0.00) end as disbursed_yuan,
    round(k.disbursed_yuan / nullif(k.planned_yuan, 0), 4) as disbursement_rate,
    case when b.has_project then coalesce(k.households, 0) end::bigint as households,
    case when b.has_project then coalesce(k.persons, 0) end::bigint as persons,
    case when b.has_project then coalesce(k.jobs, 0) end::bigint as jobs,
    case when b.has_donation then coalesce(k.donated_yuan, 0.00) end as donated_yuan,
    case when b.has_sale then coalesce(k.sold_yuan, 0.00) end as sold_yuan,
    k.known_by,
    b.reports_due, b.reports_received, b.reports_nil, b.reports_stale, b.reports_missing
from (select distinct period from mart.submission_in_use) c
cross join lateral (
    select
        m.credit_code, (min(m.named))[2] as org_name, (min(m.named))[3] as register_level,
        (min(m.registered))[3] as org_type, (min(m.registered))[4] as grade, (min(m.registered))[5] as annual_check,
        count(distinct case when m.agreements is not null then m.county_code end) as counties_paired,
        sum(m.agreements)::bigint as agreements, sum(m.agreed_yuan) as agreed_yuan,
        count(distinct case when m.projects is not null then m.county_code end) as counties_with_projects,
        sum(m.projects)::bigint as projects, sum(m.planned_yuan) as planned_yuan, sum(m.disbursed_yuan) as disbursed_yuan,
        sum(m.households) as households, sum(m.persons) as persons, sum(m.jobs) as jobs,
        sum(m.donated_yuan) as donated_yuan, sum(m.sold_yuan) as sold_yuan,
        case when m.credit_code is null then 'no_credit_code' else 'credit_code' end as known_by
    from (
        -- the least of "named" is the name that the register says, else the agreements, else the projects
        select
            o.credit_code, o.county_code, array['1', o.org_name, o.register_level] as named,
            array[o.county_code, lpad(o.source_row::text, 9, '0'), o.org_type, o.grade, o.annual_check] as registered,
            null::bigint as agreements, null::numeric as agreed_yuan, null::bigint as projects, null::numeric as planned_yuan,
            null::numeric as disbursed_yuan, null::bigint as households, null::bigint as persons, null::bigint as jobs,
            null::numeric as donated_yuan, null::numeric as sold_yuan
        from mart.submission_span p
        join mart.organization o on o.period = p.period and o.submission_id between p.first_id and p.last_id
        where p.period = c.period and p.report = 'organization'
        union all
        select
            t.credit_code, s.county_code, array['2', t.org_name, t.register_level], null, t.agreements, t.agreed_yuan,
            null, null, null, null, null, null, null, null
        from mart.submission_in_use s
        join mart.agreement_total t on t.submission_id = s.submission_id
        where s.period = c.period and s.report = 'agreement'
        union all
        select
            t.credit_code, s.county_code, array['3', t.org_name, null], null, null, null,
            t.projects, t.planned_yuan, t.disbursed_yuan, t.households, t.persons, t.jobs, null, null
        from mart.submission_in_use s
        join mart.project_total t on t.submission_id = s.submission_id
        where s.period = c.period and s.report = 'project'
        union all
        select n.credit_code, null, null, null, null, null, null, null, null, null, null, null, g.donated_yuan, g.sold_yuan
        from (
            select name_key, o.credit_code
            from (select distinct name_key, credit_code from mart.organization_mention where period = c.period) o
            full join (select name_key, credit_code from mart.organization_mention where period = c.period) x using (name_key)
            group by name_key, o.credit_code
            having min(x.credit_code) = max(x.credit_code)
        ) n
        full join (
            select mart.fold_key(d.org_name) as name_key, d.org_name, true as is_given, d.value_yuan as donated_yuan, null::numeric as sold_yuan
            from mart.submission_span p
            join mart.donation d on d.period = p.period and d.submission_id between p.first_id and p.last_id
            where p.period = c.period and p.report = 'donation'
            union all
            select mart.fold_key(s.org_name), s.org_name, true, null, s.sold_yuan
            from mart.submission_span p
            join mart.sale s on s.period = p.period and s.submission_id between p.first_id and p.last_id
            where p.period = c.period and p.report = 'sale'
        ) g using (name_key)
    ) m
    -- no names that mean none or several; what a waiver let in without a code counts, by name. "is not null" would leave nothing to join in full
    where coalesce(m.credit_code, m.county_code, '') <> ''
    group by m.credit_code, case when m.credit_code is null then mart.fold_key(m.named[2]) end
    union all
    select
        null, min(g.org_name), null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        sum(g.donated_yuan), sum(g.sold_yuan), case when count(n.codes) > 0 then 'ambiguous_name' else 'unknown_name' end
    from (
        select mart.fold_key(d.org_name) as name_key, d.org_name, true as is_given, d.value_yuan as donated_yuan, null::numeric as sold_yuan
        from mart.submission_span p
        join mart.donation d on d.period = p.period and d.submission_id between p.first_id and p.last_id
        where p.period = c.period and p.report = 'donation'
        union all
        select mart.fold_key(s.org_name), s.org_name, true, null, s.sold_yuan
        from mart.submission_span p
        join mart.sale s on s.period = p.period and s.submission_id between p.first_id and p.last_id
        where p.period = c.period and p.report = 'sale'
    ) g
    full join (
        select name_key, count(distinct credit_code) as codes
        from mart.organization_mention where period = c.period group by name_key
    ) n using (name_key)
    where n.codes is distinct from 1
    group by name_key
    having count(g.is_given) > 0
) k
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
) b on b.period = c.period
-- of the whole province, so nothing for who sees a part of it
where (select ops.counties_seen()) is null;

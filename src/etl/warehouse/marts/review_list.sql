-- 待核对清单：数据里互相不一致、需要人看一眼的地方；不影响接收，也不改动任何数
-- reports: organization agreement project disbursement donation sale
-- marts: organization_mention period_pair submission_in_use submission_repeat submission_span
-- One period after the other. Its rows are fetched once, by the range in which they stand, and their keys folded once for all that asks for them;
-- reports are put together and grouped, and not joined: of what stands in them the planner knows too little to join well.
create view mart.review_list as
select
    f.finding, f.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, q.period, f.report, f.subject,
    f.detail, f.rows, f.yuan_in_question
from (
    select s.period, p.starts_on
    from (select distinct period from mart.submission_in_use) s
    left join mart.period_pair p on p.period = s.period and p.comparison = 'previous'
) q
cross join lateral (
    with numbered as materialized (
        select
            'project' as report, t.county_code, mart.fold_key(t.project_no) as number, t.project_no, null as voucher_no,
            t.planned_yuan as yuan, t.agreement_no
        from mart.project t
        where t.period = q.period and t.submission_id between
            (select first_id from mart.submission_span where period = q.period and report = 'project')
            and (select last_id from mart.submission_span where period = q.period and report = 'project')
        union all
        select 'disbursement', t.county_code, mart.fold_key(t.project_no), t.project_no, t.voucher_no, t.paid_yuan, null
        from mart.disbursement t
        where t.period = q.period and t.submission_id between
            (select first_id from mart.submission_span where period = q.period and report = 'disbursement')
            and (select last_id from mart.submission_span where period = q.period and report = 'disbursement')
    )
    select
        'payment_without_project' as finding, d.county_code, 'disbursement' as report, d.subject,
        '凭证 ' || (select string_agg(v, '、' order by v) from unnest(d.vouchers) as v) as detail, d.rows, d.yuan as yuan_in_question
    from (
        select county_code, min(project_no) as subject, array_agg(voucher_no) as vouchers, count(*) as rows, sum(yuan) as yuan
        from numbered
        group by county_code, number
        having count(case report when 'project' then 1 end) = 0
    ) d
    where exists (
        select from mart.submission_in_use s
        where s.county_code = d.county_code and s.period = q.period and s.report = 'project'
    )
    union all
    select
        'credit_code_with_several_names', null, null, m.credit_code,
        string_agg(distinct m.org_name, '；' order by m.org_name), count(*), null
    from mart.organization_mention m
    where m.period = q.period
    group by m.credit_code
    having count(distinct m.name_key) > 1
    union all
    select
        'number_in_several_counties', null, n.report, n.subject,
        (select string_agg(distinct y.name, '、' order by y.name) from ref.county y where y.code = any(n.counties)), n.rows, n.yuan
    from (
        select
            report, min(subject) as subject, array_agg(county_code) as counties, count(*) as rows, sum(yuan) as yuan
        from (
            select report, number, project_no as subject, county_code, yuan from numbered where report = 'project'
            union all
            select report, mart.fold_key(voucher_no), voucher_no, county_code, yuan from numbered where report = 'disbursement'
        ) o
        group by report, number
        having min(county_code) <> max(county_code)
    ) n
    union all
    select
        'agreement_exceeded', g.county_code, 'agreement', min(g.agreement_no),
        '协议金额' || sum(g.agreed_yuan) || '元，其项目的计划投资合计' || sum(g.planned_yuan) || '元', count(g.planned_yuan),
        sum(g.planned_yuan) - sum(g.agreed_yuan)
    from (
        select
            t.county_code, mart.fold_key(t.agreement_no) as number, t.agreement_no, t.agreed_yuan, null::numeric as planned_yuan
        from mart.submission_span p
        join mart.agreement t on t.period = p.period and t.submission_id between p.first_id and p.last_id
        where p.period = q.period and p.report = 'agreement'
        union all
        select county_code, mart.fold_key(agreement_no), null, null, yuan
        from numbered where agreement_no is not null
    ) g
    group by g.county_code, g.number
    having sum(g.planned_yuan) > sum(g.agreed_yuan)
    union all
    select
        'name_in_no_register', t.county_code, t.report, min(t.org_name), '本期的登记表和协议、项目里都没有这个名称',
        count(*), sum(t.yuan)
    from (
        select
            t.county_code, 'donation' as report, t.org_name, mart.fold_key(t.org_name) as name_key, t.value_yuan as yuan
        from mart.submission_span p
        join mart.donation t on t.period = p.period and t.submission_id between p.first_id and p.last_id
        where p.period = q.period and p.report = 'donation'
        union all
        select t.county_code, 'sale', t.org_name, mart.fold_key(t.org_name), t.sold_yuan
        from mart.submission_span p
        join mart.sale t on t.period = p.period and t.submission_id between p.first_id and p.last_id
        where p.period = q.period and p.report = 'sale'
    ) t
    left join (select distinct name_key from mart.organization_mention where period = q.period) k on k.name_key = t.name_key
    where k.name_key is null
    group by t.county_code, t.report, t.name_key
    union all
    select 'same_as_period_before', e.county_code, e.report, null, '各行与 ' || e.previous_period || ' 相同', e.rows, null
    from mart.submission_repeat e
    join mart.submission_in_use n on n.submission_id = e.submission_id
    join mart.submission_in_use b on b.submission_id = e.repeated_id
    where e.period = q.period
    union all
    select 'outside_period', o.county_code, o.report, o.subject, '最早 ' || o.detail, o.rows, o.yuan
    from (
        {outside}
    ) as o (county_code, report, subject, detail, rows, yuan)
) f
left join ref.county c on c.code = f.county_code;

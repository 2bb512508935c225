-- 待核对清单：数据里互相不一致、需要人看一眼的地方；不影响接收，也不改动任何数
-- reports: organization agreement project disbursement donation sale
-- marts: organization_mention period_pair submission_in_use submission_repeat
-- Two reports are put together and grouped, and not joined: of what stands in them the planner knows too little to join well.
create view mart.review_list as
select
    f.finding, f.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, f.period, f.report, f.subject,
    f.detail, f.rows, f.yuan_in_question
from (
    select
        'payment_without_project' as finding, d.county_code, d.period, 'disbursement' as report, min(d.project_no) as subject,
        '凭证 ' || string_agg(d.voucher_no, '、' order by d.voucher_no) as detail, count(*) as rows,
        sum(d.paid_yuan) as yuan_in_question
    from (
        select county_code, period, mart.fold_key(project_no) as number, project_no, voucher_no, paid_yuan from mart.disbursement
        union all
        select county_code, period, mart.fold_key(project_no), null, null, null from mart.project
    ) d
    group by d.county_code, d.period, d.number
    having count(*) = count(d.voucher_no) and exists (
        select 1 from mart.submission_in_use s
        where s.county_code = d.county_code and s.period = d.period and s.report = 'project'
    )
    union all
    select
        'credit_code_with_several_names', null, m.period, null, m.credit_code,
        string_agg(distinct m.org_name, '；' order by m.org_name), count(*), null
    from mart.organization_mention m
    group by m.period, m.credit_code
    having count(distinct m.name_key) > 1
    union all
    select
        'number_in_several_counties', null, n.period, n.report, min(n.number),
        string_agg(distinct n.county_name, '、' order by n.county_name), count(*), sum(n.yuan)
    from (
        select period, 'project' as report, project_no as number, county_code, county_name, planned_yuan as yuan
        from mart.project
        union all
        select period, 'disbursement', voucher_no, county_code, county_name, paid_yuan from mart.disbursement
    ) n
    group by n.period, n.report, mart.fold_key(n.number)
    having count(distinct n.county_code) > 1
    union all
    select
        'agreement_exceeded', g.county_code, g.period, 'agreement', min(g.agreement_no),
        '协议金额' || sum(g.agreed_yuan) || '元，其项目的计划投资合计' || sum(g.planned_yuan) || '元', count(g.planned_yuan),
        sum(g.planned_yuan) - sum(g.agreed_yuan)
    from (
        select
            county_code, period, mart.fold_key(agreement_no) as number, agreement_no, agreed_yuan, null::numeric as planned_yuan
        from mart.agreement
        union all
        select county_code, period, mart.fold_key(agreement_no), null, null, planned_yuan
        from mart.project where agreement_no is not null
    ) g
    group by g.county_code, g.period, g.number
    having sum(g.planned_yuan) > sum(g.agreed_yuan)
    union all
    select
        'name_in_no_register', t.county_code, t.period, t.report, min(t.org_name), '本期的登记表和协议、项目里都没有这个名称',
        count(*), sum(t.yuan)
    from (
        select county_code, period, 'donation' as report, org_name, mart.fold_key(org_name) as name_key, value_yuan as yuan
        from mart.donation
        union all
        select county_code, period, 'sale', org_name, mart.fold_key(org_name), sold_yuan from mart.sale
    ) t
    left join (select distinct period, name_key from mart.organization_mention) k
        on k.period = t.period and k.name_key = t.name_key
    where k.name_key is null
    group by t.county_code, t.period, t.report, t.name_key
    union all
    select 'same_as_period_before', e.county_code, e.period, e.report, null, '各行与 ' || e.previous_period || ' 相同', e.rows, null
    from mart.submission_repeat e
    join mart.submission_in_use n on n.submission_id = e.submission_id
    join mart.submission_in_use b on b.submission_id = e.repeated_id
    union all
    select 'outside_period', o.county_code, o.period, o.report, o.subject, '最早 ' || o.detail, o.rows, o.yuan
    from (
        {outside}
    ) as o (county_code, period, report, subject, detail, rows, yuan)
) f
left join ref.county c on c.code = f.county_code;

-- 社会组织画像：每期每个社会组织一行，跨县合计
-- reports: organization agreement project donation sale
-- Donations and sales carry a name only: they count where the period knows one organisation of that name, however it is written.
create view mart.organization_profile as
with mentioned as (
    select period, credit_code, org_name, register_level, 1 as rank from mart.organization
    union all
    select period, credit_code, org_name, register_level, 2 from mart.agreement
    union all
    select period, credit_code, org_name, null, 3 from mart.project
),
known as (
    select distinct on (period, credit_code) period, credit_code, org_name, register_level
    from mentioned order by period, credit_code, rank, org_name
),
named as (
    select period, mart.fold_key(org_name) as name, min(credit_code) as credit_code
    from mentioned group by period, mart.fold_key(org_name) having count(distinct credit_code) = 1
),
registered as (
    select distinct on (period, credit_code) period, credit_code, org_type, grade, annual_check
    from mart.organization order by period, credit_code, county_code, source_row
),
paired as (
    select
        period, credit_code, count(distinct county_code) as counties_paired, count(*) as agreements,
        sum(agreed_yuan) as agreed_yuan
    from mart.agreement group by period, credit_code
),
carried as (
    select
        period, credit_code, count(distinct county_code) as counties_with_projects, count(*) as projects,
        sum(planned_yuan) as planned_yuan, sum(disbursed_yuan) as disbursed_yuan, sum(households) as households,
        sum(persons) as persons, sum(jobs) as jobs
    from mart.project group by period, credit_code
),
given as (
    select n.period, n.credit_code, sum(d.value_yuan) as donated_yuan
    from mart.donation d join named n on n.period = d.period and n.name = mart.fold_key(d.org_name)
    group by n.period, n.credit_code
),
sold as (
    select n.period, n.credit_code, sum(s.sold_yuan) as sold_yuan
    from mart.sale s join named n on n.period = s.period and n.name = mart.fold_key(s.org_name)
    group by n.period, n.credit_code
)
select
    k.period, k.credit_code, k.org_name, k.register_level, r.org_type, r.grade, r.annual_check,
    coalesce(p.counties_paired, 0) as counties_paired,
    coalesce(p.agreements, 0) as agreements,
    coalesce(p.agreed_yuan, 0.00) as agreed_yuan,
    coalesce(c.counties_with_projects, 0) as counties_with_projects,
    coalesce(c.projects, 0) as projects,
    coalesce(c.planned_yuan, 0.00) as planned_yuan,
    coalesce(c.disbursed_yuan, 0.00) as disbursed_yuan,
    round(c.disbursed_yuan / nullif(c.planned_yuan, 0), 4) as disbursement_rate,
    coalesce(c.households, 0)::bigint as households,
    coalesce(c.persons, 0)::bigint as persons,
    coalesce(c.jobs, 0)::bigint as jobs,
    coalesce(g.donated_yuan, 0.00) as donated_yuan,
    coalesce(s.sold_yuan, 0.00) as sold_yuan
from known k
left join registered r on r.period = k.period and r.credit_code = k.credit_code
left join paired p on p.period = k.period and p.credit_code = k.credit_code
left join carried c on c.period = k.period and c.credit_code = k.credit_code
left join given g on g.period = k.period and g.credit_code = k.credit_code
left join sold s on s.period = k.period and s.credit_code = k.credit_code;

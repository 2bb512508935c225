-- 社会组织名录：每个信用代码一行，取最近一期登记表的登记内容；没有登记的取最近一期的协议，再次项目
-- reports: organization
-- marts: organization_mention
-- Subqueries, no CTEs, and one look at the mentions: a credit code that is asked for reaches them.
create view mart.organization_register as
select
    k.credit_code, k.org_name, k.is_registered, k.register_level, r.org_type, r.grade, r.annual_check, k.other_names,
    k.counties_seen, k.first_period, k.last_period
from (
    select
        s.credit_code,
        max(case s.place when 1 then s.org_name end) as org_name,
        min(s.rank) = 1 as is_registered,
        max(case s.place when 1 then s.register_level end) as register_level,
        string_agg(s.org_name, '；' order by s.org_name) filter (where s.spelling = 1 and s.name_key <> s.name_key_used) as other_names,
        count(distinct s.county_code) as counties_seen,
        min(s.first_period) as first_period,
        max(s.last_period) as last_period
    from (
        select
            m.*,
            row_number() over latest_first as place,
            first_value(m.name_key) over latest_first as name_key_used,
            row_number() over (partition by m.credit_code, m.name_key order by m.org_name) as spelling
        from (
            select d.*, mart.fold_key(d.org_name) as name_key
            from (
                select
                    credit_code, org_name, register_level, county_code,
                    case report when 'organization' then 1 when 'agreement' then 2 else 3 end as rank,
                    min(period) as first_period, max(period) as last_period
                from mart.organization_mention
                group by 1, 2, 3, 4, 5
            ) d
        ) m
        window latest_first as (partition by m.credit_code order by m.rank, m.last_period desc, m.county_code, m.org_name)
    ) s
    group by s.credit_code
) k
left join (
    select distinct on (credit_code) credit_code, org_type, grade, annual_check
    from mart.organization
    order by credit_code, period desc, county_code, source_row
) r on r.credit_code = k.credit_code;

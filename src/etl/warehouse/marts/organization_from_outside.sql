-- 全国性和东部社会组织：每期一行一个；以本期全省的结对协议为准，没有协议的以登记表为准
-- reports: organization agreement
-- One pass over both and one grouping: the planner, which cannot know what stands in arrays, then joins by hash and not in loops.
create view mart.organization_from_outside as
select m.period, m.credit_code
from (
    select s.period, o.credit_code, true as is_agreed, o.register_level in ('national', 'eastern') as is_outside
    from ops.submission s
    join core.agreement_total t on t.submission_id = s.submission_id
    cross join lateral unnest(t.credit_codes, t.register_levels) as o (credit_code, register_level)
    where s.report = 'agreement' and s.in_use_from is not null and s.in_use_to is null
    union all
    select s.period, o.credit_code, false, true
    from ops.submission s
    join core.organization_total t on t.submission_id = s.submission_id
    cross join lateral unnest(t.from_outside) as o (credit_code)
    where s.report = 'organization' and s.in_use_from is not null and s.in_use_to is null
) m
group by m.period, m.credit_code
having bool_or(m.is_agreed and m.is_outside) or (bool_and(not m.is_agreed) and bool_or(m.is_outside));

-- 全国性和东部社会组织：每期一行一个；以本期全省的结对协议为准，没有协议的以登记表为准
-- reports: organization agreement
-- marts: submission_in_use
-- One pass over both and one grouping: the planner, which cannot know what stands in arrays, then joins by hash and not in loops.
create view mart.organization_from_outside as
select m.period, m.credit_code
from (
    select s.period, t.credit_code, true as is_agreed, t.register_level in ('national', 'eastern') as is_outside
    from mart.submission_in_use s
    join mart.agreement_name t on t.submission_id = s.submission_id
    where s.report = 'agreement'
    union all
    select s.period, t.credit_code, false, true
    from mart.submission_in_use s
    join mart.organization_total t on t.submission_id = s.submission_id
    where s.report = 'organization'
) m
group by m.period, m.credit_code
-- what agreements say counts before what the register says
having max(case when m.is_agreed and m.is_outside then 3 when m.is_agreed then 2 when m.is_outside then 1 end) <> 2;

-- 全国性和东部社会组织的依据：曾经使用的协议和登记表里写到的，自何时起、到何时止在用；登记表只列全国性和东部的
-- reports: organization agreement
-- marts: submission_history
create view mart.organization_from_outside_history as
select s.period, t.credit_code, true as is_agreed, t.register_level in ('national', 'eastern') as is_outside, s.in_use_from, s.in_use_to
from mart.submission_history s
join mart.agreement_name t on t.submission_id = s.submission_id
where s.report = 'agreement'
union all
select s.period, t.credit_code, false, true, s.in_use_from, s.in_use_to
from mart.submission_history s
join mart.organization_total t on t.submission_id = s.submission_id
where s.report = 'organization';

-- 定稿之后换过的报送：定稿版本所在的报告期，定稿之后开始使用的每份（new）和被它取代的一份（old，迟到的没有）各一行
-- reports: organization agreement project donation sale need activity incubator
create view mart.revised_report as
select
    e.edition, v.standing, v.submission_id, n.county_code, n.period, n.report, n.period as of_period,
    n.submission_id as revised_by, p.submission_id as previous_id, n.in_use_from as changed_at, n.run_id, n.source_file,
    p.source_file as previous_file
from ref.edition e
join ops.submission n on n.period = e.period and n.in_use_from > e.frozen_at
left join ops.submission p
    on p.county_code = n.county_code and p.period = n.period and p.report = n.report and p.in_use_to = n.in_use_from
cross join lateral (values ('new', n.submission_id), ('old', p.submission_id)) as v (standing, submission_id)
where v.submission_id is not null;

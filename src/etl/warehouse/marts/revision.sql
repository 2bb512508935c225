-- 修订：定稿之后，哪个县的哪张报表由哪次运行、哪份报送换过，哪项县级汇总数从多少改为多少；迟到的原值为空；改动的单元见 mart.submission_change；全国性和东部社会组织按现在的协议认定
-- reports: organization agreement project donation sale need activity incubator
-- marts: revised_report organization_from_outside
create view mart.revision as
select
    w.edition, w.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, w.period, w.report, w.measure,
    w.old_figure, w.new_figure, w.changed_at, w.run_id, w.submission_id, w.previous_id, w.source_file, w.previous_file
from (
    select
        f.edition, f.county_code, f.period, m.report, m.measure, f.changed_at, f.run_id, f.revised_by as submission_id,
        f.previous_id, f.source_file, f.previous_file,
        max(case f.standing when 'old' then m.figure end) as old_figure,
        max(case f.standing when 'new' then m.figure end) as new_figure
    from (
        select
            r.edition, r.revised_by, r.standing, r.county_code, r.period, r.report, r.changed_at, r.run_id, r.previous_id,
            r.source_file, r.previous_file,
            {figures}
        from (
            select
                v.edition, v.revised_by, v.standing, v.county_code, v.period, v.report, v.changed_at, v.run_id,
                v.previous_id, v.source_file, v.previous_file, {came}
            from mart.revised_report v
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        ) r
        {joined: mart.revised_report by edition, revised_by, standing}
    ) f
    cross join lateral (
        values
        {figures_of_reports}
    ) as m (measure, report, figure)
    where m.report = f.report
    group by
        f.edition, f.county_code, f.period, m.report, m.measure, f.changed_at, f.run_id, f.revised_by, f.previous_id,
        f.source_file, f.previous_file
) w
left join ref.county c on c.code = w.county_code
where w.old_figure is distinct from w.new_figure;

-- 重报差异：一份数据取代同县同期同表的另一份时，新增、消失的行和改动的单元
create view mart.submission_change as
select
    n.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, n.period, n.report,
    d.submission_id, d.previous_id, n.decided_at as changed_at, n.source_file, o.source_file as previous_file,
    d.kind, d.row_key, d.column_name,
    {old_value} as old_value,
    {new_value} as new_value,
    d.source_row,
    d.kind as change_kind
from ops.change d
join ops.submission n on n.submission_id = d.submission_id
join ops.submission o on o.submission_id = d.previous_id
left join ref.county c on c.code = n.county_code;

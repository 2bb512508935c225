-- 核实说明：县里对警告的说明；值不变的，下一期沿用
create view mart.explanation as
select
    s.county_code, c.name as county_name, c.prefecture_code, c.prefecture_name, s.period, s.report,
    e.rule, e.column_name as explained_column, e.row_key, e.explanation, e.since_period,
    s.source_file, e.sheet, e.cell, e.source_row, s.is_latest as stands, e.submission_id
from ops.explanation e
join ops.submission s on s.submission_id = e.submission_id
left join ref.county c on c.code = s.county_code;

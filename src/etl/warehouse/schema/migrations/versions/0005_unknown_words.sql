-- What counties invent: headings and code words that no contract knows, over the latest of every report. Nothing more is stored.

create view ops.unknown_word as
with latest as (
    select submission_id, period, report, county_code, source_file from ops.submission where is_latest
),
seen as (
    select
        l.submission_id, l.period, l.report, l.county_code, l.source_file,
        'heading' as word_kind, cast(null as text) as of_column, m.sheet,
        btrim(regexp_replace(m.heading, '[\s　]+', ' ', 'g')) as word
    from latest l
    join ops.column_map m on m.submission_id = l.submission_id
    where m.field is null and m.matched_by = 'unknown'
    union all
    select
        l.submission_id, l.period, l.report, l.county_code, coalesce(i.source_file, l.source_file),
        'code', i.column_name, null, btrim(regexp_replace(i.value, '[\s　]+', ' ', 'g'))
    from latest l
    join ops.issue i on i.submission_id = l.submission_id
    where i.rule = l.report || '.' || i.column_name || '.code' and i.value is not null
),
-- of the tables in which a heading stands: the columns that other headings are, and the required ones that none is
around as (
    select s.period, s.report, s.word, m.field as column_name, true as is_beside
    from seen s
    join ops.column_map m on m.submission_id = s.submission_id and m.sheet = s.sheet
    where s.word_kind = 'heading' and m.field is not null
    union
    select s.period, s.report, s.word, i.column_name, false
    from seen s
    join ops.issue i on i.submission_id = s.submission_id and i.sheet = s.sheet
    where s.word_kind = 'heading' and i.rule = 'table.missing_column'
),
of_headings as (
    select
        period, report, word,
        array_agg(column_name order by column_name) filter (where is_beside) as columns_beside,
        array_agg(column_name order by column_name) filter (where not is_beside) as columns_missing
    from around
    group by period, report, word
),
counted as (
    select
        period, report, word_kind, of_column, word,
        count(distinct county_code) as counties,
        count(distinct county_code || '/' || source_file) as files,
        count(*) as cells,
        array_agg(distinct county_code || '/' || source_file) as seen_in
    from seen
    group by period, report, word_kind, of_column, word
)
select c.*, o.columns_beside, o.columns_missing
from counted c
left join of_headings o
    on c.word_kind = 'heading' and o.period = c.period and o.report = c.report and o.word = c.word;

comment on view ops.unknown_word is '各县自拟的表头和选项：合同里没有的，各报表最晚一份中的；最接近的列与应加的一行见 etl headings';
comment on column ops.unknown_word.period is '报告期';
comment on column ops.unknown_word.report is '报表';
comment on column ops.unknown_word.word_kind is '种类：heading 表头，code 代码列里的选项';
comment on column ops.unknown_word.of_column is '选项所在的代码列的英文名；表头为空';
comment on column ops.unknown_word.word is '所写的字样，空白合为一个；超过 60 个字的选项只有开头';
comment on column ops.unknown_word.counties is '有它的县数';
comment on column ops.unknown_word.files is '有它的文件数';
comment on column ops.unknown_word.cells is '写有它的单元格数';
comment on column ops.unknown_word.seen_in is '在哪些文件里：县代码/文件名';
comment on column ops.unknown_word.columns_beside is '同一张表里别的表头已是哪些列；选项为空';
comment on column ops.unknown_word.columns_missing is '同一张表里缺少哪些必填的列；选项为空';

-- Analysts ask what a column means, which period was before and what a measure is made of: in SQL, as the rest.

create table ref.period (
    period text not null,
    frequency text not null,
    label_zh text not null,
    starts_on date not null,
    ends_on date not null,
    previous_period text,
    same_period_last_year text,
    primary key (period)
);
comment on table ref.period is '报告期，2020 年至 2039 年';
comment on column ref.period.period is '报告期，如 2024Q1';
comment on column ref.period.frequency is '频次：quarterly 季，monthly 月，annual 年';
comment on column ref.period.label_zh is '中文名称';
comment on column ref.period.starts_on is '第一天';
comment on column ref.period.ends_on is '最后一天';
comment on column ref.period.previous_period is '上一期；空：表中没有';
comment on column ref.period.same_period_last_year is '去年同期；空：表中没有';

create table ref.measure (
    measure text not null,
    position integer not null,
    label_zh text not null,
    meaning text not null,
    unit text not null,
    report text,
    counted text,
    column_name text,
    condition text,
    adds_over_counties boolean not null,
    primary key (measure)
);
comment on table ref.measure is '汇总指标：含义、单位、出自哪张报表、怎样得来';
comment on column ref.measure.measure is '指标，与汇总视图的列同名';
comment on column ref.measure.position is '排列次序';
comment on column ref.measure.label_zh is '中文名称';
comment on column ref.measure.meaning is '含义';
comment on column ref.measure.unit is '单位：元、比率、个';
comment on column ref.measure.report is '出自哪张报表；空：出自填报状态或另两项指标';
comment on column ref.measure.counted is '怎样得来：sum 列的合计，rows 行数，different 不同值的个数；空：由另两项指标相除或出自填报状态';
comment on column ref.measure.column_name is '所用的列；空：行数';
comment on column ref.measure.condition is '所计的行应满足的条件，SQL；空：全部行';
comment on column ref.measure.adds_over_counties is '各县之和是否等于市（州）和全省的数';

create view ref."column" as
select
    n.nspname::text as schema_name, c.relname::text as name, 'view'::text as kind, a.attnum::integer as position,
    a.attname::text as column_name, z.attname::text as heading_zh, format_type(a.atttypid, a.atttypmod) as type,
    col_description(c.oid, a.attnum) as meaning
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_class zh on zh.relnamespace = c.relnamespace and zh.relname = c.relname || '_zh'
left join pg_attribute z on z.attrelid = zh.oid and z.attnum = a.attnum
where n.nspname in ('mart', 'ref') and c.relkind in ('v', 'r') and c.relname not like '%\_zh'
union all
select
    'mart', p.proname::text, 'function', o.place::integer, p.proargnames[o.place], null, format_type(o.type, null),
    (select max(col_description(v.oid, a.attnum)) from pg_class v
     join pg_attribute a on a.attrelid = v.oid and a.attname = p.proargnames[o.place]
     where v.relnamespace = p.pronamespace and v.relkind = 'v' and p.proname like v.relname || '\_%')
from pg_proc p
cross join lateral unnest(p.proallargtypes) with ordinality as o (type, place)
where p.pronamespace = 'mart'::regnamespace and p.proargmodes[o.place] = 't';
comment on view ref."column" is '数据字典：mart 的视图、函数和 ref 的表的每一列，含义、类型和中文列名';
comment on column ref."column".schema_name is '模式：mart 或 ref';
comment on column ref."column".name is '视图、表或函数的名称';
comment on column ref."column".kind is '种类：view 视图或表，function 函数';
comment on column ref."column".position is '排列次序';
comment on column ref."column".column_name is '列名';
comment on column ref."column".heading_zh is '中文列名，即名称后加 _zh 的视图里的列名；空：没有';
comment on column ref."column".type is '类型';
comment on column ref."column".meaning is '含义';

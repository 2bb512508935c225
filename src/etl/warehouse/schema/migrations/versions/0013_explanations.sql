-- What counties explain of warnings: the words of a county on one value, which hold as long as row, rule and value are the same.

create table ops.explanation (
    submission_id bigint not null,
    rule text not null,
    column_name text,
    row_key text not null,
    sheet text,
    cell text,
    source_row integer,
    value text,
    explanation text not null,
    since_period text not null
);
create index explanation_submission on ops.explanation (submission_id);
comment on table ops.explanation is '县里对警告的核实说明：值不变的，下一期沿用；不影响警告本身的记录';
comment on column ops.explanation.submission_id is '所属的报送';
comment on column ops.explanation.rule is '被说明的警告的规则';
comment on column ops.explanation.column_name is '列的英文名；不属于某一列的为空';
comment on column ops.explanation.row_key is '所在行的键，按比较时的写法；不属于某一行的为空串';
comment on column ops.explanation.sheet is '工作表';
comment on column ops.explanation.cell is '单元格';
comment on column ops.explanation.source_row is '行号，与 Excel 一致';
comment on column ops.explanation.value is '被说明的值';
comment on column ops.explanation.explanation is '县里的核实说明；身份证号已遮盖';
comment on column ops.explanation.since_period is '首次作此说明的报告期';

-- What each expectation came to, run by run: counts only, written after the run is published.

create table ops.validation_result (
    run_id text not null,
    report text not null,
    rule text not null,
    expectation text not null,
    arguments jsonb not null,
    column_names text[] not null,
    severity text not null,
    evaluated bigint not null,
    failed bigint not null,
    issues bigint not null,
    success boolean not null,
    primary key (run_id, rule),
    constraint validation_result_run foreign key (run_id) references ops.run (run_id)
);
comment on table ops.validation_result is '每次运行对每张报表的每项校验的结果；只有计数';
comment on column ops.validation_result.run_id is '运行编号';
comment on column ops.validation_result.report is '报表';
comment on column ops.validation_result.rule is '规则编号';
comment on column ops.validation_result.expectation is 'Great Expectations 中的名称';
comment on column ops.validation_result.arguments is '其参数；金额以元计';
comment on column ops.validation_result.column_names is '所查的列';
comment on column ops.validation_result.severity is '严重程度：critical 严重（退回），warning 警告，notice 提示';
comment on column ops.validation_result.evaluated is '查了多少行；不适用的行和空白不计';
comment on column ops.validation_result.failed is '其中多少行不符合';
comment on column ops.validation_result.issues is '其中多少行记为问题；与前面的行重复的只记后一行，别的规则已指出的不再记';
comment on column ops.validation_result.success is '是否全部符合';

-- The tables of ref and ops as they were at first; later changes are later migrations. The schemas are made before.

create table ref.prefecture (
    code text not null,
    name text not null,
    primary key (code)
);
comment on table ref.prefecture is '市（州）';
comment on column ref.prefecture.code is '市（州）代码，6位';
comment on column ref.prefecture.name is '市（州）名称';

create table ref.county (
    code text not null,
    name text not null,
    prefecture_code text not null,
    prefecture_name text not null,
    designation text,
    primary key (code)
);
comment on table ref.county is '县（市、区）';
comment on column ref.county.code is '县（市、区）代码，6位';
comment on column ref.county.name is '县（市、区）名称';
comment on column ref.county.prefecture_code is '所属市（州）代码';
comment on column ref.county.prefecture_name is '所属市（州）名称';
comment on column ref.county.designation is '乡村振兴重点帮扶县：national 国家级，provincial 省级；空：不是';

create table ref.report (
    report text not null,
    position integer not null,
    title_zh text not null,
    title_en text not null,
    description text not null,
    frequency text not null,
    primary key (report)
);
comment on table ref.report is '报表';
comment on column ref.report.report is '报表的英文名，也是 mart 中视图的名称';
comment on column ref.report.position is '排列次序';
comment on column ref.report.title_zh is '中文名称';
comment on column ref.report.title_en is '英文名称';
comment on column ref.report.description is '说明';
comment on column ref.report.frequency is '报送频次：quarterly 季报，monthly 月报，annual 年报';

create table ref.report_column (
    report text not null,
    column_name text not null,
    position integer not null,
    label_zh text not null,
    label_en text not null,
    type text not null,
    code_list text,
    is_required boolean not null,
    is_key boolean not null,
    description text not null,
    primary key (report, column_name)
);
comment on table ref.report_column is '报表的列';
comment on column ref.report_column.report is '报表的英文名';
comment on column ref.report_column.column_name is '列的英文名';
comment on column ref.report_column.position is '排列次序';
comment on column ref.report_column.label_zh is '中文列名';
comment on column ref.report_column.label_en is '英文列名';
comment on column ref.report_column.type is '类型：text 文本，code 代码，credit_code 统一社会信用代码，date 日期，amount 金额（元），number 数值，integer 整数';
comment on column ref.report_column.code_list is '代码表名称，见 ref.code；只有代码列才有';
comment on column ref.report_column.is_required is '是否必填';
comment on column ref.report_column.is_key is '是否为业务主键的一部分';
comment on column ref.report_column.description is '说明';

create table ref.code (
    code_list text not null,
    code text not null,
    position integer not null,
    label_zh text not null,
    label_en text not null,
    primary key (code_list, code)
);
comment on table ref.code is '代码及其名称';
comment on column ref.code.code_list is '代码表名称';
comment on column ref.code.code is '代码';
comment on column ref.code.position is '排列次序';
comment on column ref.code.label_zh is '中文名称';
comment on column ref.code.label_en is '英文名称';

create table ops.run (
    run_id text not null,
    kind text not null,
    period text,
    inbox text,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    state text not null,
    contracts_fingerprint text not null,
    counts jsonb,
    flow_run text,
    message text,
    primary key (run_id)
);
comment on table ops.run is '每次运行一行';
comment on column ops.run.run_id is '运行编号（UUID）';
comment on column ops.run.kind is '种类：nightly 夜间运行，rerun 重跑，replay 重算';
comment on column ops.run.period is '指定的报告期；空：不限';
comment on column ops.run.inbox is '收件箱地址';
comment on column ops.run.started_at is '开始时间';
comment on column ops.run.finished_at is '结束时间；空：尚未结束或中途被终止';
comment on column ops.run.state is '状态：running 运行中，finished 完成，failed 失败';
comment on column ops.run.contracts_fingerprint is '所用规则的指纹';
comment on column ops.run.counts is '各种计数';
comment on column ops.run.flow_run is 'Prefect 中的运行名称';
comment on column ops.run.message is '失败的原因';

create table ops.file (
    county_code text not null,
    period text not null,
    name text not null,
    sha256 text not null,
    size bigint not null,
    modified_at timestamp with time zone not null,
    archive_path text not null,
    kind text,
    pull bigint not null,
    first_seen_at timestamp with time zone not null,
    first_seen_run text not null,
    decided_at timestamp with time zone not null,
    decided_run text not null,
    decided_under text not null,
    issues_run text,
    issues_digest text,
    primary key (county_code, period, name, sha256)
);
comment on table ops.file is '收到并判定过的文件，内容相同的只记一行';
comment on column ops.file.county_code is '县代码';
comment on column ops.file.period is '报告期';
comment on column ops.file.name is '文件名，相对于该县该期的文件夹';
comment on column ops.file.sha256 is '内容的 SHA-256';
comment on column ops.file.size is '字节数';
comment on column ops.file.modified_at is '文件的修改时间';
comment on column ops.file.archive_path is '存档位置';
comment on column ops.file.kind is '文件格式：xlsx、xls、csv 等；空：无法识别';
comment on column ops.file.pull is '第几次拉取时首次见到；越大越晚';
comment on column ops.file.first_seen_at is '首次见到的时间，即收到时间';
comment on column ops.file.first_seen_run is '首次见到它的运行';
comment on column ops.file.decided_at is '最近一次判定的时间';
comment on column ops.file.decided_run is '最近一次判定它的运行';
comment on column ops.file.decided_under is '最近一次判定所用规则的指纹；与现行规则相同者不再读取；空字符串：尚未全部判定';
comment on column ops.file.issues_run is '该文件自身的问题由哪次运行记入 ops.issue；空：没有';
comment on column ops.file.issues_digest is '该文件自身的问题的摘要';

create sequence ops.submission_id_seq as bigint;

create table ops.submission (
    submission_id bigint not null,
    run_id text not null,
    county_code text not null,
    period text not null,
    report text not null,
    source_file text not null,
    sha256 text not null,
    pull bigint not null,
    modified_at timestamp with time zone not null,
    received_at timestamp with time zone not null,
    status text not null,
    row_count integer not null,
    critical_issues integer not null,
    warnings integer not null,
    notices integer not null,
    digest text not null,
    decided_at timestamp with time zone not null,
    is_latest boolean not null,
    in_use_from timestamp with time zone,
    in_use_to timestamp with time zone,
    primary key (submission_id),
    constraint submission_run foreign key (run_id) references ops.run (run_id)
);
create unique index submission_in_use on ops.submission (county_code, period, report) where in_use_from is not null and in_use_to is null;
create unique index submission_latest on ops.submission (county_code, period, report) where is_latest;
comment on table ops.submission is '每份报送及其结论：一县、一期、一表、一份文件';
comment on column ops.submission.submission_id is '报送编号';
comment on column ops.submission.run_id is '判定它的运行';
comment on column ops.submission.county_code is '县代码';
comment on column ops.submission.period is '报告期';
comment on column ops.submission.report is '报表';
comment on column ops.submission.source_file is '来源文件';
comment on column ops.submission.sha256 is '来源文件内容的 SHA-256';
comment on column ops.submission.pull is '来源文件在第几次拉取时首次见到；与 modified_at 一起决定先后';
comment on column ops.submission.modified_at is '来源文件的修改时间';
comment on column ops.submission.received_at is '收到时间';
comment on column ops.submission.status is '结论：accepted 接收，returned 退回，nil 零报告';
comment on column ops.submission.row_count is '表中的行数';
comment on column ops.submission.critical_issues is '严重问题数';
comment on column ops.submission.warnings is '警告数';
comment on column ops.submission.notices is '提示数';
comment on column ops.submission.digest is '文件、结论、问题与各行的摘要；与最近一次相同者不再写入';
comment on column ops.submission.decided_at is '判定时间';
comment on column ops.submission.is_latest is '是否为该县该期该报表最晚收到的一份';
comment on column ops.submission.in_use_from is '其数据自何时起使用；空：从未使用';
comment on column ops.submission.in_use_to is '其数据使用到何时；空且 in_use_from 不空：正在使用';

create table ops.issue (
    run_id text not null,
    submission_id bigint,
    county_code text,
    period text,
    report text,
    source_file text,
    sheet text,
    cell text,
    source_row integer,
    column_name text,
    rule text not null,
    severity text not null,
    value text,
    expected text,
    message text not null,
    waived text
);
create index issue_submission on ops.issue using brin (submission_id) with (pages_per_range = 32);
comment on table ops.issue is '发现的问题，每个指到单元格';
comment on column ops.issue.run_id is '发现它的运行';
comment on column ops.issue.submission_id is '所属的报送；空：属于整个文件或整个县';
comment on column ops.issue.county_code is '县代码';
comment on column ops.issue.period is '报告期';
comment on column ops.issue.report is '报表';
comment on column ops.issue.source_file is '来源文件';
comment on column ops.issue.sheet is '工作表';
comment on column ops.issue.cell is '单元格，如 D3';
comment on column ops.issue.source_row is '行号，与 Excel 所示相同';
comment on column ops.issue.column_name is '列的英文名';
comment on column ops.issue.rule is '规则编号';
comment on column ops.issue.severity is '严重程度：critical 严重（退回），warning 警告，notice 提示';
comment on column ops.issue.value is '看到的值';
comment on column ops.issue.expected is '应当是什么';
comment on column ops.issue.message is '给县里看的说明';
comment on column ops.issue.waived is '豁免的理由；空：没有豁免';

create table ops.column_map (
    submission_id bigint not null,
    sheet text not null,
    column_letters text not null,
    heading text not null,
    field text,
    unit text,
    unit_source text,
    matched_by text not null
);
create index column_map_submission on ops.column_map using brin (submission_id) with (pages_per_range = 32);
comment on table ops.column_map is '每份报送的每一列被如何理解';
comment on column ops.column_map.submission_id is '所属的报送';
comment on column ops.column_map.sheet is '工作表；CSV 为空字符串';
comment on column ops.column_map.column_letters is '列标，如 D';
comment on column ops.column_map.heading is '表头原文';
comment on column ops.column_map.field is '认作哪一列；空：不认识，值存入 extra';
comment on column ops.column_map.unit is '金额单位';
comment on column ops.column_map.unit_source is '单位的依据：cell 单元格，heading 表头，sheet 单位行，template 模板';
comment on column ops.column_map.matched_by is '匹配的依据：label 列名，alias 别名，near 近似，unknown 不认识';

create table ops.waiver (
    rule text not null,
    county_code text,
    report text,
    period text,
    reason text not null,
    allowed_by text not null,
    expires_on date not null,
    first_run text not null,
    recorded_at timestamp with time zone not null,
    withdrawn_at timestamp with time zone
);
comment on table ops.waiver is '豁免：使某条规则的严重问题只作警告';
comment on column ops.waiver.rule is '规则编号';
comment on column ops.waiver.county_code is '县代码；空：所有县';
comment on column ops.waiver.report is '报表；空：所有报表';
comment on column ops.waiver.period is '报告期；空：所有报告期';
comment on column ops.waiver.reason is '理由';
comment on column ops.waiver.allowed_by is '批准人';
comment on column ops.waiver.expires_on is '有效期至';
comment on column ops.waiver.first_run is '首次采用它的运行';
comment on column ops.waiver.recorded_at is '记入时间';
comment on column ops.waiver.withdrawn_at is '撤销时间；空：仍在配置中';

create table ops.county_attempt (
    run_id text not null,
    county_code text not null,
    period text not null,
    state text not null,
    message text,
    attempted_at timestamp with time zone not null,
    retried_by text,
    primary key (run_id, county_code, period),
    constraint county_attempt_run foreign key (run_id) references ops.run (run_id)
);
comment on table ops.county_attempt is '每次运行对每个县的处理是否成功';
comment on column ops.county_attempt.run_id is '运行编号';
comment on column ops.county_attempt.county_code is '县代码';
comment on column ops.county_attempt.period is '报告期';
comment on column ops.county_attempt.state is 'ok 正常，failed 因我方设施故障未能处理';
comment on column ops.county_attempt.message is '故障原因';
comment on column ops.county_attempt.attempted_at is '时间';
comment on column ops.county_attempt.retried_by is '后来处理成功的运行';

create table ops.obligation (
    county_code text not null,
    period text not null,
    report text not null,
    due_on date not null,
    exempt_reason text,
    in_force boolean not null,
    primary key (county_code, period, report)
);
comment on table ops.obligation is '每县每期应报的报表';
comment on column ops.obligation.county_code is '县代码';
comment on column ops.obligation.period is '报告期';
comment on column ops.obligation.report is '报表';
comment on column ops.obligation.due_on is '截止日期';
comment on column ops.obligation.exempt_reason is '免报理由；空：应报';
comment on column ops.obligation.in_force is '是否仍然有效';

create table ops.applied (
    fingerprint text not null,
    applied_at timestamp with time zone not null,
    primary key (fingerprint)
);
comment on table ops.applied is '仓库现在的结构依据什么建成；只有一行';
comment on column ops.applied.fingerprint is '合同、区划、迁移与视图的指纹';
comment on column ops.applied.applied_at is '何时建成';

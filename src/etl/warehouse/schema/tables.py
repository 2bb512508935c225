"""The tables of ops. Takes nothing, gives SQLAlchemy tables; migrations make them and a test compares the two.

Foreign keys are few on purpose: checking one costs more than copying the row it stands in.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from etl.warehouse.schema.ref_tables import column, count, day, metadata, moment, text, whole, yes_no

SCHEMAS = {
    "ref": "参考数据：区划、报表、代码",
    "ops": "运行台账：每次运行、文件、报送、问题",
    "core": "各报表入库的行，只增不改",
    "mart": "供分析使用的视图",
}
run = sa.Table(
    "run",
    metadata,
    text("run_id", "运行编号（UUID）", primary_key=True),
    text("kind", "种类：nightly 夜间运行，rerun 重跑，replay 重算"),
    text("period", "指定的报告期；空：不限", nullable=True),
    text("inbox", "收件箱地址", nullable=True),
    moment("started_at", "开始时间"),
    moment("finished_at", "结束时间；空：尚未结束或中途被终止", nullable=True),
    text("state", "状态：running 运行中，finished 完成，failed 失败"),
    text("contracts_fingerprint", "所用规则的指纹"),
    column(JSONB(), "counts", "各种计数", nullable=True),
    text("flow_run", "Prefect 中的运行名称", nullable=True),
    text("message", "失败的原因", nullable=True),
    schema="ops",
    comment="每次运行一行",
)
sa.Index("run_started", run.c.started_at)
file = sa.Table(
    "file",
    metadata,
    text("county_code", "县代码", primary_key=True),
    text("period", "报告期", primary_key=True),
    text("name", "文件名，相对于该县该期的文件夹", primary_key=True),
    text("sha256", "内容的 SHA-256", primary_key=True),
    whole("size", "字节数"),
    moment("modified_at", "文件的修改时间"),
    text("archive_path", "存档位置，相对于存档文件夹"),
    text("kind", "文件格式：xlsx、xls、csv 等；空：无法识别", nullable=True),
    whole("pull", "第几次拉取时首次见到；越大越晚"),
    moment("first_seen_at", "首次见到的时间，即收到时间"),
    text("first_seen_run", "首次见到它的运行"),
    moment("decided_at", "最近一次判定的时间；空：收到后尚未判定", nullable=True),
    text("decided_run", "最近一次判定它的运行；空：收到后尚未判定", nullable=True),
    text("decided_under", "最近一次判定所用规则的指纹；与现行规则相同者不再读取；空字符串：尚未全部判定"),
    text("issues_run", "该文件自身的问题由哪次运行记入 ops.issue；空：没有", nullable=True),
    text("issues_digest", "该文件自身的问题的摘要", nullable=True),
    schema="ops",
    comment="收到的文件，内容相同的只记一行",
)
submission_id_seq = sa.Sequence("submission_id_seq", schema="ops", metadata=metadata, data_type=sa.BigInteger())
submission = sa.Table(
    "submission",
    metadata,
    whole("submission_id", "报送编号", primary_key=True),
    text("run_id", "判定它的运行"),
    text("county_code", "县代码"),
    text("period", "报告期"),
    text("report", "报表"),
    text("source_file", "来源文件"),
    text("sha256", "来源文件内容的 SHA-256"),
    whole("pull", "来源文件在第几次拉取时首次见到；与 modified_at 一起决定先后"),
    moment("modified_at", "来源文件的修改时间"),
    moment("received_at", "收到时间：首次见到该文件的那次拉取"),
    text("status", "结论：accepted 接收，returned 退回，nil 零报告"),
    count("row_count", "表中的行数"),
    count("critical_issues", "严重问题数"),
    count("warnings", "警告数"),
    count("notices", "提示数"),
    text("digest", "文件、结论、问题与各行的摘要；与最近一次相同者不再写入"),
    moment("decided_at", "判定时间"),
    yes_no("is_latest", "是否为该县该期该报表最晚收到的一份"),
    moment("in_use_from", "其数据自何时起使用；空：从未使用", nullable=True),
    moment("in_use_to", "其数据使用到何时；空且 in_use_from 不空：正在使用", nullable=True),
    moment("arrived_at", "到达时间：文件自身的时间在上一次与这一次拉取之间的，以文件时间为准，否则为收到时间"),
    sa.ForeignKeyConstraint(["run_id"], ["ops.run.run_id"], name="submission_run"),
    schema="ops",
    comment="每份报送及其结论：一县、一期、一表、一份文件",
)
_unit = (submission.c.county_code, submission.c.period, submission.c.report)
sa.Index("submission_latest", *_unit, unique=True, postgresql_where=submission.c.is_latest)
sa.Index(
    "submission_in_use",
    *_unit,
    unique=True,
    postgresql_where=sa.and_(submission.c.in_use_from.is_not(None), submission.c.in_use_to.is_(None)),
)
sa.Index("submission_period", submission.c.period, submission.c.report)
issue = sa.Table(
    "issue",
    metadata,
    text("run_id", "发现它的运行"),
    whole("submission_id", "所属的报送；空：属于整个文件或整个县", nullable=True),
    text("county_code", "县代码", nullable=True),
    text("period", "报告期", nullable=True),
    text("report", "报表", nullable=True),
    text("source_file", "来源文件", nullable=True),
    text("sheet", "工作表", nullable=True),
    text("cell", "单元格，如 D3", nullable=True),
    count("source_row", "行号，与 Excel 所示相同", nullable=True),
    text("column_name", "列的英文名", nullable=True),
    text("rule", "规则编号"),
    text("severity", "严重程度：critical 严重（退回），warning 警告，notice 提示"),
    text("value", "看到的值", nullable=True),
    text("expected", "应当是什么", nullable=True),
    text("message", "给县里看的说明"),
    text("waived", "豁免的理由；空：没有豁免", nullable=True),
    schema="ops",
    comment="发现的问题，每个指到单元格",
)
column_map = sa.Table(
    "column_map",
    metadata,
    whole("submission_id", "所属的报送"),
    text("sheet", "工作表；CSV 为空字符串"),
    text("column_letters", "列标，如 D；指标表为单元格，如 D5"),
    text("heading", "表头原文"),
    text("field", "认作哪一列；空：不认识，值存入 extra", nullable=True),
    text("unit", "金额单位", nullable=True),
    text("unit_source", "单位的依据：cell 单元格，heading 表头，sheet 单位行，template 模板", nullable=True),
    text("matched_by", "匹配的依据：label 列名，alias 别名，near 近似，unknown 不认识"),
    column(JSONB(), "other_units", "自己写的单位与该列不同的单元格：行号和单位；空：没有", nullable=True),
    text("source_file", "所在的文件；空：即报送的来源文件，见 ops.submission", nullable=True),
    count("first_row", "该表数据的第一行，与 Excel 所示相同；空：早先没有记下", nullable=True),
    count("last_row", "该表数据的最后一行；空：早先没有记下", nullable=True),
    schema="ops",
    comment="每份报送的每一列被如何理解",
)
part = sa.Table(
    "part",
    metadata,
    whole("submission_id", "由几份文件合成的报送"),
    text("source_file", "其中一份文件"),
    text("sha256", "其内容的 SHA-256"),
    schema="ops",
    comment="由几份文件（如一乡镇一份）合成的报送的各份文件；只有一份文件的报送不在此列",
)
change = sa.Table(
    "change",
    metadata,
    whole("submission_id", "新的一份报送"),
    whole("previous_id", "被它取代的一份报送"),
    text("kind", "added 新增的行，gone 不再有的行，changed 改动的单元"),
    text("row_key", "行的业务主键；由几列组成的用“ | ”隔开"),
    text("column_name", "改动的列；空：整行新增或消失", nullable=True),
    text("old_value", "原来的值", nullable=True),
    text("new_value", "现在的值", nullable=True),
    count("source_row", "在新的一份里的行号，与 Excel 所示相同；空：不再有", nullable=True),
    schema="ops",
    comment="同一县、同一期、同一报表的一份数据取代另一份时改动了什么",
)
# rows of one submission stand together and in the order of its number, so block ranges find them; they cost COPY nothing
for _table in (issue, column_map, part, change):
    sa.Index(
        f"{_table.name}_submission",
        _table.c.submission_id,
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32},
    )
validation_result = sa.Table(
    "validation_result",
    metadata,
    text("run_id", "运行编号", primary_key=True),
    text("report", "报表"),
    text("rule", "规则编号", primary_key=True),
    text("expectation", "Great Expectations 中的名称"),
    column(JSONB(), "arguments", "其参数；金额以元计"),
    column(sa.ARRAY(sa.Text()), "column_names", "所查的列"),
    text("severity", "严重程度：critical 严重（退回），warning 警告，notice 提示"),
    whole("evaluated", "查了多少行；不适用的行和空白不计"),
    whole("failed", "其中多少行不符合"),
    whole("issues", "其中多少行记为问题；与前面的行重复的只记后一行，别的规则已指出的不再记"),
    yes_no("success", "是否全部符合"),
    sa.ForeignKeyConstraint(["run_id"], ["ops.run.run_id"], name="validation_result_run"),
    schema="ops",
    comment="每次运行对每张报表的每项校验的结果；只有计数",
)
waiver = sa.Table(
    "waiver",
    metadata,
    text("rule", "规则编号"),
    text("county_code", "县代码；空：所有县", nullable=True),
    text("report", "报表；空：所有报表", nullable=True),
    text("period", "报告期；空：所有报告期", nullable=True),
    text("reason", "理由"),
    text("allowed_by", "批准人"),
    day("expires_on", "有效期至"),
    text("first_run", "首次采用它的运行"),
    moment("recorded_at", "记入时间"),
    moment("withdrawn_at", "撤销时间；空：仍在配置中", nullable=True),
    schema="ops",
    comment="豁免：使某条规则的严重问题只作警告",
)
county_attempt = sa.Table(
    "county_attempt",
    metadata,
    text("run_id", "运行编号", primary_key=True),
    text("county_code", "县代码", primary_key=True),
    text("period", "报告期", primary_key=True),
    text("state", "ok 正常，failed 因我方设施故障未能处理"),
    text("message", "故障原因", nullable=True),
    moment("attempted_at", "时间"),
    text("retried_by", "后来处理成功的运行", nullable=True),
    sa.ForeignKeyConstraint(["run_id"], ["ops.run.run_id"], name="county_attempt_run"),
    schema="ops",
    comment="各县处理是否成功：每次失败一行，成功仅在首次或失败之后记一行，此后的运行与最后一行相同",
)
obligation = sa.Table(
    "obligation",
    metadata,
    text("county_code", "县代码"),
    text("period", "报告期"),
    text("report", "报表"),
    day("due_on", "截止日期"),
    text("exempt_reason", "免报理由；空：应报", nullable=True),
    yes_no("in_force", "是否仍然有效"),
    moment("in_force_from", "自何时起有效；空：保留版本之前就有效", nullable=True),
    moment("in_force_to", "有效到何时；空：仍然有效", nullable=True),
    schema="ops",
    comment="每县每期应报的报表，曾经有效的也在内",
)
sa.Index(
    "obligation_in_force",
    *(obligation.c.county_code, obligation.c.period, obligation.c.report),
    unique=True,
    postgresql_where=obligation.c.in_force,
)
sa.Index("obligation_period", obligation.c.period, postgresql_where=obligation.c.in_force)
applied = sa.Table(
    "applied",
    metadata,
    text("fingerprint", "合同、区划、迁移与视图的指纹", primary_key=True),
    moment("applied_at", "何时建成"),
    schema="ops",
    comment="仓库现在的结构依据什么建成；只有一行",
)
lock = sa.Table(
    "lock",
    metadata,
    text("name", "锁的名称：build 建库，publish 发布，run 运行（其后可带报告期）", primary_key=True),
    schema="ops",
    comment="锁：持有其中一行者独自做该行所指的事，事务结束即释放；分析人员看不到",
)
identity_key = sa.Table(
    "identity_key",
    metadata,
    sa.Column("number", sa.BigInteger(), sa.Identity(always=True), comment="次序", primary_key=True),
    text("key_id", "密钥的代号"),
    moment("accepted_at", "从何时起", server_default=sa.func.now()),
    schema="ops",
    comment="键列中身份证号的标记所用的密钥：只记其代号，由代号推不出密钥；编号最大的一行有效",
)

"""The tables of ref and ops. Takes nothing, gives SQLAlchemy tables; migrations make them and a test compares the two.

Foreign keys are few on purpose: checking one costs more than copying the row it stands in.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

SCHEMAS = {
    "ref": "参考数据：区划、报表、代码",
    "ops": "运行台账：每次运行、文件、报送、问题",
    "core": "各报表入库的行，只增不改",
    "mart": "供分析使用的视图",
}
metadata = sa.MetaData()


def _column(kind: sa.types.TypeEngine[Any], name: str, comment: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, comment=comment, **{"nullable": False, "autoincrement": False, **more})


_Maker = Callable[..., sa.Column[Any]]
_text: _Maker = partial(_column, sa.Text())
_whole: _Maker = partial(_column, sa.BigInteger())
_count: _Maker = partial(_column, sa.Integer())
_moment: _Maker = partial(_column, sa.DateTime(timezone=True))
_day: _Maker = partial(_column, sa.Date())
_yes_no: _Maker = partial(_column, sa.Boolean())

prefecture = sa.Table(
    "prefecture",
    metadata,
    _text("code", "市（州）代码，6位", primary_key=True),
    _text("name", "市（州）名称"),
    schema="ref",
    comment="市（州）",
)
county = sa.Table(
    "county",
    metadata,
    _text("code", "县（市、区）代码，6位", primary_key=True),
    _text("name", "县（市、区）名称"),
    _text("prefecture_code", "所属市（州）代码"),
    _text("prefecture_name", "所属市（州）名称"),
    _text("designation", "乡村振兴重点帮扶县：national 国家级，provincial 省级；空：不是", nullable=True),
    schema="ref",
    comment="县（市、区）",
)
report = sa.Table(
    "report",
    metadata,
    _text("report", "报表的英文名，也是 mart 中视图的名称", primary_key=True),
    _count("position", "排列次序"),
    _text("title_zh", "中文名称"),
    _text("title_en", "英文名称"),
    _text("description", "说明"),
    _text("frequency", "报送频次：quarterly 季报，monthly 月报，annual 年报"),
    schema="ref",
    comment="报表",
)
report_column = sa.Table(
    "report_column",
    metadata,
    _text("report", "报表的英文名", primary_key=True),
    _text("column_name", "列的英文名", primary_key=True),
    _count("position", "排列次序"),
    _text("label_zh", "中文列名"),
    _text("label_en", "英文列名"),
    _text(
        "type",
        "类型：text 文本，code 代码，credit_code 统一社会信用代码，date 日期，amount 金额（元），number 数值，integer 整数",
    ),
    _text("code_list", "代码表名称，见 ref.code；只有代码列才有", nullable=True),
    _yes_no("is_required", "是否必填"),
    _yes_no("is_key", "是否为业务主键的一部分"),
    _text("description", "说明"),
    schema="ref",
    comment="报表的列",
)
code = sa.Table(
    "code",
    metadata,
    _text("code_list", "代码表名称", primary_key=True),
    _text("code", "代码", primary_key=True),
    _count("position", "排列次序"),
    _text("label_zh", "中文名称"),
    _text("label_en", "英文名称"),
    schema="ref",
    comment="代码及其名称",
)

run = sa.Table(
    "run",
    metadata,
    _text("run_id", "运行编号（UUID）", primary_key=True),
    _text("kind", "种类：nightly 夜间运行，rerun 重跑，replay 重算"),
    _text("period", "指定的报告期；空：不限", nullable=True),
    _text("inbox", "收件箱地址", nullable=True),
    _moment("started_at", "开始时间"),
    _moment("finished_at", "结束时间；空：尚未结束或中途被终止", nullable=True),
    _text("state", "状态：running 运行中，finished 完成，failed 失败"),
    _text("contracts_fingerprint", "所用规则的指纹"),
    _column(JSONB(), "counts", "各种计数", nullable=True),
    _text("flow_run", "Prefect 中的运行名称", nullable=True),
    _text("message", "失败的原因", nullable=True),
    schema="ops",
    comment="每次运行一行",
)
file = sa.Table(
    "file",
    metadata,
    _text("county_code", "县代码", primary_key=True),
    _text("period", "报告期", primary_key=True),
    _text("name", "文件名，相对于该县该期的文件夹", primary_key=True),
    _text("sha256", "内容的 SHA-256", primary_key=True),
    _whole("size", "字节数"),
    _moment("modified_at", "文件的修改时间"),
    _text("archive_path", "存档位置"),
    _text("kind", "文件格式：xlsx、xls、csv 等；空：无法识别", nullable=True),
    _whole("pull", "第几次拉取时首次见到；越大越晚"),
    _moment("first_seen_at", "首次见到的时间，即收到时间"),
    _text("first_seen_run", "首次见到它的运行"),
    _moment("decided_at", "最近一次判定的时间"),
    _text("decided_run", "最近一次判定它的运行"),
    _text("decided_under", "最近一次判定所用规则的指纹；与现行规则相同者不再读取；空字符串：尚未全部判定"),
    _text("issues_run", "该文件自身的问题由哪次运行记入 ops.issue；空：没有", nullable=True),
    _text("issues_digest", "该文件自身的问题的摘要", nullable=True),
    schema="ops",
    comment="收到并判定过的文件，内容相同的只记一行",
)
submission_id_seq = sa.Sequence("submission_id_seq", schema="ops", metadata=metadata, data_type=sa.BigInteger())
submission = sa.Table(
    "submission",
    metadata,
    _whole("submission_id", "报送编号", primary_key=True),
    _text("run_id", "判定它的运行"),
    _text("county_code", "县代码"),
    _text("period", "报告期"),
    _text("report", "报表"),
    _text("source_file", "来源文件"),
    _text("sha256", "来源文件内容的 SHA-256"),
    _whole("pull", "来源文件在第几次拉取时首次见到；与 modified_at 一起决定先后"),
    _moment("modified_at", "来源文件的修改时间"),
    _moment("received_at", "收到时间"),
    _text("status", "结论：accepted 接收，returned 退回，nil 零报告"),
    _count("row_count", "表中的行数"),
    _count("critical_issues", "严重问题数"),
    _count("warnings", "警告数"),
    _count("notices", "提示数"),
    _text("digest", "文件、结论、问题与各行的摘要；与最近一次相同者不再写入"),
    _moment("decided_at", "判定时间"),
    _yes_no("is_latest", "是否为该县该期该报表最晚收到的一份"),
    _moment("in_use_from", "其数据自何时起使用；空：从未使用", nullable=True),
    _moment("in_use_to", "其数据使用到何时；空且 in_use_from 不空：正在使用", nullable=True),
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
issue = sa.Table(
    "issue",
    metadata,
    _text("run_id", "发现它的运行"),
    _whole("submission_id", "所属的报送；空：属于整个文件或整个县", nullable=True),
    _text("county_code", "县代码", nullable=True),
    _text("period", "报告期", nullable=True),
    _text("report", "报表", nullable=True),
    _text("source_file", "来源文件", nullable=True),
    _text("sheet", "工作表", nullable=True),
    _text("cell", "单元格，如 D3", nullable=True),
    _count("source_row", "行号，与 Excel 所示相同", nullable=True),
    _text("column_name", "列的英文名", nullable=True),
    _text("rule", "规则编号"),
    _text("severity", "严重程度：critical 严重（退回），warning 警告，notice 提示"),
    _text("value", "看到的值", nullable=True),
    _text("expected", "应当是什么", nullable=True),
    _text("message", "给县里看的说明"),
    _text("waived", "豁免的理由；空：没有豁免", nullable=True),
    schema="ops",
    comment="发现的问题，每个指到单元格",
)
column_map = sa.Table(
    "column_map",
    metadata,
    _whole("submission_id", "所属的报送"),
    _text("sheet", "工作表；CSV 为空字符串"),
    _text("column_letters", "列标，如 D"),
    _text("heading", "表头原文"),
    _text("field", "认作哪一列；空：不认识，值存入 extra", nullable=True),
    _text("unit", "金额单位", nullable=True),
    _text("unit_source", "单位的依据：cell 单元格，heading 表头，sheet 单位行，template 模板", nullable=True),
    _text("matched_by", "匹配的依据：label 列名，alias 别名，near 近似，unknown 不认识"),
    schema="ops",
    comment="每份报送的每一列被如何理解",
)
# rows of one submission stand together and in the order of its number, so block ranges find them; they cost COPY nothing
for _table in (issue, column_map):
    sa.Index(
        f"{_table.name}_submission",
        _table.c.submission_id,
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32},
    )
waiver = sa.Table(
    "waiver",
    metadata,
    _text("rule", "规则编号"),
    _text("county_code", "县代码；空：所有县", nullable=True),
    _text("report", "报表；空：所有报表", nullable=True),
    _text("period", "报告期；空：所有报告期", nullable=True),
    _text("reason", "理由"),
    _text("allowed_by", "批准人"),
    _day("expires_on", "有效期至"),
    _text("first_run", "首次采用它的运行"),
    _moment("recorded_at", "记入时间"),
    _moment("withdrawn_at", "撤销时间；空：仍在配置中", nullable=True),
    schema="ops",
    comment="豁免：使某条规则的严重问题只作警告",
)
county_attempt = sa.Table(
    "county_attempt",
    metadata,
    _text("run_id", "运行编号", primary_key=True),
    _text("county_code", "县代码", primary_key=True),
    _text("period", "报告期", primary_key=True),
    _text("state", "ok 正常，failed 因我方设施故障未能处理"),
    _text("message", "故障原因", nullable=True),
    _moment("attempted_at", "时间"),
    _text("retried_by", "后来处理成功的运行", nullable=True),
    sa.ForeignKeyConstraint(["run_id"], ["ops.run.run_id"], name="county_attempt_run"),
    schema="ops",
    comment="每次运行对每个县的处理是否成功",
)
obligation = sa.Table(
    "obligation",
    metadata,
    _text("county_code", "县代码", primary_key=True),
    _text("period", "报告期", primary_key=True),
    _text("report", "报表", primary_key=True),
    _day("due_on", "截止日期"),
    _text("exempt_reason", "免报理由；空：应报", nullable=True),
    _yes_no("in_force", "是否仍然有效"),
    schema="ops",
    comment="每县每期应报的报表",
)
applied = sa.Table(
    "applied",
    metadata,
    _text("fingerprint", "合同、区划、迁移与视图的指纹", primary_key=True),
    _moment("applied_at", "何时建成"),
    schema="ops",
    comment="仓库现在的结构依据什么建成；只有一行",
)

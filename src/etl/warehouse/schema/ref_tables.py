"""The tables of ref, and how columns of ref and ops are written. Takes nothing, gives SQLAlchemy tables.

Migrations make them, and a test compares the two.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from etl.types.registry import COLUMN_TYPES
from etl.warehouse.report_columns import types_comment

metadata = sa.MetaData()


def column(kind: sa.types.TypeEngine[Any], name: str, comment: str, **more: Any) -> sa.Column[Any]:
    """Column with its comment; blank only where `nullable` says so."""
    return sa.Column(name, kind, comment=comment, **{"nullable": False, "autoincrement": False, **more})


Maker = Callable[..., sa.Column[Any]]
text: Maker = partial(column, sa.Text())
whole: Maker = partial(column, sa.BigInteger())
count: Maker = partial(column, sa.Integer())
moment: Maker = partial(column, sa.DateTime(timezone=True))
day: Maker = partial(column, sa.Date())
yes_no: Maker = partial(column, sa.Boolean())

prefecture = sa.Table(
    "prefecture",
    metadata,
    text("code", "市（州）代码，6位", primary_key=True),
    text("name", "市（州）名称"),
    schema="ref",
    comment="市（州）",
)
county = sa.Table(
    "county",
    metadata,
    text("code", "县（市、区）代码，6位", primary_key=True),
    text("name", "县（市、区）名称"),
    text("prefecture_code", "所属市（州）代码"),
    text("prefecture_name", "所属市（州）名称"),
    text("designation", "乡村振兴重点帮扶县：national 国家级，provincial 省级；空：不是", nullable=True),
    schema="ref",
    comment="县（市、区）",
)
report = sa.Table(
    "report",
    metadata,
    text("report", "报表的英文名，也是 mart 中视图的名称", primary_key=True),
    count("position", "排列次序"),
    text("title_zh", "中文名称"),
    text("title_en", "英文名称"),
    text("description", "说明"),
    text("frequency", "报送频次：quarterly 季报，monthly 月报，annual 年报"),
    schema="ref",
    comment="报表",
)
report_column = sa.Table(
    "report_column",
    metadata,
    text("report", "报表的英文名", primary_key=True),
    text("column_name", "列的英文名", primary_key=True),
    count("position", "排列次序"),
    text("label_zh", "中文列名"),
    text("label_en", "英文列名"),
    text("type", types_comment(COLUMN_TYPES)),
    text("code_list", "代码表名称，见 ref.code；只有代码列才有", nullable=True),
    yes_no("is_required", "是否必填"),
    yes_no("is_key", "是否为业务主键的一部分"),
    text("description", "说明"),
    schema="ref",
    comment="报表的列",
)
code = sa.Table(
    "code",
    metadata,
    text("code_list", "代码表名称", primary_key=True),
    text("code", "代码", primary_key=True),
    count("position", "排列次序"),
    text("label_zh", "中文名称"),
    text("label_en", "英文名称"),
    schema="ref",
    comment="代码及其名称",
)
period = sa.Table(
    "period",
    metadata,
    text("period", "报告期，如 2024Q1", primary_key=True),
    text("frequency", "频次：quarterly 季，monthly 月，annual 年"),
    text("label_zh", "中文名称"),
    day("starts_on", "第一天"),
    day("ends_on", "最后一天"),
    text("previous_period", "上一期；空：表中没有", nullable=True),
    text("same_period_last_year", "去年同期；空：表中没有", nullable=True),
    schema="ref",
    comment="报告期，2020 年至 2039 年",
)
measure = sa.Table(
    "measure",
    metadata,
    text("measure", "指标，与汇总视图的列同名", primary_key=True),
    count("position", "排列次序"),
    text("label_zh", "中文名称"),
    text("meaning", "含义"),
    text("unit", "单位：元、比率、个"),
    text("report", "出自哪张报表；空：出自填报状态或另两项指标", nullable=True),
    text(
        "counted",
        "怎样得来：sum 列的合计，rows 行数，different 不同值的个数；空：由另两项指标相除或出自填报状态",
        nullable=True,
    ),
    text("column_name", "所用的列；空：行数", nullable=True),
    text("condition", "所计的行应满足的条件，SQL；空：全部行", nullable=True),
    yes_no("adds_over_counties", "各县之和是否等于市（州）和全省的数"),
    schema="ref",
    comment="汇总指标：含义、单位、出自哪张报表、怎样得来",
)

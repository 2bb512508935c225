"""Tables of what submissions sum to, as 0011 makes them; `etl.warehouse.totals` fills them. Takes nothing, gives SQLAlchemy tables.

A submission never changes, and so neither does its total. Organisations are counted once however many counties they help,
which no sum can say: their keys are kept, in arrays, so that a submission stays one row.
"""

import sqlalchemy as sa

from etl.warehouse.schema.ref_tables import column, count, metadata, text, whole

NUMBERS = "；与 credit_codes 逐项对应"


def _total(report: str, comment: str, *columns: sa.Column[object]) -> sa.Table:
    name = f"{report}_total"
    table = sa.Table(name, metadata, whole("submission_id", "报送编号"), *columns, schema="core", comment=comment)
    sa.Index(f"{name}_submission", table.c.submission_id)
    return table


def _texts(name: str, comment: str) -> sa.Column[object]:
    return column(sa.ARRAY(sa.Text()), name, comment)


def _wholes(name: str, comment: str) -> sa.Column[object]:
    return column(sa.ARRAY(sa.BigInteger()), name, comment + NUMBERS)


def _amounts(name: str, comment: str) -> sa.Column[object]:
    return column(sa.ARRAY(sa.Numeric()), name, comment + NUMBERS)


def _amount(name: str, comment: str) -> sa.Column[object]:
    return column(sa.Numeric(), name, comment)


TOTALS = (
    _total(
        "organization",
        "每份登记报表中的全国性和东部社会组织；没有的不列",
        _texts("from_outside", "统一社会信用代码"),
    ),
    _total(
        "agreement",
        "每份协议报表按社会组织、名称写法和登记层级的合计",
        _texts("credit_codes", "统一社会信用代码"),
        _texts("org_names", "名称" + NUMBERS),
        _texts("register_levels", "登记层级" + NUMBERS),
        _wholes("agreements", "协议数"),
        _amounts("agreed_yuan", "协议金额，单位：元"),
    ),
    _total(
        "project",
        "每份项目报表按社会组织和名称写法的合计",
        _texts("credit_codes", "统一社会信用代码"),
        _texts("org_names", "名称" + NUMBERS),
        _wholes("projects", "项目数"),
        _amounts("planned_yuan", "计划投资，单位：元"),
        _amounts("disbursed_yuan", "累计拨付资金，单位：元"),
        _wholes("households", "受益户数"),
        _wholes("persons", "受益人数"),
        _wholes("jobs", "带动就业人数"),
    ),
    _total(
        "project_stage",
        "每份项目报表按项目阶段的合计",
        text("stage", "项目阶段", nullable=True),
        count("projects", "项目数"),
        _amount("planned_yuan", "计划投资，单位：元"),
        _amount("disbursed_yuan", "累计拨付资金，单位：元"),
        whole("households", "受益户数"),
        whole("persons", "受益人数"),
        whole("jobs", "带动就业人数"),
    ),
    _total(
        "need",
        "每份需求报表按状态的合计",
        text("status", "需求状态", nullable=True),
        count("needs", "需求数"),
        _amount("needed_yuan", "需求资金，单位：元"),
    ),
    _total(
        "incubator",
        "每份孵化基地报表按层级的合计",
        text("base_level", "基地层级", nullable=True),
        count("incubators", "基地数"),
        whole("resident_orgs", "入驻组织数"),
        _amount("area_sqm", "面积，单位：平方米"),
        _amount("invested_yuan", "投入资金，单位：元"),
    ),
    _total("disbursement", "每份拨付报表的合计", count("payments", "拨付笔数"), _amount("paid_yuan", "金额，单位：元")),
    _total("donation", "每份捐赠报表的合计", count("donations", "捐赠笔数"), _amount("donated_yuan", "金额，单位：元")),
    _total("sale", "每份消费帮扶报表的合计", count("sales", "行数"), _amount("sold_yuan", "成交额，单位：元")),
    _total("activity", "每份活动报表的合计", count("activities", "活动数")),
)

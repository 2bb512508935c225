"""The columns of a report in the database: their types, and what is said of them in Chinese. Takes contracts; asks no database."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import ischema_names

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.types.column_type import ColumnType
from etl.types.registry import ColumnTypes

_MEASURES = {"flow": "本期数", "cumulative": "累计数", "state": "期末数"}
SOURCE_COMMENTS = {
    "submission_id": "报送编号，见 ops.submission",
    "source_file": "来源文件；空：即报送的来源文件，见 ops.submission",
    "source_sheet": "来源工作表；CSV 为空字符串",
    "source_row": "来源行号，与 Excel 所示相同",
    "extra": "表头不在合同中的列，原样保存",
}


def sql_type(column_type: ColumnType) -> sa.types.TypeEngine[Any]:
    """SQLAlchemy's type for one that is written as PostgreSQL writes it: for numeric(18, 2) a NUMERIC with 18 and 2."""
    name, *numbers = re.findall(r"\w+", column_type.sql)
    made: sa.types.TypeEngine[Any] = ischema_names[name](*map(int, numbers))
    return made


def types_comment(column_types: ColumnTypes) -> str:
    """Comment of ref.report_column on the names of types."""
    return "类型：" + "，".join(f"{one.name} {one.label}" for one in column_types)


def report_comment(contract: Contract) -> str:
    """Comment on the table of a report, for a reader of the database."""
    return f"{contract.title.zh}：{contract.description.zh}"


def measure_comment(measure: str, *, over_counties: bool) -> str:
    """Nature of a figure and what it may be added over, for a reader of the database.

    >>> measure_comment("flow", over_counties=True), measure_comment("state", over_counties=False)
    ('本期数，各县可相加，各期可相加', '期末数，各县不可相加，各期不可相加')
    """
    says = {True: "可相加", False: "不可相加"}
    over_periods = measure == "flow" and over_counties
    return f"{_MEASURES[measure]}，各县{says[over_counties]}，各期{says[over_periods]}"


def column_comment(catalog: Catalog, column: Column) -> str:
    """Label, description, unit and codes of a column, for a reader of the database."""
    parts = [column.label.zh]
    if column.description.zh != column.label.zh:
        parts.append(column.description.zh)
    if column.type.stored_in and column.type.stored_in not in column.description.zh:
        parts.append(f"单位：{column.type.stored_in}")
    if column.measure:
        parts.append(measure_comment(column.measure, over_counties=column.adds_over_counties))
    if column.type.has_codes:
        codes = catalog.codes_of(column).codes.items()
        parts.append("代码：" + "，".join(f"{code} {entry.label.zh}" for code, entry in codes))
    return "；".join(parts)

"""The columns of a report in the database: their types, and what is said of them in Chinese. Takes contracts; asks no database."""

from typing import Any

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.contract.schema import SCALE, Column, Contract

TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "code": sa.Text(),
    "credit_code": sa.Text(),
    "date": sa.Date(),
    "amount": sa.Numeric(18, SCALE["amount"]),
    "number": sa.Numeric(18, SCALE["number"]),
    "integer": sa.BigInteger(),
}

SOURCE_COMMENTS = {
    "submission_id": "报送编号，见 ops.submission",
    "source_file": "来源文件；空：即报送的来源文件，见 ops.submission",
    "source_sheet": "来源工作表；CSV 为空字符串",
    "source_row": "来源行号，与 Excel 所示相同",
    "extra": "表头不在合同中的列，原样保存",
}


def report_comment(contract: Contract) -> str:
    """What the table of a report is called for a reader of the database."""
    return f"{contract.title.zh}：{contract.description.zh}"


def column_comment(catalog: Catalog, column: Column) -> str:
    """Label, description, unit and codes of a column, for a reader of the database."""
    parts = [column.label.zh]
    if column.description.zh != column.label.zh:
        parts.append(column.description.zh)
    if column.type == "amount" and "元" not in column.description.zh:
        parts.append("单位：元")
    if column.type == "code":
        codes = catalog.codes_of(column).codes.items()
        parts.append("代码：" + "，".join(f"{code} {entry.label.zh}" for code, entry in codes))
    return "；".join(parts)

"""The tables of core: takes contracts, gives SQLAlchemy tables with Chinese comments. Never looks at a database."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

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


def core_metadata(catalog: Catalog) -> sa.MetaData:
    """One table for each contract."""
    metadata = sa.MetaData()
    for contract in catalog.contracts.values():
        table = sa.Table(
            contract.report,
            metadata,
            sa.Column("submission_id", sa.BigInteger(), nullable=False, comment=SOURCE_COMMENTS["submission_id"]),
            sa.Column("source_file", sa.Text(), comment=SOURCE_COMMENTS["source_file"]),
            sa.Column("source_sheet", sa.Text(), nullable=False, comment=SOURCE_COMMENTS["source_sheet"]),
            sa.Column("source_row", sa.Integer(), nullable=False, comment=SOURCE_COMMENTS["source_row"]),
            *(
                sa.Column(column.name, TYPES[column.type], comment=column_comment(catalog, column))
                for column in contract.columns
            ),
            sa.Column("extra", JSONB(), comment=SOURCE_COMMENTS["extra"]),
            schema="core",
            comment=report_comment(contract),
        )
        # rows arrive in the order of submission_id, so block ranges find them, and cost COPY nothing (a B-tree: 30 %)
        sa.Index(
            f"{contract.report}_submission",
            table.c.submission_id,
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 32},
        )
    return metadata


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

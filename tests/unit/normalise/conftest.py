"""Tables of 资金拨付明细 built cell by cell, and the frame that normalise makes of them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.contract.catalog import Catalog, load_catalog
from etl.model import Cell, ColumnMatch, SourceFile, Table, TotalRow
from etl.normalise.column_parser import ColumnParser
from etl.normalise.frame import PlacedTable, ReportFrame
from etl.normalise.stack import stack

CONFIG = Path(__file__).parents[3] / "config"
FIELDS = ("voucher_no", "project_no", "paid_on", "paid_yuan", "fund_source", "payee", "remark")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture(scope="session")
def typist(catalog: Catalog) -> ColumnParser:
    return ColumnParser(catalog)


@pytest.fixture(scope="session")
def typed(catalog: Catalog, typist: ColumnParser) -> Callable[..., ReportFrame]:
    """The typed frame of one table of payments, from row 2 of the sheet unless `rows` (from 0) are given; every other keyword is a column."""

    def typed(
        unit: str | None = None, totals: Sequence[TotalRow] = (), rows: Sequence[int] = (), **cells: list[Cell]
    ) -> ReportFrame:
        size = len(next(iter(cells.values())))
        values: dict[str, list[Cell]] = {
            "voucher_no": [f"PZ{row}" for row in range(size)],
            "project_no": ["XM1"] * size,
            "paid_on": ["2024-01-08"] * size,
            "paid_yuan": [10.0] * size,
            "fund_source": [None] * size,
            "payee": [None] * size,
            "remark": [None] * size,
        } | cells
        columns = tuple(
            ColumnMatch(index, field, field, unit if field == "paid_yuan" else None)
            for index, field in enumerate(FIELDS)
        )
        table = Table(
            "disbursement",
            "表",
            (0, 0),
            columns,
            tuple(rows) or tuple(range(1, size + 1)),
            values,
            totals=tuple(totals),
        )
        now = datetime(2024, 4, 1, tzinfo=UTC)
        source = SourceFile("510821", "2024Q1", "拨付.xlsx", "0", 1, now, 1, now, Path("拨付.xlsx"))
        frame = stack(catalog.contracts["disbursement"], [PlacedTable(source, table)])
        typist.type_columns(frame)
        return frame

    return typed


@pytest.fixture(scope="session")
def issues() -> Callable[[ReportFrame], list[tuple[str, str, str]]]:
    """Rule, cell and severity of every issue of a frame."""

    def issues(frame: ReportFrame) -> list[tuple[str, str, str]]:
        found = frame.issues()
        return list(zip(found["rule"], found["cell"], found["severity"], strict=True))

    return issues

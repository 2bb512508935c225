"""Grids of a small report (资金拨付明细), and what recognition makes of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.contract.catalog import Catalog, load_catalog
from etl.model import Cell, Grid
from etl.recognise.sheet import Recogniser, SheetResult

CONFIG = Path(__file__).parents[3] / "config"
HEADING = ["序号", "凭证号", "项目编号", "拨付日期", "拨付金额（万元）", "资金来源", "收款单位", "备注"]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture(scope="session")
def recogniser(catalog: Catalog) -> Recogniser:
    return Recogniser(catalog)


@pytest.fixture
def read(recogniser: Recogniser) -> Callable[..., SheetResult]:
    """A sheet of rows, read; keywords go to the Grid."""

    def read(
        rows: list[list[Cell]], sheet: str = "资金拨付明细", file_name: str = "", **of_grid: object
    ) -> SheetResult:
        return recogniser.sheet(Grid(sheet, rows, **of_grid), file_name)  # type: ignore[arg-type]

    return read


@pytest.fixture
def heading() -> list[Cell]:
    return list(HEADING)


@pytest.fixture
def payment() -> Callable[..., list[Cell]]:
    """One row of 资金拨付明细; keywords change a cell."""

    def payment(number: int, **cells: Cell) -> list[Cell]:
        row: dict[str, Cell] = {
            "serial": number,
            "voucher": f"PZ{number}",
            "project": f"XM{number}",
            "day": "2024-01-08",
            "amount": 10.0,
            "source": "基金会",
            "payee": "县民政局",
            "remark": "",
        }
        return list((row | cells).values())

    return payment

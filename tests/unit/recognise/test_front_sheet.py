"""The sheet that went back in front of a county's own: it is passed over, and the account of cells says so."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.cell_account import TakenFor
from etl.config.divisions import load_divisions
from etl.contract.catalog import Catalog
from etl.model import FileReading, SourceFile
from etl.recognise.reading import FileReader
from etl.settings import PROJECT
from etl.workbook.own_marks import CODE_SIGN, FRONT_SHEET
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx

NUMBER = "0123456789abcdef" * 2
OURS = [["退回说明"], [f"{CODE_SIGN}{NUMBER}"], ["旺苍县2024年第一季度，有1处需要改正。"]]
SALES = [["社会组织名称", "农产品", "销售渠道", "成交额（元）"], ["甲协会", "花椒", "线上", 3000]]


@pytest.fixture
def read(catalog: Catalog, tmp_path: Path) -> Callable[..., FileReading]:
    def read(*sheets: Sheet) -> FileReading:
        path = tmp_path / "消费帮扶.xlsx"
        path.write_bytes(build_xlsx(sheets))
        now = datetime(2024, 4, 8, tzinfo=UTC)
        source = SourceFile("510821", "2024Q1", path.name, "0" * 64, path.stat().st_size, now, 1, now, path)
        return FileReader(catalog, load_divisions(PROJECT / "config"), accounts=True).read(source)

    return read


def test_it_is_passed_over_and_accounted_for(read: Callable[..., FileReading]) -> None:
    reading = read(Sheet(OURS, FRONT_SHEET), Sheet(SALES, "消费帮扶"))
    assert [table.report for table in reading.tables] == ["sale"]
    assert reading.made_from == NUMBER
    front = next(sheet for sheet in reading.sheets if sheet.sheet == FRONT_SHEET)
    assert {run.taken_for for run in front.cells} == {TakenFor.RETURNED}

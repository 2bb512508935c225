"""Law 1 over files: in every format, and for every file of the sample province, the account of cells is whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import Grid, SourceFile
from etl.recognise.reading import FileReader
from etl.settings import ReadingLimits
from etl.workbook.kinds import kind_of
from etl.workbook.read import read_content
from tests.unit.recognise.account_law import breaches, headed_in, kinds_of
from tests.unit.recognise.conftest import CONFIG, HEADING
from tests.workbooks.content import Sheet
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx

CORPUS = CONFIG.parent / "tests" / "corpus"
FILES = sorted(path for night in ("night1", "night2") for path in (CORPUS / night).rglob("*") if path.is_file())
READER = FileReader(load_catalog(CONFIG), load_divisions(CONFIG), accounts=True)
BUILDERS: dict[str, Callable[[Sheet], bytes]] = {
    "xlsx": lambda sheet: build_xlsx([sheet]),
    "xls": lambda sheet: build_xls([sheet]),
    "xlsb": lambda sheet: build_xlsb([sheet]),
    "ods": lambda sheet: build_ods([sheet]),
    "xml": lambda sheet: build_spreadsheetml([sheet]),
    "html": build_html,
    "csv": lambda sheet: build_csv(sheet.rows),
}
PAYMENT = [1, "PZ1", "XM1", "2024-01-08", 10.5, "基金会", "县民政局", "已拨"]
ROWS = [
    ["资金拨付明细（2024年第一季度）"],
    ["填报单位：剑阁县民政局", "", "", "", "单位：万元"],
    [*HEADING, "", "选项"],
    ["甲", "乙", "1", "2", "3", "4", "5", "6"],
    [*PAYMENT, "", "基金会"],
    ["一、产业帮扶"],
    ["2", "三台县协会合计", *PAYMENT[2:]],
    ["3", "", "", "", "0"],
    ["", "合计", "", "", 21],
    ["注：按季填报"],
    ["", "零星捐款", "", "", 25.5],
    ["", "", "", "", "", "", "", "", "", "", "", "3.5"],
    ["填表人：王某"],
]


def law_broken(path: Path) -> list[str]:
    """Everything in which the readings of a file break the law."""
    now = datetime(2024, 4, 9, tzinfo=UTC)
    source = SourceFile("510823", "2024Q1", path.name, "", path.stat().st_size, now, 1, now, path)
    (reading,) = READER.read_all(source)
    found = []
    for grid, sheet in zip(grids_of(path), reading.sheets, strict=True):
        kinds = kinds_of(grid, sheet.cells)
        rules = {issue.rule for issue in reading.issues}
        found += [f"{path.name} {sheet.sheet} {line}" for line in breaches(grid, kinds, rules, headed_in(kinds))]
    return found


def grids_of(path: Path) -> list[Grid]:
    content, limits = path.read_bytes(), ReadingLimits()
    return read_content(content, kind_of(content, limits), limits)[1]


@pytest.mark.parametrize("kind", BUILDERS)
def test_the_account_of_a_sheet_is_whole_in_every_format(kind: str, tmp_path: Path):
    path = tmp_path / f"资金拨付明细.{kind}"
    path.write_bytes(BUILDERS[kind](Sheet(ROWS, "资金拨付明细", merges=((0, 0, 0, 7),))))
    assert law_broken(path) == []
    (grid,) = grids_of(path)
    written = {(row, column) for row, cells in enumerate(ROWS) for column, cell in enumerate(cells) if cell != ""}
    read = {(row, column) for row, cells in enumerate(grid.rows) for column, cell in enumerate(cells) if cell != ""}
    assert written <= read


@pytest.mark.parametrize("path", FILES[::25], ids=lambda path: path.name)
def test_the_account_of_a_sample_file_is_whole(path: Path):
    assert law_broken(path) == []


@pytest.mark.long
def test_the_account_of_every_sample_file_is_whole():
    assert [line for path in FILES for line in law_broken(path)] == []

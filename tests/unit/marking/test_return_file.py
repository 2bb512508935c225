"""A file that is no xlsx, or cannot be spliced, goes back as an xlsx that reads the same; of what cannot be read there is a list."""

import re
from dataclasses import replace
from datetime import date, time

import pytest

from etl.marking.marks import CellMark, FrontCell, FrontSheet, Look, MarkPlan
from etl.marking.return_file import LISTED, REWRITTEN, SIGNED, returned_file
from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.kinds import kind_of
from etl.workbook.own_marks import CODE_SIGN, COMMENT_SIGN, is_front_sheet
from etl.workbook.read import read_content
from tests.workbooks.content import Sheet
from tests.workbooks.ods import build_ods
from tests.workbooks.package_rules import broken_rules
from tests.workbooks.text import build_csv
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsx import MAIN, build_xlsx, pack_xlsx, pack_zip, read_part, replace_parts

LIMITS = ReadingLimits()
FRONT = FrontSheet(
    ((FrontCell("退回说明", Look.TITLE),), (FrontCell(f"{CODE_SIGN}1", Look.SMALL),), ()), None, (20,), noted=2
)
SHEET = Sheet(
    [["项目编号", "资金", "日期"], ["XM1", 12.5, date(2024, 3, 28)], ["甲", "http://x", time(8, 30)]], name="台账"
)


def plan(*marks: CellMark) -> MarkPlan:
    return MarkPlan(marks, FRONT)


def mark(sheet: str, row: int, column: int, **more: bool) -> CellMark:
    return CellMark(sheet, row, column, True, f"{COMMENT_SIGN}不对", **more)


def grids(content: bytes) -> tuple[list[Grid], Grid]:
    read = read_content(content, kind_of(content, LIMITS), LIMITS)[1]
    (front,) = [grid for grid in read if is_front_sheet(grid)]
    return [grid for grid in read if not is_front_sheet(grid)], front


def widths(content: bytes) -> list[float]:
    return [
        float(width)
        for width in re.findall(
            r'<col [^>]*?width="([0-9.]+)"', read_part(content, "xl/worksheets/sheet2.xml").decode()
        )
    ]


def cells(grid: Grid) -> list[list[object]]:
    return [[cell or None for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(build_xls([SHEET]), id="xls"),
        pytest.param(build_ods([SHEET]), id="ods"),
        pytest.param("项目编号,资金\nXM1,12.5\n=1+1,http://x\n".encode(), id="csv"),
        pytest.param(
            "<table><tr><td>项目编号</td><td>资金</td></tr><tr><td>XM1</td><td>12.5</td></tr></table>".encode(),
            id="html",
        ),
    ],
)
def test_what_is_no_xlsx_reads_the_same_when_it_comes_back(content):
    (before,) = read_content(content, kind_of(content, LIMITS), LIMITS)[1]
    returned = returned_file(content, plan(mark(before.sheet, 1, 1)), LIMITS)
    (after,), front = grids(returned)
    assert cells(after) == cells(before)
    assert after.merges == before.merges
    assert front.rows[2][0] == REWRITTEN
    assert broken_rules(returned) == []
    assert returned == returned_file(content, plan(mark(before.sheet, 1, 1)), LIMITS)


@pytest.mark.parametrize("build", [build_xls, build_ods])
def test_columns_are_as_wide_as_they_were(build):
    assert widths(returned_file(build([replace(SHEET, widths={1: 30})]), plan(), LIMITS))[1] == pytest.approx(30, abs=1)


def test_where_the_file_says_no_widths_a_title_makes_no_column_wide():
    rows = [["黑水县帮扶项目台账（2024年第一季度）"], ["序号", "名称", "资金"], ["1", "藏白菊种植示范基地", "64"]]
    number, name, _ = widths(returned_file(build_csv(rows), plan(), LIMITS))
    assert number < 10 < 18 < name


def test_a_sheet_that_cannot_be_spliced_is_written_anew():
    content = pack_xlsx(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="5"/><row r="2"><c r="A2"><v>7</v></c></row></sheetData></worksheet>'
    )
    (after,), front = grids(returned_file(content, plan(mark("表1", 3, 3)), LIMITS))
    assert after.rows[1][0] == 7
    assert front.rows[2][0] == REWRITTEN


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_of_what_cannot_be_read_there_is_a_list(content):
    others, front = grids(returned_file(content, plan(mark("表", 0, 0)), LIMITS))
    assert others == []
    assert front.rows[2][0] == LISTED


def test_a_member_of_a_zip_goes_back_alone():
    content = pack_zip({"甲.xlsx": build_xlsx([SHEET]), "乙.txt": b"x"})
    (after,), _ = grids(returned_file(content, plan(mark("台账", 1, 1)), LIMITS, name="报表.zip/甲.xlsx"))
    assert after.rows[1][0] == "XM1"


def test_a_missing_column_is_marked_behind_the_heading_row():
    content = build_xlsx([SHEET])
    returned = returned_file(content, plan(mark("台账", 0, 0, is_behind_row=True)), LIMITS)
    assert b'ref="D1"' in read_part(returned, "xl/commentsReturned1.xml")


def test_a_signature_is_said_to_be_void():
    content = replace_parts(build_xlsx([SHEET]), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    _, front = grids(returned_file(content, plan(mark("台账", 1, 1)), LIMITS))
    assert front.rows[2][0] == SIGNED

"""The same table in every format gives the same cells at the same addresses, and the facts that the format carries."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.model import Mark
from tests.campaigns import examples
from tests.unit.workbook.reading import cells, grid, read
from tests.workbooks.content import Fault, Sheet, Unsaved
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx

Build = Callable[[list[Sheet]], bytes]
TYPED: dict[str, Build] = {
    "xlsx": build_xlsx,
    "xls": build_xls,
    "xlsb": build_xlsb,
    "ods": build_ods,
    "xml": build_spreadsheetml,
}
TEXTS: dict[str, Build] = {"html": lambda sheets: build_html(sheets[0]), "csv": lambda s: build_csv(s[0].rows)}
SHEET = Sheet(
    [
        ["", "", "", "", ""],
        ["", "标题", "", "", ""],
        ["", "甲", "乙\n丙", 1.5, True],
        ["", Fault("#REF!"), 0.25, date(2023, 7, 5), datetime(2023, 7, 5, 6, 7, 8)],  # noqa: DTZ001
        ["", False, -3.25, time(12, 30), Fault("#DIV/0!")],
        ["", "x", "", "", 0],
    ],
    name="表一",
    merges=[(1, 1, 1, 3), (2, 1, 3, 1)],
    hidden_rows=frozenset({2}),
    hidden_columns=frozenset({3}),
    widths={1: 30},
    percents=frozenset({(3, 2)}),
)
SHEET_CELLS = {(r, c): v for r, c, v in SHEET.cells() if (r, c) != (3, 1)}  # covered by the merge above it

typed = pytest.mark.parametrize("kind", TYPED)


@typed
def test_values_stand_at_their_addresses(kind: str) -> None:
    found = cells(grid(TYPED[kind]([SHEET])))
    found.pop((3, 1), None)  # what a merge covers is kept by some formats
    assert found == SHEET_CELLS


@typed
def test_kind_is_told_from_the_content(kind: str) -> None:
    assert read(TYPED[kind]([SHEET]))[0] == kind


@typed
def test_facts_beside_the_values(kind: str) -> None:
    found = grid(TYPED[kind]([SHEET]))
    assert sorted(found.merges) == [(1, 1, 1, 3), (2, 1, 3, 1)]
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {3}
    assert found.widths[1] == pytest.approx(30, abs=1)  # Excel counts the room around a text, too
    assert found.marks == {(3, 2): Mark.PERCENT}


@typed
def test_hidden_sheets_are_said_to_be_hidden(kind: str) -> None:
    sheets = [SHEET, Sheet([["a"]], name="隐", hidden=True), Sheet([["b"]], name="深", very_hidden=True)]
    assert [(g.sheet, g.hidden) for g in read(TYPED[kind](sheets))[1]] == [("表一", False), ("隐", True), ("深", True)]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "xml"])
def test_a_formula_never_calculated_is_marked(kind: str) -> None:
    found = grid(TYPED[kind]([Sheet([["a", 1], ["b", Unsaved("B1+1")]])]))
    assert found.marks == {(1, 1): Mark.UNCALCULATED}


@typed
@pytest.mark.parametrize("text", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_error_cells_hold_their_text(kind: str, text: str) -> None:
    assert cells(grid(TYPED[kind]([Sheet([["a", Fault(text)]])]))) == {(0, 0): "a", (0, 1): text}


@pytest.mark.parametrize("kind", TEXTS)
def test_text_formats_give_texts(kind: str) -> None:
    rows = [["名称", "金额", "日期"], ["甲\n乙", 1.5, date(2023, 7, 5)], ["丙，“丁”", "", "x,y"]]
    found = cells(grid(TEXTS[kind]([Sheet(rows)])))
    assert found == {(r, c): str(v) for r, c, v in Sheet(rows).cells()}


def test_html_spans_become_merges() -> None:
    rows = [["标题", "", "", ""], ["甲", "乙", "", "丙"], ["", "丁", "戊", "己"]]
    found = grid(build_html(Sheet(rows, merges=[(0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 1, 2)], hidden_rows=frozenset({2}))))
    assert found.merges == ((0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 1, 2))
    assert cells(found)[2, 1] == "丁"
    assert found.hidden_rows == {2}


# texts that every format can hold; what a format changes by its own rules (line ends, outer spaces) is tested by name
LETTERS = st.characters(codec="gb18030", categories=["L", "N", "P", "S"], exclude_characters="\x7f￿￾")
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: not text.startswith("#") and "_x" not in text)
FIGURES = st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.12g}"))
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
CELLS = st.one_of(st.just(""), WORDS, FIGURES, DAYS, st.booleans())
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8)


@typed
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=TABLES)
def test_any_table_gives_the_same_cells(kind: str, rows: list[list[object]]) -> None:
    sheet = Sheet(rows)  # type: ignore[arg-type]
    expected = {(r, c): v for r, c, v in sheet.cells()}
    assert cells(grid(TYPED[kind]([sheet]))) == expected


@settings(max_examples=examples(25), deadline=None)
@given(rows=TABLES, encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), tab=st.booleans())
def test_any_table_gives_the_same_texts(rows: list[list[object]], encoding: str, tab: bool) -> None:
    rows = [["表头一", "表头二", "表头三"], *rows]
    sheet = Sheet(rows)  # type: ignore[arg-type]
    shown = {(r, c): str(v).upper() if isinstance(v, bool) else str(v) for r, c, v in sheet.cells()}
    content = build_csv(sheet.rows, encoding=encoding, delimiter="\t" if tab else ",")
    if encoding != "utf-8" or not content.startswith(b"\xff"):
        assert cells(grid(content)) == shown

"""Law 1: every filled cell is accounted for by exactly one thing, and no figure under a heading is dropped without an issue."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from etl.cell_account import TakenFor
from etl.contract.catalog import load_catalog
from etl.model import Grid, Mark, address
from etl.recognise.account.sheet_account import account_of
from etl.recognise.sheet import Recogniser, SheetResult
from tests.campaigns import examples
from tests.unit.recognise.account_law import Place, breaches, kinds_of
from tests.unit.recognise.conftest import CONFIG
from tests.unit.recognise.random_sheets import Made, sheets

CATALOG = load_catalog(CONFIG)
RECOGNISER = Recogniser(CATALOG)


def account(grid: Grid, result: SheetResult) -> dict[Place, tuple[TakenFor, str]]:
    return kinds_of(grid, account_of(grid, result, RECOGNISER.unread))


def law_broken(made: Made) -> list[str]:
    """Everything in which the reading of a sheet breaks the law, and in which its account says what is not so."""
    result = RECOGNISER.sheet(made.grid)
    kinds = account(made.grid, result)
    rules = {issue.rule for issue in result.issues}
    return [*breaches(made.grid, kinds, rules, made.headings), *_untrue(made.grid, kinds, result)]


def _untrue(grid: Grid, kinds: dict[Place, tuple[TakenFor, str]], result: SheetResult) -> Iterator[str]:
    """Cells that the account calls values or kept, and that no table holds."""
    held = {
        (row, column.index): table.values[column.field][place]
        for table in result.tables
        for column in table.columns
        if column.field
        for place, row in enumerate(table.rows)
    }
    kept = {cell for table in result.tables for cells in table.extra.values() for cell in cells}
    for (row, column), (kind, _) in kinds.items():
        cell = grid.rows[row][column]
        if kind is TakenFor.VALUE and held.get((row, column)) != cell:
            yield f"{address(row, column)} {cell!r} is no value of a table"
        if kind is TakenFor.EXTRA and cell not in kept:
            yield f"{address(row, column)} {cell!r} is not kept in extra"


@settings(max_examples=examples(200))
@given(sheets(CATALOG))
def test_every_cell_of_a_sheet_is_accounted_for(made: Made):
    assert law_broken(made) == []


def listed(read, rows: list[list[object]], **of_grid: object) -> list[tuple[str, str]]:
    result = read(rows, **of_grid)
    grid = Grid("资金拨付明细", rows, **{name: one for name, one in of_grid.items() if name != "sheet"})
    return [
        (f"{address(run.first_row, run.first_column)}:{address(run.last_row, run.last_column)}", run.taken_for.value)
        for run in account_of(grid, result, RECOGNISER.unread)
    ]


def test_an_account_says_what_each_part_of_a_sheet_was_taken_for(read, heading, payment):
    rows = [
        ["资金拨付明细"],
        ["填报单位：旺苍县民政局", "", "单位：万元"],
        [*heading, "天气"],
        ["甲", "1", "2", "3", "4", "5", "6", "7"],
        [*payment(1), "晴"],
        [*payment(2), "雨", "", "看这里"],
        [3, "", "", "", 0],
        ["", "合计", "", "", 20.0],
        ["注：按季填报"],
        ["", "", "", "", "", "", 5.0],
    ]
    assert listed(read, rows) == [
        ("A1:A1", "title"),
        ("A2:A2", "sender line"),
        ("C2:C2", "unit line"),
        ("A3:I3", "heading"),
        ("A4:H4", "column codes"),
        ("A5:A5", "serial number or code"),
        ("B5:G5", "value of a field"),
        ("I5:I5", "kept in extra"),
        ("A6:A6", "serial number or code"),
        ("B6:G6", "value of a field"),
        ("I6:I6", "kept in extra"),
        ("K6:K6", "named by an issue"),
        ("A7:E7", "unused row"),
        ("B8:E8", "total"),
        ("A9:A9", "footer"),
        ("G10:G10", "named by an issue"),
    ]


FIGURES = {
    "under-text": ["", "", "", "", "", "", 25.5],
    "note": ["注：另有", "", "", "", 25.5],
}


@pytest.mark.parametrize("row", FIGURES.values(), ids=FIGURES)
def test_a_line_below_the_notes_with_a_figure_is_named(read, heading, payment, row):
    result = read([heading, payment(1), ["注：按季填报"], [], row, ["填表人：甲"]])
    assert [(issue.rule, issue.source_row) for issue in result.issues] == [("table.row_not_understood", 5)]


@pytest.mark.parametrize("row", FIGURES.values(), ids=FIGURES)
def test_a_figure_between_two_tables_is_named(read, heading, payment, row):
    result = read([heading, payment(1), [], row, ["", "表二"], heading, payment(2)])
    assert ("table.row_not_understood", 4) in [(issue.rule, issue.source_row) for issue in result.issues]


@pytest.mark.parametrize(
    "row", [["", "合计", "", "", 25.5], ["", "", "", "", "", "", "", "", "", 25.5]], ids=["total", "beside"]
)
def test_a_table_that_says_nothing_beside_a_figure_confirms_no_zero(read, heading, row):
    result = read([heading, ["", "无"], row])
    assert result.nil_reports == ()
    assert result.issues


@pytest.mark.parametrize(
    ("covered", "severity"), [(3.0, "critical"), (10.0, None), ("", None)], ids=["another", "same", "blank"]
)
def test_a_figure_under_a_merge_is_named(read, heading, payment, covered, severity):
    result = read([heading, payment(1), payment(2, amount=covered)], merges=((1, 4, 2, 4),))
    said = {issue.severity: issue.cell for issue in result.issues if issue.rule == "table.under_merge"}
    assert said == ({severity: "E3"} if severity else {})


def test_one_row_under_a_heading_can_be_column_codes(read):
    result = read([["活动名称", "参与社会组织数", "媒体报道数"], ["1", "2", "3"], ["4", "5", "6"]], sheet="活动与宣传")
    assert [table.rows for table in result.tables] == [(2,)]


def test_a_row_of_formulas_without_results_is_named(read, heading, payment):
    marks = {(2, 1): Mark.UNCALCULATED, (2, 4): Mark.UNCALCULATED, (3, 4): Mark.UNCALCULATED}
    result = read([heading, payment(1), [""] * 8, [""] * 8], marks=marks)
    assert [(issue.rule, issue.source_row, issue.value) for issue in result.issues] == [
        ("table.row_not_understood", 3, "没有结果的公式或图片")
    ]

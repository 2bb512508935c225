"""Sheets of one file held against each other: summaries, pages that lost a heading, and one report on several sheets."""

from collections.abc import Sequence

import pytest

from etl.model import Cell, Grid, Issue
from etl.recognise.sheets_of_file import set_aside

HEADING = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）"]
GIFTS = [[f"JZ{number}", f"第{number}协会", "2024-01-02", "资金", 2.5 * number] for number in range(1, 5)]


@pytest.fixture
def read(recogniser, catalog):
    """The rows read of some sheets, and what is said of them."""

    def read(*sheets: tuple[str, Sequence[Sequence[Cell]]]) -> tuple[list[int], list[Issue]]:
        results, issues = set_aside(
            [recogniser.sheet(Grid(name, rows)) for name, rows in sheets], "a.xlsx", catalog.contracts
        )
        rows = [row + 1 for result in results for table in result.tables for row in table.rows]
        return rows, [*(issue for result in results for issue in result.issues), *issues]

    return read


@pytest.mark.parametrize("lost", [0, 1, 4], ids=["key", "name", "amount"])
def test_a_page_whose_heading_lost_a_column_goes_back_for_it(read, lost):
    """It was taken for a summary where the column was the key, and its rows were lost with a word on the sheet alone."""
    again = [heading if place != lost else "" for place, heading in enumerate(HEADING)]
    rows, issues = read(("捐赠款物", [HEADING, *GIFTS[:2], [], again, *GIFTS[2:]]))
    assert rows == [2, 3, 6, 7]
    assert ("table.missing_column", "critical") in [(one.rule, one.severity) for one in issues]


@pytest.mark.parametrize(
    "summary",
    [
        pytest.param(
            [["捐赠社会组织", "捐赠日期", "捐赠类型", "金额"], ["全部", "2024-01-02", "资金", 25.0]], id="adds-up"
        ),
        pytest.param([["捐赠社会组织", "金额"], ["第1协会", 99.0], ["第2协会", 1.0]], id="lacks-half"),
    ],
)
def test_a_summary_is_set_aside_and_its_rows_are_named(read, summary):
    rows, issues = read(("捐赠款物", [HEADING, *GIFTS]), ("捐赠情况汇总", summary))
    assert rows == [2, 3, 4, 5]
    assert [(one.rule, one.severity) for one in issues] == [("sheet.standing", "warning")]
    assert f"第 2 到 {len(summary)} 行" in issues[0].message


@pytest.mark.parametrize(
    ("names", "severity"),
    [
        (("捐赠款物", "捐赠款物 (2)"), "warning"),
        (("Sheet1", "Sheet2"), "warning"),
        (("捐赠款物", "捐赠款物（最终）"), "warning"),
        (("普安镇", "下寺镇"), "notice"),
        (("捐赠款物", "捐赠款物（续）"), "notice"),
    ],
)
def test_one_report_on_several_sheets_is_said(read, names, severity):
    rows, issues = read(*zip(names, ([HEADING, *GIFTS[:1]], [HEADING, *GIFTS[1:]]), strict=True))
    assert rows == [2, 2, 3, 4]
    assert [(one.rule, one.severity, one.sheet) for one in issues] == [("sheet.several", severity, names[1])]
    assert f"“{names[0]}” 1 行、“{names[1]}” 3 行" in issues[0].message


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("备查", True),
        ("市级部门", True),
        ("普安镇", False),
        ("二、物资捐赠", False),
        ("捐赠款物（二）", False),
        ("2024年第一季度", False),
    ],
)
def test_a_second_table_under_a_title_that_says_no_part_is_asked_about(read, title, said):
    rows, issues = read(("捐赠款物", [HEADING, *GIFTS[:2], [title], HEADING, *GIFTS[2:]]))
    assert rows == [2, 3, 6, 7]
    assert [(one.rule, one.severity, one.cell) for one in issues] == [("sheet.several", "warning", "A4")] * said

"""The explanation that goes back: every issue, grouped by cause, with a link to its cell; what a county wrote stays text."""

from dataclasses import replace
from datetime import date

import pytest

from etl.contract.catalog import load_catalog
from etl.marking.marks import LINE_HEIGHT, FrontCell, FrontSheet, Look
from etl.model import Issue, Severity
from etl.returned.explanation import ISSUE_HEADINGS, MOST_OF_A_CAUSE, Explainer
from etl.returned.return_facts import ReportVerdict, ReturnFacts
from etl.settings import shipped
from etl.template_marks import ANSWERS
from etl.workbook.own_marks import CODE_SIGN, COMMENT_SIGN

FACTS = ReturnFacts(
    "旺苍县",
    "2024年第一季度",
    "台账.xlsx",
    "ab" * 32,
    (ReportVerdict("project", "returned", date(2024, 4, 15), "earlier"), ReportVerdict("organization", "accepted")),
)
FAULT = Issue(
    report="project",
    sheet="表3",
    cell="I7",
    source_row=7,
    column_name="field",
    rule="project.field.code",
    severity=Severity.CRITICAL,
    value="产业帮扶",
    expected="产业、就业",
    message="I7 “帮扶领域”写的是“产业帮扶”，不在可选的范围里。",
)


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(load_catalog(shipped("config")))


def listed(front: FrontSheet) -> list[dict[str, object]]:
    assert front.filtered is not None
    return [
        dict(zip(ISSUE_HEADINGS, (cell.value for cell in row), strict=True)) for row in front.rows[front.filtered + 1 :]
    ]


def test_a_fault_is_marked_in_its_cell_and_listed_with_a_link(explainer):
    plan = explainer.plan(FACTS, [FAULT])
    (mark,) = plan.marks
    assert (mark.sheet, mark.place, mark.is_critical) == ("表3", (6, 8), True)
    assert mark.text.startswith(f"{COMMENT_SIGN}必须改正\nI7 ")
    assert "是不是“产业”？" in mark.text
    (issue,) = listed(plan.front)
    assert issue["怎么办"]
    assert issue["规则"] == FAULT.rule
    assert issue[ANSWERS] == ""
    assert plan.front.rows[-1][4].link == ("表3", "I7")


@pytest.mark.parametrize(
    ("message", "is_said"),
    [("I7 “帮扶领域”写的是“产业”，不在可选的范围里；请选填一项。", False), ("I7 “帮扶领域”不在可选的范围里。", True)],
)
def test_what_to_do_is_said_once(explainer, message, is_said):
    (mark,) = explainer.plan(FACTS, [replace(FAULT, message=message)]).marks
    assert ("怎么办：" in mark.text) is is_said


def test_a_row_is_high_enough_for_words_that_are_not_broken():
    code = FrontCell(
        "“统一社会信用代码”写的是“5110000031F0WTCDKH”，不是正确的统一社会信用代码：校验码不符，请对照登记证书更正。"
    )
    assert FrontSheet(((code,),), None, (42,)).height(0) == 4 * LINE_HEIGHT


def test_the_verdict_of_every_report_stands_above_with_what_is_in_use(explainer):
    front = explainer.plan(FACTS, [FAULT]).front
    texts = [[cell.value for cell in row] for row in front.rows[: front.filtered]]
    assert texts[1] == [f"{CODE_SIGN}{'ab' * 16}"]
    assert texts[3] == ["审核结果：退回 1 张报表，已接收 1 张，必须改正 1 处（标红）；截止日期2024年4月15日。"]
    assert ["退回", "帮扶项目台账", "退回，改正后重新报送", "", 1, 0, "此前接收的数据", "2024年4月15日"] in [
        row[1:] for row in texts
    ]


def test_of_a_cause_with_very_many_cells_the_first_are_listed_and_all_counted(explainer):
    issues = [replace(FAULT, cell=f"I{row}", source_row=row) for row in range(7, 7 + MOST_OF_A_CAUSE + 5)]
    plan = explainer.plan(FACTS, issues)
    assert len(plan.marks) == len(listed(plan.front)) == MOST_OF_A_CAUSE
    assert any(cell.value == MOST_OF_A_CAUSE + 5 for row in plan.front.rows[: plan.front.filtered] for cell in row)


def test_criticals_stand_before_warnings_and_notices_nowhere(explainer):
    warning = replace(FAULT, rule="table.unknown_heading", severity=Severity.WARNING, cell="J4", source_row=4)
    notice = replace(FAULT, severity=Severity.NOTICE, cell="K1")
    plan = explainer.plan(FACTS, [warning, notice, FAULT])
    assert [issue["性质"] for issue in listed(plan.front)] == ["必须改正", "请核对"]
    assert [mark.is_critical for mark in plan.marks] == [True, False]


@pytest.mark.parametrize("cell", [None, "J"])
def test_an_issue_without_a_cell_is_listed_and_marks_nothing(explainer, cell):
    plan = explainer.plan(FACTS, [replace(FAULT, cell=cell, source_row=None)])
    assert plan.marks == ()
    assert len(listed(plan.front)) == 1


def test_a_missing_column_is_marked_behind_its_heading_row(explainer):
    missing = replace(FAULT, rule="table.missing_column", cell="B3", source_row=3)
    assert explainer.plan(FACTS, [missing]).marks[0].is_behind_row


def test_what_hides_or_commands_in_a_countys_text_is_shown(explainer):
    plan = explainer.plan(FACTS, [replace(FAULT, value="\u202e=1", message="\x07坏")])
    assert "\u202e" not in str(plan)
    assert "\x07" not in str(plan)
    assert {cell.look for row in plan.front.rows for cell in row} <= set(Look)


def test_what_is_printed_of_it_can_be_read_on_one_width_of_paper(explainer):
    front = explainer.plan(FACTS, []).front
    assert sum(width for column, width in enumerate(front.widths) if column not in front.hidden) < 190

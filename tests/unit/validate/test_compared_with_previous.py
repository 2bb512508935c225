"""Rules that look back: a cumulative figure that falls, and a row that is there no more, against what was accepted before."""

from dataclasses import replace

import pandas as pd
import pytest

from etl.selection import Choice
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence

SAID_IN = "2024-04-09 收到的2024Q1“台账.xlsx”"
FEN_PER_WAN = 1_000_000


def earlier(*rows, same_period=True):
    """Projects accepted before: number and what had been paid, in 万元."""
    records = [("510821", "2024Q1", same_period, SAID_IN, number, paid * FEN_PER_WAN) for number, paid in rows]
    names = ["county_code", "period", "is_same_period", "said_in", "project_no", "disbursed_yuan"]
    return pd.DataFrame(records, columns=names).astype({"disbursed_yuan": "Int64"})


@pytest.fixture
def projects(judge, record):
    return lambda *changes: judge(project=[record("project", change) for change in changes])["project"]


def choices_of(frame):
    placed = frame.tables[0]
    return [Choice("510821", "2024Q1", "project", placed.source, (placed.table,))]


@pytest.fixture
def gone(catalog):
    """The issues of rows that are there no more."""

    def gone(choices, frame, before):
        frames = {} if frame is None else {"project": frame}
        return cross_check(Evidence(catalog, frames, {"project": choices}, {"project": before}))

    return gone


@pytest.mark.parametrize(
    ("paid_before", "falls"),
    [
        pytest.param(10, False, id="the-same"),
        pytest.param(9, False, id="more-than-before"),
        pytest.param(11, True, id="less-than-before"),
    ],
)
def test_a_cumulative_figure_may_not_fall(projects, gone, found, paid_before, falls):
    frame = projects({"累计拨付资金": 10.0})
    gone([], frame, earlier(("XM1", paid_before)))
    expected = [("project.disbursed_yuan.never_falls", "I2", "warning")] if falls else []
    assert found({"project": frame}) == expected


def test_a_row_is_the_same_however_its_key_is_written(projects, gone, found):
    frame = projects({"累计拨付资金": 10.0})
    assert gone(choices_of(frame), frame, earlier(("ｘｍ1\u200b", 11))) == []
    assert found({"project": frame}) == [("project.disbursed_yuan.never_falls", "I2", "warning")]


def test_the_sentence_names_both_figures_and_the_earlier_file(projects, gone):
    frame = projects({"累计拨付资金": 10.0})
    gone([], frame, earlier(("XM1", 11)))
    issues = frame.issues()
    (message,) = issues.loc[issues["rule"].str.endswith("never_falls"), "message"]
    assert "“累计拨付资金”是 10" in message
    assert "（100,000.00元），" in message
    assert "里是 110,000.00元；" in message
    assert SAID_IN in message


def test_a_figure_with_an_issue_of_its_own_and_an_unknown_row_are_passed_over(projects, gone, found):
    frame = projects({"累计拨付资金": "若干"}, {"项目编号": "XM2", "累计拨付资金": 1.0})
    gone([], frame, earlier(("XM1", 11), ("XM3", 11)))
    assert not any("never_falls" in rule for rule, _, _ in found({"project": frame}))


def test_a_row_that_is_gone_is_named_once(gone, projects):
    frame = projects({"项目编号": "XM1"})
    (issue,) = gone(choices_of(frame), frame, earlier(("XM1", 1), ("XM2", 2)))
    assert (issue.rule, str(issue.severity), issue.sheet) == ("project.stays", "warning", "帮扶项目台账")
    assert "“项目编号”XM2" in issue.message


def test_all_rows_are_gone_when_a_county_says_none(gone, projects):
    choices = choices_of(projects({}))
    assert len(gone(choices, None, earlier(("XM1", 1), ("XM2", 2)))) == 2


def test_another_period_makes_no_row_gone(gone, projects):
    frame = projects({})
    assert gone(choices_of(frame), frame, earlier(("X", 1), same_period=False)) == []


def test_a_contract_without_such_rules_asks_for_nothing(catalog):
    assert catalog.contracts["sale"].compared_with_previous() is None
    assert catalog.contracts["project"].compared_with_previous() == ("disbursed_yuan",)


def test_of_a_file_without_a_table_no_row_is_called_gone(gone, projects):
    (choice,) = choices_of(projects({"项目编号": "XM1"}))
    unread = [replace(choice, tables=())]
    assert gone(unread, None, earlier(("XM1", 1))) == []

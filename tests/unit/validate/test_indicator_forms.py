"""Indicator forms typed and judged like every other report: each finding at the cell of its own indicator."""

import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.model import Grid, SourceFile
from etl.recognise.sheet import Recogniser
from etl.selection import Choice, Selection
from tests.indicator_form import HEADING, ROWS, catalog_with_form

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate.judge import Judge
from etl.validate.verdicts import decide_verdicts

NOW = datetime(2024, 4, 1, tzinfo=UTC)
SOURCE = SourceFile("513228", "2024Q1", "概况.xlsx", "0", 1, NOW, 1, NOW, Path("概况.xlsx"))


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The frame and the conclusion of some counties, each a list of sheets of rows under the heading."""
    catalog = catalog_with_form(tmp_path_factory.mktemp("form"))
    judge, recogniser = Judge(catalog), Recogniser(catalog)

    def judged(**counties):
        choices = []
        for county, sheets in counties.items():
            grids = [Grid(f"表{number}", [["社会组织概况"], HEADING, *rows]) for number, rows in enumerate(sheets, 1)]
            results = [recogniser.sheet(grid) for grid in grids]
            tables = tuple(table for result in results for table in result.tables)
            source = replace(SOURCE, county_code=county)
            choices.append(Choice(county, "2024Q1", "overview", source, tables))
        frame = judge.report("overview", choices)
        return frame, decide_verdicts(Selection(tuple(choices), ()), {"overview": frame})

    return judged


def changed(**cells):
    """The rows with the figure of an indicator changed; its key is the row from 1."""
    return [[*row[:3], cells.get(f"row{number}", row[3])] for number, row in enumerate(ROWS, 1)]


def found(frame):
    issues = frame.issues()
    return list(zip(issues["rule"], issues["cell"], issues["source_row"], issues["severity"], strict=True))


def test_a_form_is_typed_stored_and_mapped_as_one_row(judged):
    frame, conclusion = judged(a=[ROWS], b=[ROWS])
    assert found(frame) == []
    row = frame.data.iloc[0]
    assert (row["source_row"], row["orgs"], row["members"]) == (3, 128, 3100)
    assert row["invested_yuan"] == 83_320_000  # fen
    assert str(row["counted_on"].date()) == "2024-03-31"
    assert list(conclusion.submissions["status"]) == ["accepted", "accepted"]
    assert len(conclusion.rows["overview"]) == 2
    mapped = conclusion.column_map.set_index("field").loc["invested_yuan"].iloc[0]
    assert (mapped["column_letters"], mapped["heading"]) == ("D6", "投入资金")
    assert (mapped["unit"], mapped["unit_source"]) == ("万元", "heading")


@pytest.mark.parametrize(
    ("cells", "issue"),
    [
        pytest.param({"row1": None}, ("overview.orgs.required", "D3", 3, "critical"), id="required-figure-blank"),
        pytest.param({"row4": "若干"}, ("overview.invested_yuan.type", "D6", 6, "critical"), id="no-figure"),
        pytest.param({"row3": "5万元"}, ("overview.members.type", "D5", 5, "critical"), id="money-in-a-count"),
        pytest.param({"row4": "约80"}, ("overview.invested_yuan.approximate", "D6", 6, "warning"), id="about"),
        pytest.param({"row5": "2024-02-30"}, ("overview.counted_on.type", "D7", 7, "critical"), id="no-such-day"),
        pytest.param({"row2": 129}, ("overview.societies.not_more_than.orgs", "D4", 4, "critical"), id="rule"),
        pytest.param({"row4": 0.05}, ("overview.invested_yuan.unit", "D6", 6, "warning"), id="slip-of-the-unit"),
    ],
)
def test_a_finding_stands_at_its_own_cell(judged, cells, issue):
    frame, _ = judged(a=[changed(**cells)], b=[ROWS])
    assert found(frame) == [issue]


def test_a_rule_quotes_the_other_cell(judged):
    frame, _ = judged(a=[changed(row2=129)])
    assert "D4 “社会团体”（129）大于“社会组织总数”（D3 128）" in frame.issues()["message"][0]


def test_two_forms_of_one_county_are_never_added_up(judged):
    township = [["社会组织总数", "个", "", 3], ["社会团体", "个", "", 1], ROWS[3]]
    frame, conclusion = judged(a=[ROWS, township], b=[ROWS])
    assert found(frame) == [("overview.key", "D3", 3, "critical")]
    (issue,) = frame.issues().to_dict("records")
    assert issue["sheet"] == "表2"
    assert "“表1”第 3 行起和“表2”第 3 行起" in issue["message"]
    assert list(conclusion.submissions["status"]) == ["returned", "accepted"]
    assert list(conclusion.rows["overview"]["county_code"]) == ["b"]

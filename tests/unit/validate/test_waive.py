"""A waiver turns a critical issue into a warning where it counts, and changes nothing else."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from etl.config.waivers import Waiver
from etl.model import ISSUE_COLUMNS, Issue, Severity
from etl.selection import Selection
from etl.validate.verdicts import decide_verdicts
from etl.validate.waive import apply_waivers

CRITICAL, WARNING = "critical", "warning"
PAID = "project.disbursed_yuan.not_more_than.planned_yuan"
UNIT = ("510821", "2024Q1", "project")
PAID_WAIVER = Waiver(PAID, "510821", "project", "2024Q1", "追加投资待批复", "王处长", date(2024, 6, 30))


def one_issue(rule=PAID, severity=CRITICAL, unit=UNIT):
    county, period, report = unit
    said = {"county_code": county, "period": period, "report": report, "rule": rule, "severity": severity}
    return pd.DataFrame([dict.fromkeys(ISSUE_COLUMNS) | said | {"message": "I2 请更正。"}], columns=ISSUE_COLUMNS)


@pytest.fixture(scope="module")
def concluded(choose, judge_choices):
    """The judgement on reports under some waivers."""

    def judged(*waivers, choices=None, **reports):
        choices = choices or choose(**reports)
        return decide_verdicts(Selection(tuple(choices), ()), judge_choices(choices, waivers), waivers=waivers)

    return judged


def verdicts(judgement):
    return dict(zip(judgement.submissions["county_code"], judgement.submissions["status"], strict=True))


def said(judgement):
    issues = judgement.issues[judgement.issues["severity"] != "notice"]
    return sorted(zip(issues["rule"], issues["cell"], issues["severity"], strict=True))


@pytest.mark.parametrize(
    ("changes", "is_waived"),
    [
        pytest.param({}, True, id="just-this"),
        pytest.param({"county_code": None}, True, id="every-county"),
        pytest.param({"report": None, "period": None}, True, id="every-report-and-period"),
        pytest.param({"rule": "project.key"}, False, id="another-rule"),
        pytest.param({"county_code": "510822"}, False, id="another-county"),
        pytest.param({"report": "sale"}, False, id="another-report"),
        pytest.param({"period": "2024Q2"}, False, id="another-period"),
    ],
)
def test_a_waiver_counts_where_it_says(changes, is_waived):
    issue = apply_waivers(one_issue(), [replace(PAID_WAIVER, **changes)], [UNIT]).iloc[0]
    assert (issue["severity"] == WARNING) is is_waived
    assert pd.notna(issue["waived"]) is is_waived


def test_the_issue_says_why_who_and_until_when():
    issue = apply_waivers(one_issue(), [PAID_WAIVER], [UNIT]).iloc[0]
    assert issue["waived"] == "追加投资待批复（王处长批准，有效期至 2024-06-30）"
    assert issue["message"] == "I2 请更正。（已豁免，不因此退回：追加投资待批复；有效期至 2024-06-30。）"


@pytest.mark.parametrize("severity", [WARNING, "notice"])
def test_what_is_not_critical_stays_as_it_is(severity):
    issues = one_issue(severity=severity)
    pd.testing.assert_frame_equal(apply_waivers(issues, [PAID_WAIVER], [UNIT])[[*ISSUE_COLUMNS]], issues)


def test_the_first_of_several_waivers_counts():
    later = replace(PAID_WAIVER, county_code=None, reason="全省")
    assert apply_waivers(one_issue(), [PAID_WAIVER, later], [UNIT]).iloc[0]["message"].count("已豁免") == 1


def test_nothing_is_let_off_of_which_nothing_was_read():
    of_the_file = one_issue("file.other_county", unit=("510821", "2024Q1", None))
    issues = pd.concat([of_the_file, one_issue("file.other_county")], ignore_index=True)
    waiver = Waiver("file.other_county", "510821", None, None, "已合并", "王处长", date(2024, 6, 30))
    assert apply_waivers(issues, [waiver], [])["severity"].tolist() == [CRITICAL, CRITICAL]
    assert apply_waivers(issues, [waiver], [UNIT])["severity"].tolist() == [CRITICAL, WARNING]


def test_a_report_is_accepted_with_its_values_as_they_stand(concluded, record):
    rows = [record("project", {"累计拨付资金": 101.0, "项目阶段": "审批"})]
    before, after = concluded(project=rows), concluded(PAID_WAIVER, project=rows)
    assert (verdicts(before), verdicts(after)) == ({"510821": "returned"}, {"510821": "accepted"})
    assert len(before.rows["project"]) == 0
    assert after.rows["project"]["disbursed_yuan"].tolist() == [101_000_000]
    assert after.submissions[["critical_issues", "warnings"]].to_numpy().tolist() == [[0, 2]]
    assert said(before) == [(PAID, "I2", CRITICAL)]


def test_another_county_is_returned_all_the_same(concluded, record):
    rows = [record("project", {"累计拨付资金": 101.0})]
    assert verdicts(concluded(PAID_WAIVER, counties=("510821", "510822"), project=rows)) == {
        "510821": "accepted",
        "510822": "returned",
    }


def test_another_fault_of_the_report_still_returns_it(concluded, record):
    rows = [record("project", {"累计拨付资金": 101.0, "项目名称": ""})]
    judgement = concluded(PAID_WAIVER, project=rows)
    assert verdicts(judgement) == {"510821": "returned"}
    assert said(judgement) == [(PAID, "I2", WARNING), ("project.project_name.required", "B2", CRITICAL)]


def test_a_fault_that_a_waived_one_would_have_hidden_is_found(concluded, record):
    """A negative plan explains that more is paid than planned; once it may stand, the payment is a fault of its own."""
    rows = [record("project", {"计划投资": -5.0})]
    negative = replace(PAID_WAIVER, rule="project.planned_yuan.minimum")
    assert said(concluded(project=rows)) == [("project.planned_yuan.minimum", "H2", CRITICAL)]
    judgement = concluded(negative, project=rows)
    assert said(judgement) == [(PAID, "I2", CRITICAL), ("project.planned_yuan.minimum", "H2", WARNING)]
    assert verdicts(judgement) == {"510821": "returned"}


def test_a_waived_repetition_does_not_end_the_check_of_references(concluded, record):
    projects = [record("project", {"累计拨付资金": 5.0})] * 2
    payments = [record("disbursement", {"项目编号": "XM9"})]
    judgement = concluded(replace(PAID_WAIVER, rule="project.key"), project=projects, disbursement=payments)
    critical = [(rule, cell) for rule, cell, severity in said(judgement) if severity == CRITICAL]
    assert critical == [("disbursement.project_no.refers_to.project", "B2")]


def test_a_cell_that_could_not_be_read_stays_empty_and_is_said_once(concluded, record):
    rows = [record("project", {"计划投资": "若干"})]
    judgement = concluded(replace(PAID_WAIVER, rule="project.planned_yuan.type"), project=rows)
    assert said(judgement) == [("project.planned_yuan.type", "H2", WARNING)]
    assert judgement.rows["project"]["planned_yuan"].isna().all()


def test_a_file_of_nobody_known_is_accepted_as_zero_only_if_it_says_so(concluded, choose, record):
    waiver = Waiver("file.other_county", "510821", None, None, "已合并", "王处长", date(2024, 6, 30))
    issue = Issue(
        rule="file.other_county",
        severity=Severity.CRITICAL,
        message="填报单位…",
        county_code="510821",
        period="2024Q1",
        report="sale",
    )
    (choice,) = choose(sale=[record("sale")])
    for tables, is_nil, status in ((choice.tables, False, "accepted"), ((), True, "nil"), ((), False, "returned")):
        choices = [replace(choice, tables=tables, is_nil=is_nil, issues=(issue,))]
        assert verdicts(concluded(waiver, choices=choices)) == {"510821": status}
        assert verdicts(concluded(choices=choices)) == {"510821": "returned"}


def test_many_issues_are_let_off_at_once():
    issues = one_issue().loc[[0] * 50_000].reset_index(drop=True)
    others = [replace(PAID_WAIVER, county_code=str(510000 + number)) for number in range(100)]
    assert (apply_waivers(issues, [*others, PAID_WAIVER], [UNIT])["severity"] == WARNING).all()

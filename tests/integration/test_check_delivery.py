"""`etl check --county --period`: loose files judged together, as a night would judge what one county sent."""

import json
import os
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
import yaml

from etl.settings import PROJECT
from tests.integration.operator import Operator

HEISHUI = ("--county", "513228", "--period", "2024Q1")
DONATION = ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）（万元）"]
PROJECTS = [
    "项目编号",
    "项目名称",
    "社会组织名称",
    "乡镇",
    "村",
    "帮扶领域",
    "项目进展",
    "计划投资",
    "累计拨付资金",
    "审批日期",
]
PROJECT_ROW = ["XM-1", "茶园", "甲协会", "雪域镇", "青禾村", "产业", "实施", 10, 5, "2024-01-04"]
PAYMENTS = ["凭证号", "项目编号", "拨付日期", "拨付金额"]
BASIC = {"捐赠款物": [DONATION, ["JZ-001", "甲协会", "2024-01-05", "资金", 10.61]]}


def write(path, sheets, at=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    if at is not None:
        stamp = datetime(2024, 4, at, tzinfo=UTC).timestamp()
        os.utime(path, (stamp, stamp))
    return path


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    return Operator(tmp_path_factory.mktemp("check"))


def told_by(operator, *arguments):
    done = operator("check", "--json", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    assert not operator.home.exists(), "nothing is stored"
    return {told["file"]: told for told in map(json.loads, done.stdout.splitlines())}


def statuses(told):
    return {one["report"]: one["status"] for file in told.values() for one in file["reports"]}


@pytest.mark.parametrize("county", ["513228", "黑水县", "阿坝州黑水县"])
def test_a_loose_file_is_the_countys_that_is_named(operator, tmp_path, county):
    file = write(tmp_path / "某处" / "报表.xlsx", BASIC)
    told = told_by(operator, file, "--county", county, "--period", "2024Q1")
    assert list(told) == ["报表.xlsx"], "named as in the inbox"
    assert statuses(told) == {"donation": "accepted"}


def test_the_sender_that_a_sheet_names_is_held_against_it(operator, tmp_path):
    rows = [["填报单位：剑阁县民政局"], *BASIC["捐赠款物"]]
    told = told_by(operator, write(tmp_path / "a.xlsx", {"捐赠款物": rows}), *HEISHUI)
    assert "file.other_county" in {issue["rule"] for issue in told["a.xlsx"]["issues"]}
    assert told["a.xlsx"]["verdict"] == "returned"


def test_rules_look_from_one_file_into_another(operator, tmp_path):
    projects = write(tmp_path / "项目.xlsx", {"帮扶项目台账": [PROJECTS, PROJECT_ROW]})
    payments = write(tmp_path / "拨付.xlsx", {"资金拨付明细": [PAYMENTS, ["PZ-1", "XM-2", "2024-01-20", 5]]})
    told = told_by(operator, projects, payments, *HEISHUI)
    critical = [i["rule"] for i in told["拨付.xlsx"]["issues"] if i["severity"] == "critical"]
    assert critical == ["disbursement.project_no.refers_to.project"]
    assert statuses(told)["disbursement"] == "returned"


def test_the_file_that_arrived_last_decides(operator, tmp_path):
    first = write(tmp_path / "一" / "捐赠款物.xlsx", BASIC, at=1)
    again = write(
        tmp_path / "二" / "捐赠款物（更正）.xlsx",
        {"捐赠款物": [DONATION, ["JZ-001", "甲协会", "2024-01-05", "资金", 12]]},
        at=2,
    )
    told = told_by(operator, again, first, *HEISHUI, "--rows")
    assert told["捐赠款物.xlsx"]["rows"] == {}
    assert told["捐赠款物（更正）.xlsx"]["rows"]["donation"][0]["value_yuan"] == "120000.00"
    assert [one["report"] for one in told["捐赠款物（更正）.xlsx"]["reports"]] == ["donation"]


def test_a_supplement_with_rows_of_its_own_returns_the_report(operator, tmp_path):
    write(tmp_path / "捐赠款物.xlsx", BASIC, at=1)
    write(
        tmp_path / "捐赠款物（补充）.xlsx",
        {"捐赠款物": [DONATION, ["JZ-002", "乙协会", "2024-01-05", "资金", 12]]},
        at=2,
    )
    told = told_by(operator, tmp_path, *HEISHUI)
    assert statuses(told) == {"donation": "returned"}
    assert {file["verdict"] for file in told.values()} == {"returned"}


def test_a_waiver_of_the_county_softens_its_issue(operator, tmp_path):
    config = tmp_path / "config"
    for path in (PROJECT / "config").rglob("*.*"):
        target = config / path.relative_to(PROJECT / "config")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    waiver = {
        "rule": "donation.value_yuan.required", "report": "donation", "period": "2024Q1", "county": "513228",
        "reason": "试点", "allowed_by": "省厅", "expires_on": date(2099, 12, 31),
    }  # fmt: skip
    (config / "waivers.yaml").write_text(yaml.safe_dump({"waivers": [waiver]}), encoding="utf-8")
    file = write(tmp_path / "报表.xlsx", {"捐赠款物": [DONATION, ["JZ-001", "甲协会", "2024-01-05", "资金", None]]})

    def status(county):
        arguments = ("check", "--json", str(file), "--county", county, "--period", "2024Q1")
        done = operator(*arguments, ETL_CONFIG=str(config))
        assert done.returncode == 0, done.stderr
        return statuses({"": json.loads(done.stdout)})

    assert status("513228") == {"donation": "accepted"}
    assert status("510823") == {"donation": "returned"}


def test_a_file_that_cannot_be_read_returns_what_is_owed_and_says_it_once(operator, tmp_path):
    file = write(tmp_path / "捐赠款物.xlsx", BASIC)
    (tmp_path / "乱码.xlsx").write_bytes(b"PK\x03\x04 broken")
    told = told_by(operator, file, tmp_path / "乱码.xlsx", *HEISHUI)
    assert [issue["rule"] for issue in told["乱码.xlsx"]["issues"]] == ["file.unreadable"]
    broken = {one["report"]: one for one in told["乱码.xlsx"]["reports"]}
    assert "project" in broken
    assert "donation" not in broken
    assert "accepted before" in broken["project"]["not_known"][0]
    assert statuses(told)["donation"] == "accepted"


def test_what_depends_on_what_came_before_is_said_where_it_matters(operator, tmp_path):
    donation = write(tmp_path / "捐赠款物.xlsx", BASIC)
    project = write(tmp_path / "项目.xlsx", {"帮扶项目台账": [PROJECTS, PROJECT_ROW]})
    payments = write(tmp_path / "拨付.xlsx", {"资金拨付明细": [PAYMENTS, ["PZ-1", "XM-1", "2024-01-20", 5]]})
    notes = {
        one["report"]: " ".join(one["not_known"])
        for file in told_by(operator, donation, project, *HEISHUI).values()
        for one in file["reports"]
    }
    assert notes["donation"] == ""
    assert "project.disbursed_yuan.never_falls" in notes["project"]
    alone = told_by(operator, payments, *HEISHUI)
    assert "project" in alone["拨付.xlsx"]["reports"][0]["not_known"][0]


def test_names_are_those_below_the_periods_folder(operator, tmp_path):
    write(tmp_path / "黑水县" / "2024Q1" / "慈善会" / "捐赠款物.xlsx", BASIC)
    assert list(told_by(operator, tmp_path / "黑水县", *HEISHUI)) == ["慈善会/捐赠款物.xlsx"]


def test_the_folders_say_what_no_option_says(operator, tmp_path):
    file = write(tmp_path / "黑水县" / "2024Q1" / "捐赠款物.xlsx", BASIC)
    assert statuses(told_by(operator, file, "--county", "黑水县")) == {"donation": "accepted"}
    assert statuses(told_by(operator, file, "--period", "2024Q1")) == {"donation": "accepted"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--county", "红岩"), "unknown county: 红岩; give a code such as 513228 or a full name such as 黑水县"),
        (
            ("--county", "513228", "--period", "2024第五季度"),
            "'2024第五季度' is not a period; write 2024Q1, 2024-03 or 2024",
        ),
        (
            ("--county", "513228"),
            "the period is missing: the folders of the files do not say it; give it as --period 2024Q1",
        ),
        (
            ("--period", "2024Q1"),
            "the county is missing: the folders of the files do not say it; give it as --county 513228",
        ),
    ],
    ids=["county", "period", "no-period", "no-county"],
)
def test_a_county_or_period_that_is_not_there_is_said(operator, tmp_path, options, sentence):
    file = write(tmp_path / "loose" / "捐赠款物.xlsx", BASIC)
    done = operator("check", str(file), *options)
    assert done.returncode == 2
    assert done.stderr == f"etl: {sentence}\n"


def test_two_files_that_would_bear_one_name_are_refused(operator, tmp_path):
    one, other = (write(tmp_path / folder / "捐赠款物.xlsx", BASIC) for folder in ("a", "b"))
    done = operator("check", str(one), str(other), *HEISHUI)
    assert done.returncode == 2
    assert "would both be called 捐赠款物.xlsx" in done.stderr

"""Templates on their whole way: handed out, filled in, sent, judged, and begun anew with what was accepted."""

import json
import shutil
from datetime import date

import pytest

from tests.filled_templates import filled
from tests.office import LACKING, SOFFICE, saved_as
from tests.unit.templates.conftest import PROJECT_ROW

COUNTY, OTHER = "513228", "510104"  # 黑水县 owes every report, 锦江区 three
KINDS = {"513226": "xlsx", "513230": "xls", "513231": "ods"}  # of other counties that owe every report
OVER = {"A8": "XM008", "B8": "文化广场", "C8": "索玛公益基金会", "D8": "91350100M000100Y43", "H8": "文化", "I8": "完成"}
OVER |= {"J8": 2.0, "K8": 2.0, "N8": date(2024, 3, 20)}


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator):
    return make_operator(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="module")
def handed_out(operator, tmp_path_factory):
    """The templates of both counties for the first quarter."""
    folder = tmp_path_factory.mktemp("handed out")
    done = operator("templates", "--out", str(folder), "--period", "2024Q1", "--county", COUNTY, "--county", "锦江区")
    assert done.stdout == f"2 workbooks for 2024Q1: {folder}\n"
    return {path.name[:6]: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def first_night(operator, handed_out):
    """One county fills in its projects and says that there was nothing to donate; the other sends what it was sent."""
    row = PROJECT_ROW | {"L7": date(2024, 1, 8)} | OVER
    send(
        operator,
        COUNTY,
        "2024Q1",
        filled(handed_out[COUNTY].read_bytes(), {"帮扶项目台账": row, "捐赠款物": {"B4": "是"}}),
    )
    send(operator, OTHER, "2024Q1", handed_out[OTHER].read_bytes())
    done = operator("run")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def prefilled(operator, first_night, tmp_path_factory):
    assert first_night
    folder = tmp_path_factory.mktemp("prefilled")
    done = operator("templates", "--out", str(folder), "--period", "2024Q2", "--county", COUNTY, "--prefilled")
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    return path


def send(operator, county, period, content, name="报表.xlsx"):
    shutil.rmtree(operator.inbox / county, ignore_errors=True)
    folder = operator.inbox / county / period
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)


def statuses(operator, county, period):
    rows = json.loads(operator("status", county, "--period", period, "--json").stdout)
    return {row["report"]: row["status"] for row in rows}


def checked(operator, path):
    done = operator("check", "--json", "--county", COUNTY, "--period", "2024Q2", str(path))
    return json.loads(done.stdout)


def test_what_nobody_filled_in_is_missing(operator, first_night):
    assert first_night
    assert set(statuses(operator, OTHER, "2024Q1").values()) == {"missing"}
    issues = json.loads(operator("issues", "--county", OTHER, "--json").stdout)
    assert {(issue["rule"], issue["severity"]) for issue in issues} == {("template.untouched", "notice")}


def test_what_was_filled_in_is_accepted_and_what_was_ticked_is_nil(operator, first_night):
    assert first_night
    found = statuses(operator, COUNTY, "2024Q1")
    assert (found.pop("project"), found.pop("donation")) == ("accepted", "nil")
    assert set(found.values()) == {"missing"}


def test_a_prefilled_one_holds_open_projects_only_and_is_missing_until_touched(operator, prefilled):
    described = checked(operator, prefilled)
    assert described["verdict"] == "missing"
    assert {issue["rule"] for issue in described["issues"]} == {"template.untouched"}


def test_a_prefilled_one_goes_on_where_the_last_period_ended(operator, prefilled, tmp_path):
    path = tmp_path / "报表.xlsx"
    path.write_bytes(filled(prefilled.read_bytes(), {"帮扶项目台账": {"K7": 9.5, "I7": "资金拨付"}}))
    described = checked(operator, path)
    assert described["verdict"] == "accepted"
    assert [(table["report"], table["rows"]) for table in described["tables"]] == [("project", 1)]
    assert {issue["rule"] for issue in described["issues"]} <= {"template.untouched"}


def test_nothing_owed_is_said(operator, tmp_path):
    done = operator("templates", "--out", str(tmp_path), "--period", "2024-03")
    assert (done.returncode, done.stderr) == (2, "etl: nothing is owed for 2024-03, so there is no template of it\n")


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory):
    """Files as LibreOffice saves them, each in its county's format."""

    def saved_again(contents):
        found = {}
        for county, content in contents.items():
            folder = tmp_path_factory.mktemp("saved")
            (folder / "报表.xlsx").write_bytes(content)
            (found[county],) = saved_as(KINDS[county], [folder / "报表.xlsx"], folder)
        return found

    return saved_again


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason=LACKING)
def test_saved_by_another_program_they_go_the_whole_way_with_the_county_s_words(
    operator, first_night, saved_again, tmp_path
):
    assert first_night
    counties = [argument for county in KINDS for argument in ("--county", county)]

    def templates(period, *more):
        done = operator("templates", "--out", str(tmp_path / period), "--period", period, *counties, *more)
        assert done.returncode == 0, done.stderr
        return {path.name[:6]: path.read_bytes() for path in (tmp_path / period).iterdir()}

    def night(period, files):
        for county, path in files.items():
            send(operator, county, period, path.read_bytes(), path.name)
        done = operator("run", "--period", period, *counties)
        assert done.returncode == 0, done.stdout + done.stderr
        return {county: statuses(operator, county, period)["project"] for county in files}

    blank = templates("2024Q1")
    assert set(night("2024Q1", saved_again(blank)).values()) == {"missing"}
    row = {**PROJECT_ROW, "L7": date(2024, 1, 8), "I7": "审批", "T7": "先行拨付，有批文"}
    sent = {county: filled(content, {"帮扶项目台账": row}) for county, content in blank.items()}
    assert set(night("2024Q1", saved_again(sent)).values()) == {"accepted"}
    for county in KINDS:
        issues = json.loads(operator("issues", "--county", county, "--period", "2024Q1", "--json").stdout)
        said = {(one["rule"], one["explanation"]) for one in issues if one["severity"] != "notice"}
        assert said == {("project.disbursed_yuan.approval_has_no_disbursement", row["T7"])}, county
    begun = templates("2024Q2", "--prefilled")
    assert set(night("2024Q2", saved_again(begun)).values()) == {"missing"}
    sent = {county: filled(content, {"帮扶项目台账": {"K7": 9.5}}) for county, content in begun.items()}
    assert set(night("2024Q2", saved_again(sent)).values()) == {"accepted"}

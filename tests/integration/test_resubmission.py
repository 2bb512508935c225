"""One report sent again: only its file is read from the inbox, and what the rules tie to it is judged again from the archive."""

import json
import shutil

import pytest

from tests.integration.operator import CORPUS

COUNTY = "510823"  # nine files; the project list has a planted fault on the first night
PROJECTS = "附件3_剑阁县帮扶项目台账.xls"
PAYMENTS = "附件4_剑阁县资金拨付明细.xls"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator):
    return make_operator(tmp_path_factory.mktemp("resubmission"))


def send(operator, night, *names):
    folder = operator.inbox / COUNTY / "2024Q1"
    shutil.rmtree(operator.inbox, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in names or [path.name for path in (CORPUS / night / COUNTY / "2024Q1").iterdir()]:
        shutil.copy(CORPUS / night / COUNTY / "2024Q1" / name, folder)


def verdicts(operator):
    rows = json.loads(operator("status", COUNTY, "--json").stdout)
    return {row["report"]: (row["status"], row["source_file"], row["in_use"]) for row in rows}


def test_only_what_changed_is_read_and_what_hangs_on_it_is_judged_again(operator):
    send(operator, "night1", PAYMENTS)
    first = operator("run")
    assert "1 reports accepted, 0 returned" in first.stdout, first.stdout + first.stderr
    notices = json.loads(operator("issues", "--county", COUNTY, "--json").stdout)
    assert "本期没有收到《帮扶项目台账》" in notices[0]["message"]

    send(operator, "night1")
    second = operator("run")
    assert "8 read, 1 known" in second.stdout, second.stdout
    assert verdicts(operator)["project"] == ("returned", PROJECTS, "none")
    # the payments were judged again with the projects: nothing of them is unchecked any more
    assert not any(
        "本期没有收到" in issue["message"]
        for issue in json.loads(operator("issues", "--county", COUNTY, "--json").stdout)
    )

    send(operator, "night2", PROJECTS)
    third = operator("run")
    assert "1 read, 0 known" in third.stdout, third.stdout
    assert {status for status, _, _ in verdicts(operator).values()} == {"accepted"}
    assert verdicts(operator)["disbursement"] == ("accepted", PAYMENTS, "this")


def test_an_older_file_that_comes_back_displaces_nothing(operator):
    send(operator, "night1", PROJECTS)
    again = operator("run")
    assert again.stdout.startswith("nothing new"), again.stdout
    assert verdicts(operator)["project"][0] == "accepted"

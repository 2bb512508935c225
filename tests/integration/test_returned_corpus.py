"""For every county with a planted fault: its own workbook marks exactly what must be mended, and mended it is accepted whole."""

import csv
import hashlib
import json
import os
import shutil

import pytest

from etl.contract.catalog import load_catalog
from etl.marking.return_file import returned_file
from etl.marking.unmark_workbook import unmarked
from etl.model import Issue, Severity
from etl.returned.explanation import Explainer
from etl.returned.return_facts import ReturnFacts
from etl.settings import ReadingLimits, shipped
from tests.integration.operator import CORPUS, Operator
from tests.office import LACKING, SOFFICE, saved_as
from tests.workbooks.marked_cells import marked_cells, with_cells
from tests.workbooks.package_rules import broken_rules

LIMITS = ReadingLimits()
SEDA = (
    "社会组织名录",
    "表2 结对帮扶协议",
    "表3 帮扶项目台账",
    "拨付明细",
    "捐赠款物",
    "消费帮扶销售",
    "表7 孵化基地",
    "表8 项目需求与认领",
    "活动与宣传",
)
STATUSES = {"L4": "已认领", "L5": "已转项目", "L6": "未认领", "L7": "未认领", "L8": "已转项目", "L9": "未认领"}
# county -> what its clerk writes into marked cells, and into those that follow from them
MENDED = {
    "510821": {("表1 社会组织花名册", "J9"): ""},
    "510823": {("帮扶项目台账", "K5"): "1566", ("帮扶项目台账", "K9"): "2772"},
    "511113": {("结对帮扶协议", "G5"): "2023-02-28"},
    "511132": {("帮扶项目台账", "I7"): "产业"},
    "513222": {("资金拨付明细", "D5"): "XM513222-2024-001"},
    "513223": {("结对帮扶协议", "C7"): "四川省云岭乡村发展协会55"},
    "513225": {("表7 项目需求与认领", "F5"): "15万元"},
    "513232": {("帮扶项目台账", "L11"): "80.57万元", ("帮扶项目台账", "L12"): "578.21万元"},
    "513233": {("Sheet1", "C7"): "5251323331ANFJCN2M"},
    "513326": {("表3 帮扶项目台账", "B5"): "XM513326-2024-002"},
    "513330": {("孵化基地", "J4"): "", ("孵化基地", "J5"): "", ("孵化基地", "J6"): ""},
    "513333": {(sheet, "A1"): "填报单位：色达县民政局" for sheet in SEDA},
    "513336": {("捐赠款物", "F7"): "54.52"},
    "513338": {("帮扶项目台账", "M3"): "20231130"},
    "513423": {("需求认领", "L3"): "认领状态"} | {("需求认领", cell): status for cell, status in STATUSES.items()},
    "513430": {("捐赠款物", "F6"): "13.57", ("捐赠款物", "F12"): "131.08"},
    "513434": {("消费帮扶", "E6"): "611.19万元"},
}
TOTALS = {("帮扶项目台账", "K9"), ("帮扶项目台账", "L12"), ("捐赠款物", "F12")}  # which a row with a fault was part of
UNMARKED = {*TOTALS, ("孵化基地", "J5"), ("孵化基地", "J6"), *(("需求认领", cell) for cell in STATUSES)}


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    return Operator(tmp_path_factory.mktemp("returned"))


def judged(operator, paths):
    done = operator("check", "--json", *map(str, paths))
    assert done.returncode == 0, done.stderr
    return {told["file"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def planted():
    """County -> the file with its fault, and how bad that is."""
    with (CORPUS / "truth1" / "defects.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["county_code"]: (
            CORPUS / "night1" / row["county_code"] / row["period"] / row["source_file"],
            row["severity"],
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def returned(operator, planted):
    """County -> its workbook as it goes back."""
    told = judged(operator, [path for path, _ in planted.values()])
    explainer = Explainer(load_catalog(shipped("config")))
    found = {}
    for county, (path, _) in planted.items():
        issues = [
            Issue(
                **{name: value for name, value in one.items() if name != "waived"}
                | {"severity": Severity(one["severity"])}
            )
            for one in told[str(path)]["issues"]
        ]
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        plan = explainer.plan(ReturnFacts(county, "2024年第一季度", path.name, sha256), issues)
        found[county] = returned_file(path.read_bytes(), plan, LIMITS)
    return found


def test_exactly_the_cells_with_faults_are_marked(planted, returned):
    assert returned.keys() == MENDED.keys()
    wrong = {
        county: (marked_cells(content), expected)
        for county, content in returned.items()
        if marked_cells(content)
        != (expected := {cell: planted[county][1] for cell in MENDED[county] if cell not in UNMARKED})
    }
    assert wrong == {}
    assert {county: found for county, content in returned.items() if (found := broken_rules(content))} == {}


def test_mended_they_are_accepted_whole_and_the_marks_go(operator, planted, returned, tmp_path):
    paths = {}
    for county, content in returned.items():
        paths[county] = tmp_path / county / "2024Q1" / f"{planted[county][0].stem}.xlsx"
        paths[county].parent.mkdir(parents=True)
        mended = with_cells(content, MENDED[county])
        paths[county].write_bytes(mended)
        if planted[county][0].suffix == ".xlsx":
            assert marked_cells(unmarked(mended, LIMITS), first=0) == {}
    told = judged(operator, paths.values())
    issues = {
        county: [(one["rule"], one["cell"]) for one in told[str(path)]["issues"] if one["severity"] != "notice"]
        for county, path in paths.items()
    }
    assert {county: found for county, found in issues.items() if found} == {}
    shutil.rmtree(tmp_path)


def test_sent_back_as_they_are_they_say_the_same_again(operator, planted, returned, tmp_path):
    paths = {
        county: tmp_path / county / "2024Q1" / f"{planted[county][0].stem}.xlsx"
        for county in ("511113", "513223", "513423")
    }
    for county, path in paths.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(returned[county])
    again = judged(operator, paths.values())
    before = judged(operator, [planted[county][0] for county in paths])
    assert [told["issues"] for told in again.values()] == [told["issues"] for told in before.values()]


def test_beside_the_file_it_was_made_from_one_is_its_correction(operator, planted, returned, tmp_path):
    origin, back = tmp_path / "台账.xlsx", tmp_path / "改正.xlsx"
    shutil.copy(planted["511113"][0], origin)
    back.write_bytes(with_cells(returned["511113"], MENDED["511113"]))
    for path in (origin, back):
        os.utime(path, (1_712_000_000, 1_712_000_000))
    done = operator("check", "--json", "--county", "511113", "--period", "2024Q1", str(origin), str(back))
    told = {one["file"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert {one["status"] for one in told["改正.xlsx"]["reports"]} <= {"accepted", "nil"}


@pytest.fixture(scope="module")
def lying(returned, planted, tmp_path_factory):
    """County -> its returned workbook on disk, under a name that no other has."""
    folder = tmp_path_factory.mktemp("lying")
    paths = {county: folder / county / "2024Q1" / f"{county}.xlsx" for county in planted}
    for county, path in paths.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(returned[county])
    return paths


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason=LACKING)
def test_an_office_program_opens_each(lying, tmp_path):
    pages = saved_as("pdf", lying.values(), tmp_path)
    assert [page.name for page in pages if page.read_bytes()[:5] != b"%PDF-"] == []


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason=LACKING)
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_saved_again_by_an_office_program_they_say_the_same_again(operator, lying, tmp_path, ending):
    saved = [
        path.rename(lying[path.stem].with_suffix(f".again.{ending}"))  # below a folder that says whose it is
        for path in saved_as(ending, lying.values(), tmp_path)
    ]
    told = judged(operator, [*lying.values(), *saved])
    before, again = (
        [
            [
                (one["rule"], one["sheet"], one["cell"])
                for one in told[str(path)]["issues"]
                if one["severity"] != "notice"
            ]
            for path in paths
        ]
        for paths in (lying.values(), saved)
    )
    assert again == before
    if ending == "xlsx":
        filled = {path.name: marked_cells(unmarked(path.read_bytes(), LIMITS), first=0) for path in saved}
        assert {name: cells for name, cells in filled.items() if cells} == {}

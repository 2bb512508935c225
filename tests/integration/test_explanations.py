"""Warnings that a county explains in the workbook which went back to it: kept with the figure, carried on, never a pardon."""

import csv
import io
import json
import shutil

import pytest
import xlsxwriter

from etl.settings import ReadingLimits
from etl.workbook.own_marks import is_front_sheet
from etl.workbook.read import read_content
from tests.filled_templates import with_cells, with_parts

COUNTY, OTHER, THIRD = "510104", "510105", "510106"
HEADING = ["基地名称", "基地层级", "运营机构", "建成日期", "面积（平方米）", "入驻组织数", "投入资金（万元）"]
OLD, OLDER = (
    ["甲基地", "县级", "某中心", "1985-06-01", 300, 4, 12],
    ["乙基地", "县级", "某中心", "1986-06-01", 200, 3, 8],
)
NEW = ["丙基地", "县级", "某中心", "2020-06-01", 100, 2, 5]
FRONT = "xl/worksheets/sheetReturned1.xml"
RULE = "incubator.opened_on.not_after_period"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator):
    return make_operator(tmp_path_factory.mktemp("explanations"))


def book(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet("孵化基地")
        for number, row in enumerate([[*HEADING, "核实说明"], *rows]):  # as in a template
            sheet.write_row(number, 0, row)
    return content.getvalue()


def explained(operator, folder, content, said):
    """The file as it goes back, with words of the county beside some cells."""
    (folder / "孵化基地.xlsx").write_bytes(content)
    done = operator("check", str(folder / "孵化基地.xlsx"), "--return", str(folder / "back.xlsx"))
    assert done.returncode == 0, done.stderr
    back = (folder / "back.xlsx").read_bytes()
    (front,) = filter(is_front_sheet, read_content(back, "xlsx", ReadingLimits())[1])
    heading = next(row for row in front.rows if "核实说明" in row)
    column, cell = heading.index("核实说明"), heading.index("单元格")
    cells = {
        f"{chr(65 + column)}{number}": said[row[cell]]
        for number, row in enumerate(front.rows, 1)
        if len(row) > cell and row[cell] in said
    }
    assert len(cells) == len(said), front.rows
    return with_parts(back, {FRONT: lambda xml: with_cells(xml, cells)})


def send(operator, county, period, content):
    folder = operator.inbox / county / period
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "孵化基地.xlsx").write_bytes(content)


def found(operator, county, period):
    """Rule, cell and explanation of what stands."""
    rows = json.loads(operator("issues", "--county", county, "--period", period, "--json").stdout)
    return sorted((row["rule"], row["cell"], row["explanation"]) for row in rows)


@pytest.fixture(scope="module")
def first(operator, tmp_path_factory):
    """One county explains one of two warnings, the other one a critical issue."""
    folder = tmp_path_factory.mktemp("files")
    mine = explained(operator, folder, book(OLD, OLDER), {"D2": "1985年建成，属实；联系人身份证 510104196001011234"})
    send(operator, COUNTY, "2024Q1", mine)
    wrong = [*OLD[:1], "星级", *OLD[2:]]
    send(operator, OTHER, "2024Q1", explained(operator, folder, book(wrong), {"B2": "我县就叫星级"}))
    send(operator, THIRD, "2024Q1", book([*OLD, "建成早，有产权证"], OLDER))
    done = operator("run")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def second(operator, first):
    """Next quarter the file comes anew: the explained row further down, and with another day in the other county's place."""
    assert first
    send(operator, COUNTY, "2024Q2", book(NEW, [*OLDER[:3], "1985-06-01", *OLDER[4:]], [*OLD[:4], 350, *OLD[5:]]))
    done = operator("run")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_an_explanation_stands_with_the_warning_which_stays(operator, first):
    assert first
    ((_, one, said), (_, other, nothing)) = found(operator, COUNTY, "2024Q1")
    assert (one, other, nothing) == ("D2", "D3", None)
    assert said.startswith("1985年建成，属实")
    assert "196001011234" not in said
    shown = operator("issues", "--county", COUNTY).stdout
    assert "explained" in shown
    assert "属实" in "".join(shown.split())


def test_what_stands_beside_a_row_explains_its_warnings(operator, first):
    assert first
    assert [(cell, said) for _, cell, said in found(operator, THIRD, "2024Q1")] == [
        ("D2", "建成早，有产权证"),
        ("D3", None),
    ]


def test_a_critical_issue_cannot_be_explained_away(operator, first):
    assert first
    assert ("incubator.base_level.code", "B2", None) in found(operator, OTHER, "2024Q1")
    (row,) = [
        one
        for one in json.loads(operator("status", OTHER, "--period", "2024Q1", "--json").stdout)
        if one["report"] == "incubator"
    ]
    assert row["status"] == "returned"


def test_it_is_carried_on_for_the_same_row_rule_and_value(operator, second):
    assert second
    assert [(cell, bool(said)) for _, cell, said in found(operator, COUNTY, "2024Q2")] == [("D3", False), ("D4", True)]


def test_an_analyst_reads_since_when(operator, second):
    assert second
    asked = "select period, row_key, since_period, source_row from mart.explanation where stands and county_code = '510104' order by period"
    answer = operator("sql", asked, "--csv").stdout
    assert [*csv.reader(io.StringIO(answer))][1:] == [
        ["2024Q1", "甲基地", "2024Q1", "2"],
        ["2024Q2", "甲基地", "2024Q1", "4"],
    ]


def test_the_county_is_not_asked_again(operator, second, tmp_path):
    assert second
    operator("returns", "--out", str(tmp_path), "--county", COUNTY, "--period", "2024Q2")
    (path,) = (path for path in tmp_path.rglob("*.xlsx"))
    (front,) = filter(is_front_sheet, read_content(path.read_bytes(), "xlsx", ReadingLimits())[1])
    listed = [row for row in front.rows if RULE in row]
    assert [[cell for cell in row if cell in ("D3", "D4")] for row in listed] == [["D3"]]


def test_a_home_that_lost_its_list_still_removes_what_is_mended(operator, second, tmp_path):
    assert second
    asked = ("returns", "--out", str(tmp_path), "--period", "2024Q1")
    operator(*asked)
    there = tmp_path / ".returned.json"
    (standing,) = tmp_path.glob(f"{THIRD}_*/2024Q1/*.xlsx")
    mended, of_others = standing.with_name("已改正.xlsx"), standing.with_name("别人的.xlsx")
    for path in (mended, of_others):
        path.write_bytes(b"x")
    told = json.loads(there.read_text(encoding="utf-8"))
    told["places"].append(mended.relative_to(tmp_path).as_posix())
    there.write_text(json.dumps(told), encoding="utf-8")
    (operator.home / "returned.json").unlink()
    operator(*asked)
    assert [path.exists() for path in (standing, mended, of_others)] == [True, False, True]
    assert there.read_text(encoding="utf-8").count("已改正") == 0

    stray = json.dumps(told | {"warehouse": "another", "places": [of_others.relative_to(tmp_path).as_posix()]})
    there.write_text(stray, encoding="utf-8")
    operator(*asked)
    assert of_others.exists()
    assert there.read_text(encoding="utf-8") == stray

"""`etl check`: what would happen to a file, told without a warehouse and without storing anything."""

import json

import pytest
import xlsxwriter

from tests.integration.operator import CORPUS, Operator

SALES = [
    ["锦江区消费帮扶"],
    ["单位：万元"],
    ["社会组织名称", "农产品", "渠道", "销售金额"],
    ["四川省索玛公益基金会", "苹果", "线上", 1.5],
    ["四川省索玛公益基金会", "蜂蜜", "快递", "若干"],
    ["合计", None, None, 1.5],
]


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    return Operator(tmp_path_factory.mktemp("check"))


@pytest.fixture(scope="module")
def told(operator, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with xlsxwriter.Workbook(folder / "消费.xlsx") as book:
        sheet = book.add_worksheet("表六")
        for number, row in enumerate(SALES):
            sheet.write_row(number, 0, row)
    (folder / "说明.pdf").write_bytes(b"%PDF-1.7 nothing")
    done = operator("check", "--json", str(folder), ETL_WAREHOUSE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 0, done.stderr
    assert "2 files: 2 returned" in done.stderr
    return {line["file"].rsplit("/")[-1]: line for line in map(json.loads, done.stdout.splitlines())}


def test_each_column_says_how_it_was_understood(told):
    (table,) = told["消费.xlsx"]["tables"]
    assert (table["report"], table["heading_rows"], table["rows"]) == ("sale", [3, 3], 2)
    assert [(c["column"], c["field"], c["matched_by"], c["unit_source"]) for c in table["columns"]] == [
        ("A", "org_name", "label", None),
        ("B", "product", "label", None),
        ("C", "channel", "alias", None),
        ("D", "sold_yuan", "alias", "sheet"),
    ]
    assert table["totals"] == [{"row": 6, "label": "合计"}]


def test_issues_name_their_cells(told):
    critical = {
        issue["cell"]: issue["rule"] for issue in told["消费.xlsx"]["issues"] if issue["severity"] == "critical"
    }
    assert critical == {"C5": "sale.channel.code", "D5": "sale.sold_yuan.type"}


def test_what_is_no_workbook_is_named(told):
    assert told["说明.pdf"]["verdict"] == "returned"
    assert "PDF" in told["说明.pdf"]["issues"][0]["message"]


def test_nothing_is_stored(operator, told):
    assert told
    assert not operator.home.exists()


def test_a_person_reads_lines(operator):
    done = operator("check", str(CORPUS / "night1" / "513423"))
    assert "B   项目编号 -> project_no by label" in done.stdout
    assert "critical 需求认领" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 files: 1 returned")


def test_a_path_that_is_not_there_is_said(operator):
    done = operator("check", "/no/such/file.xlsx")
    assert done.returncode == 2
    assert done.stderr == "etl: /no/such/file.xlsx does not exist\n"


def test_an_account_says_what_every_cell_was_taken_for(operator, tmp_path):
    rows = [
        *SALES[:4],
        ["合计", None, None, 2.5],
        ["注：核对 510105199001011234"],
        [None, None, None, None, None, "旁注"],
    ]
    with xlsxwriter.Workbook(tmp_path / "消费.xlsx") as book:
        sheet = book.add_worksheet("510105199001011234")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    lines = operator("check", "--account", str(tmp_path)).stdout
    told = json.loads(operator("check", "--account", "--json", str(tmp_path)).stdout)
    (page,) = told["sheets"]
    assert [(run["range"], run["taken_for"], run["rules"]) for run in page["cells"]] == [
        ("A1", "title", []),
        ("A2", "unit line", []),
        ("A3:D3", "heading", []),
        ("A4:D4", "value of a field", []),
        ("A5:D5", "total", ["sale.sold_yuan.total"]),
        ("A6", "footer", []),
        ("F7", "named by an issue", ["table.beside"]),
    ]
    assert "    A5:D5             2  total (sale.sold_yuan.total)" in lines.splitlines()
    assert "19900101" not in lines

"""Files beside tables: the rows of a county with their cells, without numbers of persons, and the rows of a table."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from unittest.mock import Mock

import pytest
import python_calamine

from etl.errors import TransientError
from etl.site.build import site_files
from etl.site.county_files import county_files
from etl.site.folder import Made, write_folder
from etl.site.page import Cell, Fold, Head, Page, Paragraph, Section, Table
from etl.site.read_ahead import MOST_ROWS, ReadAhead
from etl.site.rendering import Renderer
from etl.site.table_files import with_files
from etl.warehouse.queries.source_cells import SourceCells
from tests.unit.site.site_facts import COUNTY, PERIOD, facts, files_of, made, sending

ORGANIZATION = {
    "org_name": "=HYPERLINK(甲协会)",
    "credit_code": "53510821893N56GUBH",
    "register_level": "county",
    "legal_person": "张三",
    "phone": "13800138000",
    "remark": "联系人身份证510105********1234",
}


def of_a_county(audience):
    asked = []

    def rows_of(report, columns, submissions):
        asked.append((report, tuple(submissions)))
        return {1: [[*(ORGANIZATION.get(column.name) for column in columns), "名录.xlsx", "名录", "9"]]}

    letters = {"org_name": "B", "credit_code": "C", "remark": "M"}
    given = facts(
        audience=audience,
        sendings={(PERIOD, COUNTY): [sending(report="organization")]},
        sources={
            (PERIOD, COUNTY): [SourceCells(PERIOD, COUNTY, "organization", "名录.xlsx", "名录", 9, 9, 1, 1, letters)]
        },
    )
    return dict(county_files(given, rows_of)), asked


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_rows_of_a_county_name_their_cells_and_no_number_of_a_person(audience):
    found, asked = of_a_county(audience)
    assert asked == []  # nothing is fetched until it is needed
    text = found[f"data/{COUNTY}/{PERIOD}-organization.csv"].make().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["社会组织名称"] == "'=HYPERLINK(甲协会)"
    assert (row["统一社会信用代码"], row["登记层级"]) == ("53510821893N56GUBH", "县级")
    assert [row[name] for name in ("来源文件", "工作表", "行", "单元格")] == ["名录.xlsx", "名录", "9", "B9:M9"]
    assert row.get("法定代表人") == ("张三" if audience == "internal" else None)
    assert "联系电话" not in row
    assert not any(number in text for number in ("13800138000", "510105"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(found[f"data/{COUNTY}/{PERIOD}.xlsx"].make()))
    assert book.sheet_names == ["社会组织名录"]
    assert len(asked) == 1  # workbook and CSV are made of the same rows


def test_figures_and_days_of_a_county_are_no_texts():
    kinds = {"orgs": "29", "held_on": "2024-03-14", "activity_name": "0012"}
    given = facts(
        sendings={(PERIOD, COUNTY): [sending(report="activity")]},
        sources={(PERIOD, COUNTY): [SourceCells(PERIOD, COUNTY, "activity", "a.csv", "", 4, 4, 1, 1, {"orgs": "F"})]},
    )
    found = dict(
        county_files(given, lambda _, columns, __: {1: [[*(kinds.get(c.name) for c in columns), "a.csv", "", "4"]]})
    )
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(found[f"data/{COUNTY}/{PERIOD}.xlsx"].make()))
    heads, row = book.get_sheet_by_index(0).to_python()
    shown = dict(zip(heads, row, strict=True))
    names = ("活动名称", "举办日期", "参与社会组织数", "行", "单元格")
    assert [shown[name] for name in names] == ["0012", date(2024, 3, 14), 29, 4, "F4:F4"]


def test_rows_are_fetched_ahead_of_the_asking_and_no_more_than_wait():
    asked = []

    def fetch(versions):
        asked.append([*versions])
        return {version: [[str(version)]] for version in versions}

    rows = ReadAhead(fetch, dict.fromkeys(range(1, 9), 1) | {9: MOST_ROWS})
    assert [rows.rows(version) for version in (1, 2, 3, 4, 5, 6, 7, 8, 9)] == [[[str(n)]] for n in range(1, 10)]
    assert asked == [[1], [2, 3], [4, 5, 6, 7], [8], [9]]
    assert rows.rows(2) == [["2"]]  # asked for again, and alone
    assert asked[-1] == [2]


def test_the_next_portion_comes_while_this_one_is_used_and_no_further():
    asked, order = [], [1, 2, 3, 4, 5, 6, 7, 8]

    def fetch(versions):
        asked.append([*versions])
        return {version: [[str(version)]] for version in versions}

    with ThreadPoolExecutor(max_workers=1) as pool:
        rows = ReadAhead(fetch, dict.fromkeys(order, 1), pool)
        for version in (1, 2):
            assert rows.rows(version) == [[str(version)]]
        pool.submit(int).result()
        assert asked == [[1], [2, 3], [4, 5]]
        assert [rows.rows(version) for version in (3, 8, 4, 5, 6)] == [[[str(n)]] for n in (3, 8, 4, 5, 6)]


def test_a_portion_that_cannot_be_fetched_is_an_error_where_it_is_asked_for():
    def fetch(versions):
        if 3 in versions:
            raise TransientError("gone")
        return {version: [] for version in versions}

    with ThreadPoolExecutor(max_workers=1) as pool:
        rows = ReadAhead(fetch, dict.fromkeys([1, 2, 3], 1_500), pool)
        assert [rows.rows(1), rows.rows(2)] == [[], []]
        with pytest.raises(TransientError):
            rows.rows(3)


def test_what_is_made_is_made_once(tmp_path):
    times_made = []

    def make():
        times_made.append(1)
        return b"rows"

    start = files_of({"index.html": b"start"})

    folder = tmp_path / "site"
    for key, times in (("1", 1), ("1", 1), ("2", 2)):
        write_folder(folder, iter([("data/a.csv", Made(key, make)), *start]))
        assert len(times_made) == times
    (folder / "data" / "a.csv").unlink()
    write_folder(folder, iter([("data/a.csv", Made("2", make)), *start]))
    assert len(times_made) == 3


def test_rows_of_a_table_are_numbers_in_a_file():
    table = Table(
        "各市",
        (Head("市"), Head("协议金额（万元）", True), Head("拨付率", True)),
        [
            (Cell("甲市"), Cell("1,263.50", "12635000.00"), Cell("69.9%", "0.6986")),
            (Cell("乙市"), Cell("—"), Cell("—")),
        ],
    )
    page = Page(
        "progress.html", "进展", "？", (), (Section("a", "A", (Paragraph(("无",)), table, Fold("更多", (table,)))),)
    )
    linked, files = with_files(page)
    found = made(files)
    assert [*found] == ["data/progress/a.csv", "data/progress/a-2.csv", "data/progress.xlsx"]
    assert [link.href for link in linked.sections[0].blocks[1].files] == ["data/progress.xlsx", "data/progress/a.csv"]
    lines = found["data/progress/a.csv"].decode("utf-8-sig").splitlines()
    assert lines == ["市,协议金额（万元）,拨付率", "甲市,1263.50,69.9%", "乙市,,"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(found["data/progress.xlsx"]))
    assert book.get_sheet_by_index(0).to_python()[1][1] == 1263.5


def test_a_page_that_says_the_same_is_not_made_again(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    assert write_folder(folder, site_files(facts())).changed > 200
    monkeypatch.setattr(Renderer, "html", Mock(side_effect=AssertionError))
    for writer in ("csv_of", "xlsx_of"):
        monkeypatch.setattr(f"etl.site.table_files.{writer}", Mock(side_effect=AssertionError))
    assert write_folder(folder, site_files(facts())).changed == 0


def test_every_export_beside_a_table_is_written():
    written = {path for path, _ in site_files(facts())}
    assert {"data/index.xlsx", "data/index/matrix.csv", "data/template/project.xlsx"} <= written
    assert "data/index/late.csv" not in written  # nobody is late

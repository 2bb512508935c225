"""`etl check --rows`: the typed rows that would load, to be held against the sheet."""

import json

import pytest
import xlsxwriter

from tests.integration.operator import Operator

ROWS = [
    ["捐赠编号", "捐赠社会组织", "捐赠日期", "捐赠类型", "金额（折价）（万元）", "备注", "县级复核"],
    ["JZ-001", "甲协会", "2024年1月5日", "资金", 10.61, "经办人510105199001011234", "已复核\x1b[31m"],
    ["JZ-002", "乙协会", "2024.2.5", "物资", "1,250", "很长的说明" * 30, None],
]
BROKEN = [["社会组织名称", "农产品", "销售渠道", "成交额"], ["甲协会", "花椒", "线上", "若干"]]


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    return Operator(tmp_path_factory.mktemp("check"))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "报表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("捐赠款物", ROWS), ("消费帮扶", BROKEN)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_values_are_what_the_warehouse_would_hold(operator, file):
    done = operator("check", "--rows", "--json", str(file), "--county", "513228", "--period", "2024Q1")
    (told,) = map(json.loads, done.stdout.splitlines())
    assert list(told["rows"]) == ["donation"], "nothing of a returned report loads"
    first, second = told["rows"]["donation"]
    assert first["source_row"] == 2
    assert first["source_sheet"] == "捐赠款物"
    assert first["donated_on"] == "2024-01-05"
    assert first["kind"] == "cash"
    assert first["value_yuan"] == "106100.00"
    assert first["remark"] == "经办人510105********1234"
    assert list(first["extra"]) == ["县级复核"]
    assert second["value_yuan"] == "12500000.00"
    assert second["remark"] == "很长的说明" * 30, "JSON is never cut"
    assert second["extra"] == {}


def test_a_person_reads_a_table_a_report(operator, file):
    done = operator("check", "--rows", str(file))
    assert "\x1b" not in done.stdout
    (place,) = [number for number, line in enumerate(done.stdout.splitlines()) if "donation: 2 rows would load" in line]
    heading, first, second = done.stdout.splitlines()[place + 1 : place + 4]
    assert heading.split()[:4] == ["source_row", "source_sheet", "donation_no", "org_name"]
    assert first.split()[:4] == ["2", "捐赠款物", "JZ-001", "甲协会"]
    assert "106100.00" in first
    assert "…" in second
    assert "510105199001011234" not in done.stdout


def test_without_the_option_no_rows_are_told(operator, file):
    (told,) = map(json.loads, operator("check", "--json", str(file)).stdout.splitlines())
    assert "rows" not in told
    assert "reports" not in told

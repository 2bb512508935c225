"""A new report type is one YAML file and no Python: its rows, comments, checks and status follow from the contract.

One comes as a list and one as an indicator form; both go through the same run.
"""

from datetime import date
from decimal import Decimal

import psycopg
import pytest
import xlsxwriter
from psycopg.rows import dict_row

from etl.warehouse.address import plain
from tests.indicator_form import HEADING as FORM_HEADING
from tests.indicator_form import ROWS as INDICATORS
from tests.indicator_form import config_with_form
from tests.integration.operator import Operator

CONTRACT = """
report: volunteer
title: {zh: 志愿服务, en: Volunteer service}
description: {zh: 社会组织开展的志愿服务, en: Volunteer service by social organisations}
sheets: [志愿服务]
key: [service_no]
columns:
  - {name: service_no, label: {zh: 服务编号, en: Number}, description: {zh: 服务的编号, en: Its number}, type: text, required: true}
  - {name: served_on, label: {zh: 服务日期, en: Day}, description: {zh: 服务的日期, en: Its day}, type: date, required: true}
  - {name: hours, label: {zh: 服务时长, en: Hours}, description: {zh: 小时数, en: Hours}, type: number}
  - {name: cost_yuan, label: {zh: 支出, en: Cost}, description: {zh: 支出，元, en: Cost in yuan}, type: amount, unit: 万元}
  - name: kind
    label: {zh: 服务类型, en: Kind}
    description: {zh: 服务的类型, en: Its kind}
    type: code
    codes: {name: service_kind, title: {zh: 服务类型, en: Kind}, codes: {elderly: {label: {zh: 助老, en: Elderly}}, child: {label: {zh: 助学, en: Children}}}}
"""
HEADINGS = ["服务编号", "服务日期", "服务时长", "支出", "服务类型"]


def workbook(path, title, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(title)
        for number, row in enumerate([[title], *rows]):
            sheet.write_row(number, 0, row)


@pytest.fixture
def operator(tmp_path, database_url, prefect_url):
    operator = Operator(tmp_path, ETL_WAREHOUSE_URL=database_url, PREFECT_API_URL=prefect_url)
    config = config_with_form(tmp_path)
    (config / "contracts" / "volunteer.yaml").write_text(CONTRACT, encoding="utf-8")
    return lambda *arguments: operator(*arguments, ETL_CONFIG=str(config))


def test_one_yaml_is_a_report(operator, tmp_path, database_url):
    good = [["FW-1", "2024年2月5日", 3.5, 1.25, "助老"], ["FW-2", "2024-02-30", 2, 1, "助老"]]
    here, there = tmp_path / "inbox" / "黑水县" / "2024Q1", tmp_path / "inbox" / "513227" / "2024Q1"
    workbook(here / "志愿.xlsx", "志愿服务", [HEADINGS, *good[:1]])
    workbook(there / "志愿.xlsx", "志愿服务", [HEADINGS, *good])
    workbook(here / "概况.xlsx", "社会组织概况", [FORM_HEADING, *INDICATORS, ["慈善组织", "家", "06", 9]])
    workbook(there / "概况.xlsx", "社会组织概况", [FORM_HEADING, *INDICATORS[:3], ["投入资金", "个", "04", 5]])
    done = operator("run", "--inbox", str(tmp_path / "inbox"))
    assert done.returncode == 0, done.stderr
    assert "2 reports accepted, 2 returned" in done.stdout
    assert "B4" in done.stdout  # the day that there is not
    assert "B6" in done.stdout  # the unit that is none of money
    with psycopg.connect(plain(database_url), row_factory=dict_row) as connection:
        (row,) = connection.execute("SELECT * FROM mart.volunteer").fetchall()
        (form,) = connection.execute("SELECT * FROM mart.overview").fetchall()
        mapped = connection.execute(
            "SELECT field, column_letters FROM ops.column_map JOIN ops.submission USING (submission_id)"
            " WHERE report = 'overview' AND county_code = '513228' ORDER BY column_letters"
        ).fetchall()
        comment = connection.execute(
            "SELECT col_description('mart.volunteer'::regclass, attnum) AS text FROM pg_attribute"
            " WHERE attrelid = 'mart.volunteer'::regclass AND attname = 'cost_yuan'"
        ).fetchone()["text"]
    assert (row["county_code"], row["service_no"], row["kind"]) == ("513228", "FW-1", "elderly")
    assert (row["served_on"], row["hours"], row["cost_yuan"]) == (date(2024, 2, 5), Decimal("3.5"), Decimal("12500.00"))
    assert "支出" in comment
    assert (form["county_code"], form["source_row"], form["orgs"], form["members"]) == ("513228", 3, 128, 3100)
    assert (form["invested_yuan"], form["counted_on"]) == (Decimal("833200.00"), date(2024, 3, 31))
    assert form["extra"] == {"慈善组织（家）": "9"}
    places = ["orgs", "societies", "members", "invested_yuan", "counted_on", None]
    assert [(m["field"], m["column_letters"]) for m in mapped] == [(f, f"D{n}") for n, f in enumerate(places, 3)]

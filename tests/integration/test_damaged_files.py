"""Files in which nothing is found, beside good ones and after them, over several nights: they take nothing away and are said."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from etl.commands.standing import status
from etl.foreign_text import in_markdown
from etl.night.night_page import night_page
from etl.warehouse.engine import connect
from etl.warehouse.queries.overview import unread_files
from tests.integration.one_night import one_night

COUNTY = "510821"
HEADING = "社会组织名称,农产品,销售渠道,成交额（元）"
GOOD, WRONG = "甲协会,花椒,线上,3000", "甲协会,花椒,线上,若干"
SUMMARY = "社会组织名称,农产品,单位\n甲协会,花椒,市级"  # two of the four that are required, and not the whole key
JUNK = {
    "自动保存的消费帮扶.xlsb": b"\x00\x01broken",
    "消费帮扶（更正）.xlsx": b"PK\x03\x04cut short",
    "说明.txt": b"ab",
    "消费帮扶汇总.csv": SUMMARY.encode(),
}
FIRST = datetime(2024, 4, 8, 18, tzinfo=UTC)


@pytest.fixture
def warehouse(make_database, template_url, tmp_path, monkeypatch):
    url = make_database(template_url)
    monkeypatch.setenv("ETL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ETL_INBOX", str(tmp_path / "inbox"))
    monkeypatch.setenv("ETL_WAREHOUSE_URL", url)
    monkeypatch.setenv("ETL_JUDGES", "0")  # a file or two is judged sooner than children are there
    return connect(url)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox" / COUNTY / "2024Q1"
    folder.mkdir(parents=True)
    return folder


def sale(*rows):
    return "\n".join((HEADING, *rows)).encode()


def standing(warehouse):
    """Status of the report, the file that decides it, and what is in use."""
    query = (
        "select status, source_file, in_use from mart.reporting_status where report = 'sale' and county_code = :county"
    )
    with warehouse.connect() as connection:
        return tuple(connection.execute(sa.text(query), {"county": COUNTY}).one())


def said_of(warehouse, name):
    """Severity and sentence of what is said of a file."""
    query = "select severity, message from ops.issue where source_file = :name order by severity"
    with warehouse.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), {"name": name})]


@pytest.mark.parametrize("name", JUNK)
def test_junk_beside_and_after_a_good_file_takes_nothing_away(warehouse, inbox, name):
    (inbox / "消费帮扶.csv").write_bytes(sale(GOOD))
    (inbox / name).write_bytes(JUNK[name])
    one_night(FIRST)
    assert standing(warehouse) == ("accepted", "消费帮扶.csv", "this")
    assert said_of(warehouse, name)

    (inbox / name).write_bytes(JUNK[name] + b" ")
    one_night(FIRST + timedelta(days=1))
    assert standing(warehouse) == ("accepted", "消费帮扶.csv", "this")

    (inbox / name).unlink()
    assert one_night(FIRST + timedelta(days=2)).nothing_new
    assert standing(warehouse) == ("accepted", "消费帮扶.csv", "this")


def test_a_damaged_file_of_an_accepted_county_is_said(warehouse, inbox, capsys):
    (inbox / "消费帮扶.csv").write_bytes(sale(GOOD))
    one_night(FIRST)
    name = "消费帮扶（更正）.xlsx"
    (inbox / name).write_bytes(JUNK[name])
    summary = one_night(FIRST + timedelta(days=1))
    assert summary.headline == "0 reports accepted, 0 returned, 1 file unreadable"
    assert any(line.startswith(f"  unread    {COUNTY} 旺苍县 2024Q1 {name}") for line in summary.lines())
    assert in_markdown(name) in night_page(summary)
    with warehouse.connect() as connection:
        (line,) = unread_files(connection, "2024Q1", COUNTY)
        assert unread_files(connection, "2023Q4") == unread_files(connection, county="510822") == []
    assert line.startswith(f"{COUNTY} 旺苍县 2024Q1 {name}")
    status(county=None, period="2024Q1", as_json=False, as_csv=False)
    assert f"files in which nothing was found:\n  {line}\n" in capsys.readouterr().out
    ((severity, message),) = said_of(warehouse, name)
    assert severity == "warning"
    assert message.endswith("已接收的报表不受影响，仍在使用。")


@pytest.mark.parametrize("name", ["自动保存的消费帮扶.xlsb", "说明.txt"])
def test_a_damaged_correction_leaves_a_report_returned_for_its_old_reasons(warehouse, inbox, name):
    (inbox / "消费帮扶.csv").write_bytes(sale(WRONG))
    (returned,) = one_night(FIRST).returned
    assert "若干" in returned.message

    (inbox / name).write_bytes(JUNK[name])
    summary = one_night(FIRST + timedelta(days=1))
    assert [one.report for one in summary.returned if one.report == "sale"] == []
    assert standing(warehouse) == ("returned", "消费帮扶.csv", "none")
    if name != "说明.txt":
        assert "仍按原来的意见更正" in said_of(warehouse, name)[0][1]

    (inbox / "消费帮扶.csv").write_bytes(sale(GOOD))
    assert one_night(FIRST + timedelta(days=2)).accepted == 1
    assert standing(warehouse) == ("accepted", "消费帮扶.csv", "this")


def test_what_only_a_damaged_file_brought_is_returned_until_a_good_one_comes(warehouse, inbox):
    name = "自动保存的消费帮扶.xlsb"
    (inbox / name).write_bytes(JUNK[name])
    one_night(FIRST)
    assert standing(warehouse) == ("returned", name, "none")

    (inbox / name).write_bytes(JUNK[name] + b"again")
    (again,) = one_night(FIRST + timedelta(days=1)).returned
    assert name in again.message
    (inbox / name).unlink()
    (inbox / "消费帮扶.csv").write_bytes(sale(GOOD))
    assert one_night(FIRST + timedelta(days=2)).accepted == 1
    assert standing(warehouse) == ("accepted", "消费帮扶.csv", "this")

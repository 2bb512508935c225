"""A report that came in several files, one a township: summed once, each row traced to its file, corrected one by one."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from etl.warehouse.engine import connect
from tests.integration.one_night import one_night

COUNTY = "510821"
HEADING = "社会组织名称,农产品,销售渠道,成交额（元）\n"
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
def send(tmp_path):
    def send(name, *sales):
        path = tmp_path / "inbox" / COUNTY / "2024Q1" / f"{name}消费帮扶.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"甲协会,{product},线上,{yuan}\n" for product, yuan in sales)
        path.write_text(HEADING + lines, encoding="utf-8")

    return send


def rows(warehouse):
    query = "select source_file, source_row, product, sold_yuan from mart.sale order by source_file, source_row"
    with warehouse.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_townships_one_by_one(warehouse, send, tmp_path):
    send("木门镇", ("花椒", 3000), ("木耳", 2000))
    send("大德乡", ("核桃", 4000))
    assert one_night(FIRST).accepted == 1
    assert rows(warehouse) == [
        ("大德乡消费帮扶.csv", 2, "核桃", Decimal("4000.00")),
        ("木门镇消费帮扶.csv", 2, "花椒", Decimal("3000.00")),
        ("木门镇消费帮扶.csv", 3, "木耳", Decimal("2000.00")),
    ]

    with warehouse.connect() as connection:  # each figure has one cell, in its own file
        cells = "select source_file, cell, heading from mart.lineage where column_name = 'sold_yuan' order by 1, 2"
        assert [tuple(row) for row in connection.execute(sa.text(cells))] == [
            ("大德乡消费帮扶.csv", "D2", "成交额（元）"),
            ("木门镇消费帮扶.csv", "D2", "成交额（元）"),
            ("木门镇消费帮扶.csv", "D3", "成交额（元）"),
        ]

    # a correction of one township, and a third one: the file that did not come again is taken from the archive
    for file in (tmp_path / "inbox" / COUNTY / "2024Q1").iterdir():
        file.unlink()
    send("大德乡", ("核桃", 4500))
    send("东河镇", ("茶叶", 1000))
    assert one_night(FIRST + timedelta(days=1)).accepted == 1
    assert [(name[:3], yuan) for name, _, _, yuan in rows(warehouse)] == [
        ("东河镇", Decimal("1000.00")),
        ("大德乡", Decimal("4500.00")),
        ("木门镇", Decimal("3000.00")),
        ("木门镇", Decimal("2000.00")),
    ]
    assert one_night(FIRST + timedelta(days=2)).nothing_new


def test_the_same_row_from_two_townships_is_said(warehouse, send):
    send("木门镇", ("花椒", 3000))
    send("大德乡", ("花椒", 3000))
    (returned,) = one_night(FIRST).returned
    assert "重复" in returned.message


def test_a_township_after_the_county_s_own_file_is_asked_about(warehouse, send):
    send("旺苍县", ("花椒", 3000))
    assert one_night(FIRST).accepted == 1
    send("木门镇", ("木耳", 2000))
    (returned,) = one_night(FIRST + timedelta(days=1)).returned
    assert "无法确定是补充还是替换" in returned.message
    assert [yuan for *_, yuan in rows(warehouse)] == [Decimal("3000.00")]


@pytest.mark.parametrize("second", ["红十字会", "旺苍县（补充）"])
def test_a_later_file_of_another_name_with_other_rows_takes_nothing_away(warehouse, send, second):
    send("旺苍县", ("花椒", 3000), ("木耳", 2000))
    assert one_night(FIRST).accepted == 1
    send(second, ("核桃", 4000), ("木耳", 2000), ("茶叶", 1))
    assert one_night(FIRST + timedelta(days=1)).accepted == 1  # half of the rows are there: a correction
    assert said(warehouse, f"{second}消费帮扶.csv", "submission.displaced") == [("warning", 1)]

    send("慈善会", ("蜂蜜", 500))
    (returned,) = one_night(FIRST + timedelta(days=2)).returned
    assert f"已接收的“{second}消费帮扶.csv”里有 3 行是后来收到的“慈善会消费帮扶.csv”里没有的" in returned.message
    assert {yuan for *_, yuan in rows(warehouse)} == {4000, 2000, 1}

    send(second, ("蜂蜜", 500))  # under the name of the file in use it is a correction, whatever is left of that
    assert one_night(FIRST + timedelta(days=3)).accepted == 1
    assert said(warehouse, f"{second}消费帮扶.csv", "submission.displaced") == [("warning", 1), ("warning", 1)]
    assert [yuan for *_, yuan in rows(warehouse)] == [500]


def said(warehouse, file, rule):
    query = "select severity, count(*) from ops.issue where source_file = :file and rule = :rule group by run_id, 1"
    with warehouse.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), {"file": file, "rule": rule})]


def test_of_two_files_the_one_that_is_wanted_counts_under_another_name(warehouse, send, tmp_path):
    folder = tmp_path / "inbox" / COUNTY / "2024Q1"
    send("慈善会", ("花椒", 3000))
    send("红十字会", ("核桃", 4000))
    (returned,) = one_night(FIRST).returned
    assert "改个文件名重新报送" in returned.message
    folder.joinpath("红十字会消费帮扶.csv").unlink()
    assert one_night(FIRST + timedelta(days=1)).nothing_new  # a file that was decided is not read again
    folder.joinpath("慈善会消费帮扶.csv").rename(folder / "慈善会消费帮扶（定稿）.csv")
    assert one_night(FIRST + timedelta(days=2)).accepted == 1
    assert [(product, yuan) for _, _, product, yuan in rows(warehouse)] == [("花椒", Decimal("3000.00"))]

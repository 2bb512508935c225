"""Editions: what was published stays, whatever is sent later and however views are mended; later changes are revisions against it."""

import json
import shlex
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from etl.contract.catalog import Catalog
from etl.errors import ArgumentError
from etl.model import SubmissionKey
from etl.night.request import load_config
from etl.settings import PROJECT
from etl.site.facts import read_facts
from etl.site.page import Paragraph, Table
from etl.site.pages.revisions import revisions_page
from etl.warehouse.editions import Edition, freeze
from etl.warehouse.engine import connect, driver_of
from etl.warehouse.locks import PUBLISH, wait_for
from etl.warehouse.marts.editions import FROZEN
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord, begin_run
from etl.warehouse.queries.editions import differences
from tests.integration.operator import Operator
from tests.integration.warehouse.deliveries import Unit, delivery
from tests.integration.warehouse.nights import COUNTY, PERIOD, at
from tests.postgres_urls import as_reader

NAME = "2024Q1 公报"
OTHER = "510104"
FROZEN_AT = at(1) + timedelta(hours=6)
Rows = list[tuple[Any, ...]]


def sale(yuan: int) -> list[dict[str, Any]]:
    return [{"org_name": "甲协会", "product": "花椒", "channel": "online", "sold_yuan": yuan}]


@pytest.fixture(scope="module")
def url(make_database: Callable[[str | None], str], template_url: str, catalog: Catalog) -> str:
    """An edition of the first night; then one county corrects its sales, and another's come late."""
    made = make_database(template_url)
    engine = connect(made)
    nils: dict[SubmissionKey, Unit] = {
        (county, PERIOD, one): "nil" for county in (COUNTY, OTHER) for one in ("need", "incubator")
    }
    publish(engine, catalog, delivery(1, catalog, nils | {(COUNTY, PERIOD, "sale"): sale(100)}))
    freeze(engine, Edition(NAME, PERIOD, "张处长", "省政府公报"), FROZEN_AT)
    later = {(COUNTY, PERIOD, "sale"): sale(250), (OTHER, PERIOD, "sale"): sale(7)}
    publish(engine, catalog, delivery(2, catalog, later))
    return made


def rows(url: str, query: str) -> Rows:
    with connect(url).connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), {"edition": NAME})]


def test_every_summary_says_what_it_said(url: str) -> None:
    for view in FROZEN:
        then = f"select count(*), md5(string_agg(v::text, '' order by v::text)) from mart.{view}"
        frozen = rows(as_reader(url), f"{then}_in(:edition) v")
        assert frozen == rows(url, f"{then}_as_of('{FROZEN_AT}') v where period = '{PERIOD}'")
        assert frozen[0][0] > 0, view
    assert rows(as_reader(url), "select sold_yuan from mart.sale_in(:edition)") == [(Decimal(100),)]
    assert rows(url, "select sold_yuan from mart.province_summary") == [(Decimal(257),)]


def test_a_mended_view_changes_nothing_that_was_published(url: str) -> None:
    with connect(url).connect() as connection:
        connection.execute(sa.text("update core.sale_total set sold_yuan = sold_yuan * 2"))
        found = {
            ask: connection.scalar(sa.text(f"select sold_yuan from mart.province_summary_{ask}"), {"edition": NAME})
            for ask in (f"as_of('{FROZEN_AT}')", "in(:edition)")
        }
        connection.rollback()
    assert found == {f"as_of('{FROZEN_AT}')": Decimal(200), "in(:edition)": Decimal(100)}


def test_later_changes_are_revisions(url: str) -> None:
    query = """
select county_code, report, measure, old_figure, new_figure, run_id, source_file, changed_at > (select frozen_at from ref.edition)
from mart.revision where edition = :edition order by county_code"""
    assert rows(as_reader(url), query) == [
        (OTHER, "sale", "sold_yuan", None, Decimal(7), "run-2", "sale.xlsx", True),
        (COUNTY, "sale", "sold_yuan", Decimal(100), Decimal(250), "run-2", "sale.xlsx", True),
    ]


def test_the_page_of_revisions_says_what_differs(url: str) -> None:
    with connect(url).connect() as connection:
        page = revisions_page(read_facts(connection, load_config(PROJECT / "config")))
    (section,) = [one for one in page.sections if one.anchor == "edition-2024q1-1"]
    about, whole, counties = section.blocks
    assert isinstance(about, Paragraph)
    assert isinstance(whole, Table)
    assert isinstance(counties, Table)
    assert "".join(part if isinstance(part, str) else part.text for part in about.text) == (
        "2024年第一季度，数据截至2024年4月4日08:00，张处长定稿：省政府公报。此后2份报表换过或迟到，5项数与定稿时不同。"
    )
    when = "2024年4月5日02:01"
    assert [tuple(cell.text for cell in row) for row in whole.rows] == [
        ("全省", "消费帮扶成交额合计（元）", "100.00", "257.00", "+157.00", "消费帮扶", when, "锦江区、旺苍县"),
        ("成都市", "消费帮扶成交额合计（元）", "—", "7.00", "—", "消费帮扶", when, "锦江区"),
        ("广元市", "消费帮扶成交额合计（元）", "100.00", "250.00", "+150.00", "消费帮扶", when, "旺苍县"),
    ]
    assert [tuple(cell.text for cell in row) for row in counties.rows] == [
        ("锦江区", "消费帮扶成交额合计（元）", "—", "7.00", "—", "消费帮扶", when),
        ("旺苍县", "消费帮扶成交额合计（元）", "100.00", "250.00", "+150.00", "消费帮扶", when),
    ]
    assert counties.rows[1][0].href == f"county/{COUNTY}.html#sendings"


@pytest.mark.parametrize(
    "statement",
    [
        "update ref.edition set reason = '改'",
        "delete from ref.edition",
        "truncate ref.edition",
        "update ops.edition_row set figures = '{}'",
        "delete from ops.edition_row",
        "truncate ops.edition_row",
        f"insert into ops.edition_row values ('{NAME}', 'province_summary', null, '{{}}')",
    ],
)
def test_nobody_changes_an_edition_in_silence(url: str, statement: str) -> None:
    with connect(url).begin() as connection, pytest.raises(sa.exc.DBAPIError, match="an edition is never"):
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("edition", "says"),
    [
        (Edition(NAME, PERIOD, "张", "又"), "there is an edition 2024Q1 公报: it stays as it is"),
        (Edition("空", "2023Q4", "张", "无"), "nothing of 2023Q4 was in use"),
        (Edition(" ", PERIOD, "张", "无"), "an edition's name has 1 to 60 letters"),
        (Edition("新", PERIOD, "", "无"), "say who freezes"),
    ],
)
def test_what_is_no_edition_is_refused(url: str, edition: Edition, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        freeze(connect(url), edition)


def test_who_asks_for_no_edition_is_told_which_there_are(url: str) -> None:
    with connect(as_reader(url)).connect() as connection, pytest.raises(sa.exc.DBAPIError) as told:
        connection.execute(sa.text("select * from mart.province_summary_in('公报')")).all()
    assert isinstance(told.value.orig, psycopg.DataError)
    assert "there is no edition 公报; there are: 2024Q1 公报" in str(told.value.orig)


def test_at_a_terminal(url: str, tmp_path: Path) -> None:
    etl = Operator(tmp_path, ETL_WAREHOUSE_URL=url, ETL_READER_URL=as_reader(url))
    listed = json.loads(etl("edition", "list", "--json").stdout)
    assert [(one["edition"], one["frozen_by"], one["revised_reports"]) for one in listed] == [(NAME, "张处长", 2)]
    assert "figures differ, by 2 reports of 2 counties" in etl("edition", "diff", NAME).stdout
    (found,) = json.loads(etl("edition", "diff", NAME, "--json").stdout)
    sold = [
        (one["level"], one["published"], one["stands"]) for one in found["figures"] if one["measure"] == "sold_yuan"
    ]
    assert ("province", "100.00", "257.00") in sold

    done = etl("export", str(tmp_path), "sale", "province_summary", "--edition", NAME)
    assert done.returncode == 0, done.stderr
    about = dict(CalamineWorkbook.from_path(tmp_path / "province_summary.xlsx").get_sheet_by_name("说明").to_python())
    assert about["定稿版本"] == "2024Q1 公报（2024Q1），张处长定稿：省政府公报"
    assert about["数据时刻"] == "2024-04-04 08:00:00（北京时间）"
    assert f"{tmp_path / 'sale.xlsx'}: 1 rows" in done.stdout
    wrong = etl("export", str(tmp_path), "issue", "--edition", NAME)
    assert (wrong.returncode, "there is no mart.issue_in" in wrong.stderr) == (2, True)


def test_a_second_edition_is_compared_with_the_first(url: str) -> None:
    second = "修订版"
    freeze(connect(url), Edition(second, PERIOD, "张处长", "更正"))
    with connect(as_reader(url)).connect() as connection:
        figures, revisions = differences(connection, NAME, second)
        now, _ = differences(connection, second)
        with pytest.raises(ArgumentError, match="is the older one"):
            differences(connection, second, NAME)
    assert ("province", Decimal(100), Decimal(257)) in [
        (one["level"], one["published"], one["stands"]) for one in figures if one["measure"] == "sold_yuan"
    ]
    assert len(revisions) == 2
    assert now == []


def test_who_freezes_while_a_night_publishes_is_told_for_whom_he_waits(url: str) -> None:
    said: list[str] = []
    begun = RunRecord("run-9", "nightly", at(3), "fp", period="2024Q2")
    begin_run(connect(url), begun)
    with connect(url).connect() as connection:
        night = driver_of(connection)
        wait_for(night, PUBLISH)

        def hears(line: str) -> None:
            said.append(line)
            night.rollback()

        freeze(connect(url), Edition("等", PERIOD, "张处长", "等一夜"), say=hears)
    assert len(said) == 1
    assert "run of 2024Q2 that began at" in said[0]
    assert said[0].endswith("publishes; the edition waits for it to end")


def test_what_it_says_to_type_can_be_typed_whatever_the_name(url: str, tmp_path: Path) -> None:
    name = "张's $HOME 公报"
    etl = Operator(tmp_path, ETL_WAREHOUSE_URL=url, ETL_READER_URL=as_reader(url))
    done = etl("edition", "freeze", PERIOD, "--name", name, "--reason", "公布", "--by", "张")
    asked, exported = done.stdout.splitlines()[1].split("; ")
    assert shlex.split(exported)[-1] == name
    assert json.loads(etl(*shlex.split(asked)[1:], "--json").stdout)[0]["period"] == PERIOD

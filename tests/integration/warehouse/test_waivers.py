"""A waiver in the warehouse: beside the issue it softened, in the list of waivers, and in what an operator looks at."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.commands.tables import waivers as listed
from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.warehouse.publish.publication import WAIVER_COLUMNS, Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.waiver_ledger import recorded_waivers, softened_issues
from etl.warehouse.queries import overview
from etl.warehouse.queries.lapsed_waivers import lapsed_waivers
from tests.integration.operator import Operator
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at

WAIVER = Waiver("sale.key", COUNTY, "sale", PERIOD, "同一产品分月填报", "王处长", date(2024, 6, 30))
OLD = replace(WAIVER, rule="sale.sold_yuan.minimum", county_code=None, period=None, expires_on=date(2024, 3, 31))


def a_night_with(night: int, *waivers: Waiver, waived: str | None = None, status: str = "accepted") -> Publication:
    """The same file, which repeats a key; `waived` says why that is let off."""
    plain = a_night(night, 100, status=status, rules=["sale.key"], pull=1)
    frame = pd.DataFrame([vars(waiver) for waiver in waivers], columns=WAIVER_COLUMNS, dtype=object)
    return replace(plain, issues=plain.issues.assign(waived=waived), waivers=frame)


def all_rows(engine: sa.Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def shown(engine: sa.Engine, *configured: Waiver, today: date) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        rows = listed.rows(configured, recorded_waivers(connection), softened_issues(connection), today)
    return [(row["rule"], row["state"], row["days_left"], row["issues"]) for row in rows]


def test_a_waiver_accepts_what_the_same_file_was_returned_for(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night_with(1, status="returned"))
    published = publish(warehouse, catalog, a_night_with(2, WAIVER, waived=WAIVER.words))
    assert published.new == {"accepted": 1}
    assert all_rows(warehouse, "select status, in_use from mart.reporting_status") == [("accepted", "this")]
    with warehouse.connect() as connection:
        (issue,) = overview.issues_rows(connection)
    assert (issue["severity"], issue["waived"]) == ("warning", "同一产品分月填报（王处长批准，有效期至 2024-06-30）")


def test_a_waiver_is_a_version_of_its_own_even_if_the_verdict_is_the_same(
    warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, a_night_with(1))
    assert publish(warehouse, catalog, a_night_with(2, waived=WAIVER.words)).new == {"accepted": 1}
    assert publish(warehouse, catalog, a_night_with(3, waived=WAIVER.words)).unchanged == 1


def test_a_waiver_that_ran_out_lets_the_report_go_back_and_its_rows_stay(
    warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, a_night_with(1, WAIVER, waived=WAIVER.words))
    publish(warehouse, catalog, a_night_with(2, WAIVER, status="returned"))
    assert all_rows(warehouse, "select status, in_use from mart.reporting_status") == [("returned", "earlier")]


def test_waivers_stand_in_the_ledger_and_all_is_null(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night, waivers in ((1, [WAIVER, OLD]), (2, [WAIVER, OLD]), (3, [WAIVER])):
        publish(warehouse, catalog, a_night_with(night, *waivers))
    query = (
        "select rule, county_code, report, period, expires_on, first_run, withdrawn_at from ops.waiver order by rule"
    )
    assert all_rows(warehouse, query) == [
        ("sale.key", COUNTY, "sale", PERIOD, date(2024, 6, 30), "run-1", None),
        ("sale.sold_yuan.minimum", None, "sale", None, date(2024, 3, 31), "run-1", at(3) + timedelta(minutes=1)),
    ]


def test_an_operator_sees_what_each_waiver_did(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night_with(1, WAIVER, OLD, waived=WAIVER.words))
    today = date(2024, 4, 3)
    assert shown(warehouse, WAIVER, OLD, today=today) == [
        ("sale.key", "in force", 88, 1),
        ("sale.sold_yuan.minimum", "expired", None, 0),
    ]
    longer = replace(WAIVER, expires_on=date(2024, 9, 30))
    assert shown(warehouse, longer, today=today) == [
        ("sale.key", "in force", 180, 0),
        ("sale.key", "withdrawn", None, 1),
        ("sale.sold_yuan.minimum", "withdrawn", None, 0),
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2024, 5, 1), "in force", id="long"),
        pytest.param(date(2024, 6, 28), "expires in 2 days", id="soon"),
        pytest.param(date(2024, 6, 30), "expires today", id="last-day"),
        pytest.param(date(2024, 7, 1), "expired", id="gone"),
    ],
)
def test_the_table_says_how_long_a_waiver_lasts(today: date, state: str) -> None:
    table = listed.table(listed.rows([WAIVER], {}, {}, today))
    assert [next(iter(column.cells)) for column in table.columns][:6] == [
        *("sale.key", COUNTY, "sale", PERIOD, state, "2024-06-30"),
    ]


def lapsed(engine: sa.Engine, today: date) -> list[str]:
    with engine.connect() as connection:
        return [one.sentence for one in lapsed_waivers(connection, today)]


def test_what_a_waiver_that_is_over_still_softens_waits_for_a_replay(
    warehouse: sa.Engine, warehouse_url: str, catalog: Catalog, tmp_path: Path
) -> None:
    publish(warehouse, catalog, a_night_with(1, WAIVER, waived=WAIVER.words))
    assert lapsed(warehouse, WAIVER.expires_on) == []
    (waits,) = lapsed(warehouse, WAIVER.expires_on + timedelta(days=1))
    assert waits == (
        "the waiver of sale.key for 510821 旺苍县 expired on 2024-06-30, and 1 accepted report would be returned without it"
    )
    status = Operator(tmp_path, ETL_WAREHOUSE_URL=warehouse_url)("status")
    assert waits in status.stdout
    assert "etl replay --preview" in status.stdout

    later = replace(WAIVER, expires_on=date(2024, 12, 31))
    publish(warehouse, catalog, a_night_with(2, later, waived=WAIVER.words))
    assert lapsed(warehouse, date(2024, 7, 1)) == [], "it was prolonged"
    publish(warehouse, catalog, a_night_with(3, waived=WAIVER.words))
    assert "was withdrawn" in lapsed(warehouse, date(2024, 6, 1))[0]
    publish(warehouse, catalog, a_night_with(4, status="returned"))
    assert lapsed(warehouse, date(2024, 7, 1)) == []

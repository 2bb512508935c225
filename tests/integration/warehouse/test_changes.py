"""Changes by a resubmission, kept row by row and cell by cell; and the impact of a publication, reported before it is stored."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.overview import changes_rows
from etl.warehouse.queries.previous_rows import Came, previous_rows
from tests.integration.warehouse.nights import COUNTY, PERIOD, REPORT, a_night, at, sales


def changes(engine: sa.Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        names = ("kind", "row_key", "column_name", "old_value", "new_value", "source_row")
        return [tuple(row[name] for name in names) for row in changes_rows(connection, county=COUNTY)]


def test_rows_added_gone_and_changed(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100, 200))
    assert changes(warehouse) == []

    rows = sales([100, 250, 300]).iloc[1:].assign(remark=["更正", None])
    publish(warehouse, catalog, a_night(2, 250, 300, rows={REPORT: rows}))
    assert sorted(changes(warehouse), key=str) == [
        ("added", "社会组织 | 黑木耳2 | online", None, None, None, 7),
        ("changed", "社会组织 | 黑木耳1 | online", "remark", None, "更正", 6),
        ("changed", "社会组织 | 黑木耳1 | online", "sold_yuan", "2.00", "2.50", 6),
        ("gone", "社会组织 | 黑木耳0 | online", None, None, None, None),
    ]


def test_a_confirmed_zero_makes_every_row_gone(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100, 200))
    publish(warehouse, catalog, a_night(2, status="nil"))
    assert [kind for kind, *_ in changes(warehouse)] == ["gone", "gone"]


@pytest.mark.parametrize("status", ["returned", "accepted"])
def test_what_does_not_come_into_use_changes_nothing(warehouse: sa.Engine, catalog: Catalog, status: str) -> None:
    publish(warehouse, catalog, a_night(2, 100))
    publish(warehouse, catalog, a_night(3, 500, pull=1, status=status, rules=["sale.unit"] * (status == "returned")))
    assert changes(warehouse) == []


def test_a_preview_says_what_moves_and_stores_nothing(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    publish(warehouse, catalog, a_night(2, status="returned", rules=["sale.unit"]))
    with warehouse.connect() as connection:
        before = connection.execute(sa.text("select * from ops.submission order by 1")).all()

    again = a_night(3, 300, pull=2)
    preview = publish(warehouse, catalog, again, compares=True, stores=False).impact
    with warehouse.connect() as connection:
        assert connection.execute(sa.text("select * from ops.submission order by 1")).all() == before

    assert [(move.report, move.before, move.after) for move in preview.verdicts] == [(REPORT, "returned", "accepted")]
    sold = [(m.county_code, m.before, m.after) for m in preview.figures if m.measure == "sold_yuan"]
    assert sold == [("", Decimal("1.00"), Decimal("3.00")), (COUNTY, Decimal("1.00"), Decimal("3.00"))]
    assert publish(warehouse, catalog, again, compares=True).impact == preview
    assert publish(warehouse, catalog, again, compares=True).impact.verdicts == ()


def test_the_version_before_is_the_same_however_often_a_file_is_judged(warehouse: sa.Engine, catalog: Catalog) -> None:
    contract = catalog.contracts[REPORT]
    publish(warehouse, catalog, a_night(1, 100))
    second = a_night(2, 200)
    came = [Came(COUNTY, PERIOD, (2, second.submissions["modified_at"][0].to_pydatetime()))]

    def before() -> list[tuple[Any, ...]]:
        rows = previous_rows(warehouse, contract, came, ["sold_yuan"])
        return list(rows[["product", "sold_yuan", "is_same_period"]].itertuples(index=False, name=None))

    assert before() == [("黑木耳0", 100, True)]
    publish(warehouse, catalog, second)
    assert before() == [("黑木耳0", 100, True)]


def test_a_first_report_is_held_against_the_period_before(warehouse: sa.Engine, catalog: Catalog) -> None:
    contract = catalog.contracts[REPORT]
    publish(warehouse, catalog, a_night(1, 100))
    came = [Came(COUNTY, "2024Q2", (2, at(90))), Came(COUNTY, "2024", (2, at(90))), Came("510822", PERIOD, (2, at(90)))]
    rows = previous_rows(warehouse, contract, came, ["sold_yuan"])
    assert list(rows["period"]) == ["2024Q2"]
    assert not rows["is_same_period"].any()
    assert isinstance(rows, pd.DataFrame)

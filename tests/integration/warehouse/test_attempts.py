"""Findings of runs on a county are kept where they changed: its state at any moment can still be told, and older rows mean the same."""

import random
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.settings import PROJECT
from etl.warehouse.engine import driver_of
from etl.warehouse.publish.publication import ATTEMPT_COLUMNS
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.waiting import waiting
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at, publication

MIGRATION = PROJECT / "src/etl/warehouse/schema/migrations/versions/0007_attempts_that_changed.sql"
OTHER = "510104"
_AS_OF = """
select distinct on (county_code) county_code, state, message from ops.county_attempt
where attempted_at <= :moment order by county_code, attempted_at desc
"""


def tried(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [(county, PERIOD, state, why) for county, state, why in rows], columns=ATTEMPT_COLUMNS, dtype=object
    )


def states(engine: sa.Engine, moment: datetime) -> dict[str, tuple[str, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(sa.text(_AS_OF), {"moment": moment})
        return {row.county_code: (row.state, row.message) for row in rows}


def count(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.text("select count(*) from ops.county_attempt")) or 0)


def test_a_night_that_changes_nothing_leaves_no_row(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night in range(1, 6):
        publish(warehouse, catalog, publication(night, attempts=tried((COUNTY, "ok", None), (OTHER, "ok", None))))
    assert count(warehouse) == 2


def test_the_state_of_every_moment_is_that_of_all_attempts(warehouse: sa.Engine, catalog: Catalog) -> None:
    chance = random.Random(7)  # noqa: S311 - the same nights each time
    told, now = {}, {}
    for night in range(1, 41):
        found = [
            (county, *chance.choice([("ok", None)] * 4 + [("failed", "share gone"), ("failed", "disk full")]))
            for county in chance.sample([COUNTY, OTHER], chance.randint(0, 2))
        ]
        publish(warehouse, catalog, publication(night, attempts=tried(*found)))
        now = now | {county: (state, why) for county, state, why in found}
        told[night] = now
    assert {night: states(warehouse, at(night + 1)) for night in told} == told
    assert count(warehouse) < 40


def test_a_failure_after_what_was_decided_since_the_last_one_counts(warehouse: sa.Engine, catalog: Catalog) -> None:
    """A replay decides a county that cannot be reached; the next night fails at it with the same words."""
    publish(warehouse, catalog, publication(1, attempts=tried((COUNTY, "failed", "share gone"))))
    publish(warehouse, catalog, a_night(2, 100))
    publish(warehouse, catalog, publication(3, attempts=tried((COUNTY, "failed", "share gone"))))
    with warehouse.connect() as connection:
        status = connection.scalar(sa.text("select status from mart.reporting_status where report = 'sale'"))
        assert status == "failed"
        assert [one.why for one in waiting(connection, run_id="run-3")] == ["share gone"]


def test_rows_of_older_versions_mean_what_they_meant(warehouse: sa.Engine, catalog: Catalog) -> None:
    sequence = ["ok", "ok", "failed", "failed", "ok", "ok", "ok", "failed", "ok"]
    for night, state in enumerate(sequence, 1):
        publish(warehouse, catalog, publication(night))
        with warehouse.begin() as connection:
            connection.execute(
                sa.text("insert into ops.county_attempt values (:run, :county, :period, :state, :why, :at, null)"),
                {
                    "run": f"run-{night}",
                    "county": COUNTY,
                    "period": PERIOD,
                    "state": state,
                    "why": "share gone" if state == "failed" else None,
                    "at": at(night),
                },
            )
    before = [states(warehouse, at(night)) for night in range(len(sequence) + 2)]
    for _ in range(2):  # and again: it finds nothing to do
        with warehouse.begin() as connection:
            driver_of(connection).execute(MIGRATION.read_bytes())
        assert count(warehouse) == 6
        assert [states(warehouse, at(night)) for night in range(len(sequence) + 2)] == before
    with warehouse.connect() as connection:
        periods = connection.scalars(sa.text("select counts -> 'periods' from ops.run order by started_at")).all()
    assert periods == [[PERIOD]] * len(sequence)

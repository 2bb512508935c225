"""Reading the ledger, for a night and for `etl status`: neither needs pandas nor Alembic."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.model import SourceFile
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import LOST, RunRecord, begin_run, fail_run
from etl.warehouse.queries import ledger, overview
from etl.warehouse.queries.runs import runs
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at, issues, publication

UNIT = (COUNTY, PERIOD, "sale")
ARCHIVE = Path("/archive")


LIGHT = (
    *("engine", "run_lock", "embedded.server", "schema.migrate", "publish.runs"),
    *("queries.ledger", "queries.overview", "queries.waiting", "queries.query"),
)
IMPORTS = """
import importlib, sys
for module in sys.argv[1:]:
    importlib.import_module(f"etl.warehouse.{module}")
    print(module, *(m for m in ("pandas", "pyarrow", "numpy", "alembic") if m in sys.modules))
"""


def test_reading_the_ledger_imports_nothing_heavy() -> None:
    found = subprocess.run([sys.executable, "-c", IMPORTS, *LIGHT], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == [*LIGHT]


def test_an_empty_ledger(warehouse: sa.Engine) -> None:
    known = ledger.Ledger.read(warehouse, ARCHIVE)
    assert (known.next_pull, dict(known.first_seen), known.accepted) == (1, {}, frozenset())
    assert known.deciding_files({UNIT}) == {}


def test_a_file_is_known_by_content_and_decided_under_its_contracts(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    known = ledger.Ledger.read(warehouse, ARCHIVE)
    ((identity, first_seen),) = known.first_seen.items()
    (source,) = known.deciding_files({UNIT})[UNIT]

    assert identity[:3] == (COUNTY, PERIOD, "sale.xlsx")
    assert first_seen == (1, at(1)) == (source.pull, source.received_at)
    assert known.next_pull == 2
    assert known.accepted == {UNIT}
    assert known.is_decided(source, "contracts-1")
    assert not known.is_decided(source, "contracts-2")
    assert source.path == ARCHIVE / source.sha256
    assert known.archived(lambda county, period: (county, period) == (COUNTY, PERIOD)) == [source]
    assert known.archived(lambda county, period: period == "2023Q4") == []


def test_a_file_judged_in_part_is_known_and_not_decided(warehouse: sa.Engine, catalog: Catalog) -> None:
    whole = a_night(2, 100, pull=1)
    for night, under in ((1, ""), (2, "contracts-1"), (3, "")):
        publish(warehouse, catalog, a_night(night, 100, pull=1, files=whole.files.assign(decided_under=under)))
        known = ledger.Ledger.read(warehouse, ARCHIVE)
        (source,) = known.deciding_files({UNIT})[UNIT]
        assert known.is_decided(source, "contracts-1") == (night > 1)
        assert known.undecided() == ([] if night > 1 else [source])


def test_the_deciding_file_is_that_of_the_latest_submission(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night in (a_night(1, 1), a_night(2, status="returned", rules=["sale.required"])):
        publish(warehouse, catalog, night)
    known = ledger.Ledger.read(warehouse, ARCHIVE)
    source: SourceFile = known.deciding_files([UNIT, (COUNTY, PERIOD, "need")])[UNIT][0]
    assert source.pull == 2
    assert known.accepted == frozenset()


def test_status_and_periods(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 1))
    publish(warehouse, catalog, a_night(2, 1, period="2024Q2"))
    with warehouse.connect() as connection:
        assert overview.periods(connection) == ["2024Q1", "2024Q2"]
        assert [row["period"] for row in overview.status_rows(connection)] == ["2024Q1", "2024Q2"]
        (row,) = overview.status_rows(connection, period="2024Q2", county=COUNTY)
    assert (row["status"], row["report"], row["source_file"]) == ("accepted", "sale", "sale.xlsx")


def test_issues_that_stand_and_those_that_stood(warehouse: sa.Engine, catalog: Catalog) -> None:
    unreadable = issues([{"county_code": COUNTY, "period": PERIOD, "rule": "file.unreadable"}])
    publish(warehouse, catalog, a_night(1, status="returned", issues=unreadable))
    publish(warehouse, catalog, a_night(2, status="returned", rules=["sale.required", "sale.unit"]))
    publish(warehouse, catalog, a_night(3, 1, rules=["sale.total"]))

    with warehouse.connect() as connection:
        now = overview.issues_rows(connection)
        ever = overview.issues_rows(connection, history=True, severity="critical")
        first = overview.issues_rows(connection, history=True, limit=1, run_id="run-2")
    assert [(row["rule"], row["county_name"]) for row in now] == [("sale.total", "旺苍县")]
    assert sorted(row["rule"] for row in ever) == ["file.unreadable", "sale.required", "sale.unit"]
    assert len(first) == 1


def test_a_file_that_cannot_be_read_stands_until_another_comes(warehouse: sa.Engine, catalog: Catalog) -> None:
    unreadable = issues([{"county_code": COUNTY, "period": PERIOD, "rule": "file.unreadable"}])
    publish(warehouse, catalog, a_night(1, status="returned", issues=unreadable))
    with warehouse.connect() as connection:
        assert [row["rule"] for row in overview.issues_rows(connection, county=COUNTY)] == ["file.unreadable"]


def test_a_run_that_was_killed_or_failed_leaves_a_trace(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night in (1, 2, 3):  # whoever begins holds the lock: a run before it that still counts as running was killed
        begin_run(
            warehouse, RunRecord(f"run-{night}", "nightly", at(night), "contracts-1", inbox="in", flow_run="blue-owl")
        )
        if night == 2:
            fail_run(warehouse, "run-2", at(2) + timedelta(hours=1), "disk full")
    publish(warehouse, catalog, publication(3))
    fail_run(warehouse, "run-3", at(3) + timedelta(hours=1), "too late: it is published")

    with warehouse.connect() as connection:
        found = [(row["run_id"], row["state"], row["message"]) for row in runs(connection)]
    assert found == [("run-3", "finished", None), ("run-2", "failed", "disk full"), ("run-1", "failed", LOST)]

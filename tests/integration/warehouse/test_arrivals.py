"""Files are remembered before anything is judged, and what waits to be taken up again is known from any state."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.model import SourceFile
from etl.warehouse.publish.arrivals import record_arrivals
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.ledger import Ledger, without_members
from etl.warehouse.queries.waiting import NEVER_JUDGED, waiting
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, publication

ARCHIVE = Path("/archive")
NOW = datetime(2024, 4, 2, tzinfo=UTC)


def came(name: str = "sale.xlsx", sha256: str = "ab12", pull: int = 1) -> SourceFile:
    path = ARCHIVE / sha256[:2] / sha256
    return SourceFile(COUNTY, PERIOD, name, sha256, 9, NOW, pull, NOW, path)


def waits(engine: sa.Engine, run_id: str | None = None) -> list[tuple[str, str, str, int]]:
    with engine.connect() as connection:
        return [(one.county_code, one.period, one.why, one.files) for one in waiting(connection, run_id)]


def test_an_arrival_is_known_undecided_and_keeps_its_pull(warehouse: sa.Engine) -> None:
    assert record_arrivals(warehouse, "run-1", [came()], ARCHIVE) == 1
    assert record_arrivals(warehouse, "run-2", [replace(came(), pull=2)], ARCHIVE) == 0
    known = Ledger.read(warehouse, ARCHIVE)
    assert known.undecided() == [came()]
    assert not known.is_decided(came(), "contracts-1")
    assert known.next_pull == 2
    assert waits(warehouse) == [(COUNTY, PERIOD, NEVER_JUDGED, 1)]


def test_a_judged_arrival_waits_no_more_and_keeps_when_it_came(warehouse: sa.Engine, catalog: Catalog) -> None:
    night = a_night(1, 100)
    (file,) = night.files.to_dict("records")
    source = replace(came(sha256=file["sha256"]), received_at=NOW)
    record_arrivals(warehouse, "run-0", [source], ARCHIVE)
    publish(warehouse, catalog, night)
    known = Ledger.read(warehouse, ARCHIVE)
    assert known.undecided() == []
    assert known.is_decided(source, "contracts-1")
    with warehouse.connect() as connection:
        row = connection.execute(sa.text("select kind, first_seen_at, first_seen_run, decided_run from ops.file")).one()
    assert tuple(row) == ("xlsx", NOW, "run-0", "run-1")


def test_a_county_that_failed_waits_until_it_succeeds(warehouse: sa.Engine, catalog: Catalog) -> None:
    columns = ["county_code", "period", "state", "message"]
    failed = pd.DataFrame([(COUNTY, PERIOD, "failed", "the disk was full")], columns=columns)
    publish(warehouse, catalog, publication(1, attempts=failed))
    assert waits(warehouse) == [(COUNTY, PERIOD, "the disk was full", 0)]
    assert waits(warehouse, "run-1") == [(COUNTY, PERIOD, "the disk was full", 0)]
    assert waits(warehouse, "run-2") == []

    succeeded = failed.assign(state="ok", message=None)
    publish(warehouse, catalog, publication(2, attempts=succeeded))
    assert waits(warehouse) == waits(warehouse, "run-1") == []


def test_a_zip_stands_for_its_members() -> None:
    outer, member = came("a.zip"), came("a.zip/台账.xlsx")
    other = came("a.zip/台账.xlsx", sha256="cd34")
    assert without_members([outer, member, other]) == [outer, other]

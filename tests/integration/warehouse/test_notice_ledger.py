"""One notice a county a day, whoever sends it; a return is remembered once it was reported; what a night left for the operators."""

import threading
from datetime import UTC, date, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.notice_claim import Claim
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord, begin_run, fail_run
from etl.warehouse.queries.notice_ledger import (
    LastNights,
    last_nights,
    last_notices,
    reported,
    run_facts,
    standing,
)
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at, issues, publication

DAY = date(2024, 4, 9)
NOW = datetime(2024, 4, 9, 0, 30, tzinfo=UTC)
CLAIM = Claim(DAY, "county", COUNTY, "mail", "")


def test_a_notice_is_sent_once(warehouse: sa.Engine) -> None:
    assert CLAIM.take(warehouse, "subject", "digest")
    assert not CLAIM.take(warehouse, "another subject", "digest")  # on its way: another machine leaves it alone
    CLAIM.settle(warehouse, sent_at=NOW, trouble=None, items=["submission 7"])
    assert not CLAIM.take(warehouse, "subject", "digest")
    with warehouse.connect() as connection:
        assert reported(connection) == {(COUNTY, "submission 7")}
        assert last_notices(connection) == {COUNTY: DAY}
    assert Claim(date(2024, 4, 10), "county", COUNTY, "mail", "").take(warehouse, "subject", "digest")


def test_what_failed_is_taken_up_again_and_not_remembered_as_told(warehouse: sa.Engine) -> None:
    assert CLAIM.take(warehouse, "subject", "digest")
    CLAIM.settle(warehouse, sent_at=None, trouble="the mail server hung up", items=["submission 7"])
    with warehouse.connect() as connection:
        assert (reported(connection), last_notices(connection)) == (set(), {})
    assert CLAIM.take(warehouse, "subject", "digest")
    CLAIM.settle(warehouse, sent_at=NOW, trouble=None, items=["submission 7", "submission 7"])
    with warehouse.connect() as connection:
        assert reported(connection) == {(COUNTY, "submission 7")}
        assert connection.execute(sa.text("select state, message from ops.notice")).all() == [("sent", None)]


def test_a_return_told_before_is_remembered_once(warehouse: sa.Engine) -> None:
    for day in (9, 10):
        claim = Claim(date(2024, 4, day), "county", COUNTY, "mail", "")
        assert claim.take(warehouse, "subject", "digest")
        claim.settle(warehouse, sent_at=NOW, trouble=None, items=["submission 7"])
    with warehouse.connect() as connection:
        assert connection.execute(sa.text("select item, day from ops.notice_item")).all() == [("submission 7", DAY)]


@pytest.mark.parametrize("has_failed", [False, True], ids=["new", "failed-before"])
def test_of_several_machines_one_sends(warehouse_url: str, has_failed: bool) -> None:
    if has_failed:
        CLAIM.take(connect(warehouse_url), "subject", "digest")
        CLAIM.settle(connect(warehouse_url), sent_at=None, trouble="hung up")
    taken: list[bool] = []
    threads = [
        threading.Thread(target=lambda: taken.append(CLAIM.take(connect(warehouse_url), "subject", "digest")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]


def test_what_stands_has_the_submission_that_is_told_of(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    publish(warehouse, catalog, a_night(2, status="returned", rules=["sale.required"]))
    with warehouse.connect() as connection:
        (row,) = standing(connection, [])
        assert [standing(connection, [period]) for period in (PERIOD, "2024Q2")] == [[row], [row]]
        told_of = connection.scalar(sa.text("select submission_id from ops.issue where severity = 'critical'"))
    assert (row["status"], row["in_use"]) == ("returned", "earlier")
    assert row["submission_id"] == told_of


def test_the_facts_of_a_run(warehouse: sa.Engine, catalog: Catalog) -> None:
    attempts = pd.DataFrame(
        [(COUNTY, PERIOD, "ok", None), ("510822", PERIOD, "failed", "disk full")],
        columns=["county_code", "period", "state", "message"],
    )
    unplaced = issues([{"rule": "inbox.no_county", "source_file": None, "message": "某某县：没有这个县"}], "accepted")
    returned = issues([{"county_code": COUNTY, "period": PERIOD, "report": "sale", "rule": "sale.required"}])
    found = pd.concat([unplaced, returned], ignore_index=True)
    publish(warehouse, catalog, a_night(1, status="returned", issues=found, rules=["x"], attempts=attempts))
    with warehouse.connect() as connection:
        facts = run_facts(connection, "run-1")
    assert facts["run"]["state"] == "finished"
    assert facts["new"] == {"returned": 1}
    (back,) = facts["returned"]
    assert (back["county_name"], back["report"], back["message"]) == ("旺苍县", "sale", "D5 请核对")
    assert facts["failed"] == [{"county_code": "510822", "county_name": "青川县", "message": "disk full"}]
    assert facts["unplaced"] == ["某某县：没有这个县"]
    assert facts["waived"] == 0
    assert facts["standing"] == {PERIOD: {"returned": 1}}


def test_the_facts_of_a_run_that_found_nothing(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, publication(1))
    with warehouse.connect() as connection:
        facts = run_facts(connection, "run-1")
    assert (facts["new"], facts["returned"], facts["failed"], facts["standing"]) == ({}, [], [], {})


def test_the_latest_nights(warehouse: sa.Engine, catalog: Catalog) -> None:
    def known() -> LastNights:
        with warehouse.connect() as connection:
            return last_nights(connection)

    assert known() == LastNights()
    publish(warehouse, catalog, publication(1))
    assert (known().run_id, known().failure) == ("run-1", None)
    begin_run(warehouse, RunRecord("run-2", "nightly", at(2), "contracts-1"))
    fail_run(warehouse, "run-2", at(2), "disk full")
    assert (known().run_id, known().failure) == ("run-1", "disk full")
    begin_run(warehouse, RunRecord("rerun-3", "rerun", at(3), "contracts-1"))
    fail_run(warehouse, "rerun-3", at(3), "not a night")
    assert known().failure == "disk full"
    publish(warehouse, catalog, publication(4))
    assert (known().run_id, known().failure) == ("run-4", None)
    for night, period, is_whole in ((5, PERIOD, False), (6, None, False), (7, None, True)):
        run = RunRecord(
            f"run-{night}", "nightly", at(night), "contracts-1", period, counts={"is_whole_night": is_whole}
        )
        publish(warehouse, catalog, Publication(run, at(night)))
        assert known().run_id == ("run-7" if is_whole else "run-4")  # what somebody ran by hand is no night


def test_a_night_after_one_with_a_wrong_clock_is_known_by_its_own(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, Publication(RunRecord("run-1", "nightly", at(9), "contracts-1"), at(3000)))
    publish(warehouse, catalog, publication(10))  # counts as later than the first, years from now
    with warehouse.connect() as connection:
        found = last_nights(connection)
    assert found.run_id == "run-10"
    assert found.finished_at is not None
    assert found.finished_at < at(11)


def test_a_warehouse_that_was_never_migrated_knows_of_no_night(database_url: str) -> None:
    with connect(database_url).connect() as connection:
        assert last_nights(connection) == LastNights()

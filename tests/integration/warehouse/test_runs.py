"""Runs as `etl runs` lists them: what each came to, which of them live, and the one that a part of its id names."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from etl.commands.tables.runs import outcome
from etl.contract.catalog import Catalog
from etl.errors import ArgumentError
from etl.warehouse.locks import held_locks
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord, begin_run, fail_run
from etl.warehouse.queries.runs import run_asked, runs
from etl.warehouse.run_lock import run_lock
from tests.integration.warehouse.nights import a_night, at


def outcomes(warehouse: sa.Engine) -> dict[str, tuple[str, str]]:
    with warehouse.connect() as connection:
        rows = runs(connection)
    return {row["run_id"]: (row["state"], outcome(row, row["started_at"] + timedelta(minutes=3))) for row in rows}


def test_a_run_that_died_is_told_from_one_that_lives_at_once(warehouse: sa.Engine) -> None:
    with run_lock(warehouse, "2024Q1", 0):
        begin_run(warehouse, RunRecord("quarter", "nightly", at(1), "contracts-1", period="2024Q1"))
        with run_lock(warehouse, "2023", 0):
            begin_run(warehouse, RunRecord("year", "rerun", at(2), "contracts-1", period="2023"))
        state, came_to = outcomes(warehouse)["year"]
        assert (state, came_to[:40]) == ("died", "published nothing: it ended without a wo")
        assert came_to.endswith("etl rerun")
        assert outcomes(warehouse)["quarter"] == ("running", "under way for 3 min")
    with run_lock(warehouse, None, 0):
        assert outcomes(warehouse)["quarter"][0] == "died"
        begin_run(warehouse, RunRecord("all", "nightly", at(3), "contracts-1"))
        assert {name: state for name, (state, _) in outcomes(warehouse).items()} == {
            "all": "running", "quarter": "failed", "year": "failed"
        }  # fmt: skip


def test_to_look_at_the_locks_takes_none(warehouse: sa.Engine) -> None:
    with warehouse.connect() as connection:
        assert held_locks(connection) == frozenset()
        with run_lock(warehouse, None, 0):
            assert held_locks(connection) == {"run"}
            with warehouse.connect() as other:
                assert held_locks(other) == {"run"}
        with run_lock(warehouse, None, 0):  # while the looker's transaction is still open
            assert held_locks(connection) == {"run"}


def test_an_outcome_stands_apart_from_the_state(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100, 200))
    begin_run(warehouse, RunRecord("failing", "nightly", at(2), "contracts-1"))
    fail_run(warehouse, "failing", at(2), "the warehouse broke off: gone")
    came_to = outcomes(warehouse)
    assert came_to["run-1"] == ("finished", "1 accepted")
    assert came_to["failing"] == ("failed", "published nothing: the warehouse broke off: gone")


def test_the_beginning_of_an_id_names_a_run(warehouse: sa.Engine) -> None:
    for run_id in ("3f0c1d2e-1", "3f0c1d2e-2", "3f9", "3f"):
        begin_run(warehouse, RunRecord(run_id, "nightly", at(1), "contracts-1"))
    with warehouse.connect() as connection:
        assert run_asked(connection, "3f9") == "3f9"
        assert run_asked(connection, "3f") == "3f"
        assert run_asked(connection, "3f0c1d2e-2") == "3f0c1d2e-2"
        with pytest.raises(ArgumentError, match=r"more than one run begins with 3f0c1d2e: 3f0c1d2e-1, 3f0c1d2e-2"):
            run_asked(connection, "3f0c1d2e")
        for wrong in ("4", "3_", "%"):
            with pytest.raises(ArgumentError, match="etl runs"):
                run_asked(connection, wrong)

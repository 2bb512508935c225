"""One run of a period at a time: the second waits, steps aside in the end, and a killed holder frees the lock."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.warehouse.publish.runs import RunRecord, begin_run
from etl.warehouse.run_lock import AnotherRun, run_lock
from tests.integration.warehouse.nights import at

HOLDER = """
import sys, time
from etl.warehouse.engine import connect
from etl.warehouse.run_lock import run_lock
with run_lock(connect(sys.argv[1]), None, 0):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        pytest.param("2024Q1", "2024Q1", False, id="the-same-period"),
        pytest.param("2024Q1", "2024Q2", True, id="another-period"),
        pytest.param("2024Q1", None, False, id="all-after-one"),
        pytest.param(None, "2024Q1", False, id="one-after-all"),
        pytest.param(None, None, False, id="all-and-all"),
    ],
)
def test_who_may_run_beside_whom(warehouse: sa.Engine, first: str | None, second: str | None, may: bool) -> None:
    with ExitStack() as both:
        both.enter_context(run_lock(warehouse, first, 0))
        if may:
            both.enter_context(run_lock(warehouse, second, 0))
        else:
            with pytest.raises(AnotherRun, match="steps aside"):
                both.enter_context(run_lock(warehouse, second, 0))
    with run_lock(warehouse, second, 0):
        pass


def test_it_is_told_once_which_run_is_in_the_way(warehouse: sa.Engine) -> None:
    told: list[str] = []
    with run_lock(warehouse, "2024Q1", 0):
        begin_run(warehouse, RunRecord("run-1", "nightly", at(1), "contracts-1", period="2024Q1"))
        with pytest.raises(AnotherRun), run_lock(warehouse, "2024Q1", 0.6, told.append):
            pass
    assert told == ["the nightly run of 2024Q1 that began at 2024-04-04 02:00"]


def test_a_killed_holder_frees_it(warehouse: sa.Engine, warehouse_url: str) -> None:
    command = [sys.executable, "-c", HOLDER, warehouse_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        os.kill(holder.pid, signal.SIGKILL)
    with run_lock(warehouse, "2024Q1", 120):
        assert holder.returncode == -signal.SIGKILL

"""`etl run` itself, with Prefect and the embedded warehouse: killed twice, then started twice at once."""

import os
import random
import re
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from etl.settings import Settings
from etl.warehouse.embedded.server import is_running, serving
from etl.warehouse.engine import connect
from etl.warehouse.run_lock import run_lock
from tests.campaigns import KILL_SEED
from tests.integration.faults.nights import Province, fill_inbox, is_alive, locks_held, wait_until
from tests.integration.faults.snapshot import BY_THE_CLOCK, differences, snapshot
from tests.integration.operator import ETL, Operator


class Terminal:
    """`etl run` in a terminal of its own; what it prints goes to a file."""

    def __init__(self, operator: Operator, name: str) -> None:
        self._log = operator.home.parent / name
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("ETL_", "PREFECT_"))}
        environment |= {
            "ETL_HOME": str(operator.home),
            "ETL_INBOX": str(operator.inbox),
            "HOME": str(operator.user_home),
        }
        with self._log.open("wb") as log:
            self.process = subprocess.Popen([*ETL, "run"], env=environment, stdout=log, stderr=log)

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def says(self, beginning: str) -> bool:
        return any(line.startswith(beginning) for line in self.said.splitlines())


def kill_after(run: Terminal, stage: str, seconds: float) -> list[int]:
    """kill -9 of the run a while after a stage; gives the processes that it had started."""
    wait_until(lambda: run.says(stage) or run.process.poll() is not None, f"it says {stage}: {run.said}")
    time.sleep(seconds)
    children = [child.pid for child in psutil.Process(run.process.pid).children(recursive=True)]
    run.process.send_signal(signal.SIGKILL)
    run.process.wait()
    return children


def submissions(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.text("select count(*) from ops.submission")) or 0


@pytest.mark.long
def test_killed_twice_then_two_at_once(tmp_path: Path, province: Province) -> None:
    (tmp_path / "operator").mkdir()
    operator, chance = Operator(tmp_path / "operator"), random.Random(KILL_SEED)  # noqa: S311
    settings = Settings(home=operator.home, warehouse_url=None)
    fill_inbox(operator.inbox, "night1")
    for stage, longest in (("start", 0.8), ("read", 0.9)):
        share = chance.random()
        killed = Terminal(operator, f"killed after {stage}")
        children = kill_after(killed, stage, share * longest)
        assert len(children) >= 1
        wait_until(lambda: not [pid for pid in children if is_alive(pid)], "its children are gone")  # noqa: B023
        with serving(settings) as url:  # the server is of use, and holds nothing for the dead
            wait_until(lambda: not locks_held(connect(url)), f"the locks are gone, {KILL_SEED=}")
    with serving(settings) as url:
        had_published = submissions(connect(url)) > 0  # on a fast machine the second may have come so far
        with run_lock(connect(url), None, 0):  # neither is over before the other comes to the lock
            both = [Terminal(operator, name) for name in ("one", "other")]
            for run in both:
                wait_until(lambda: run.says("waiting: "), lambda: f"it waits: {run.said}")  # noqa: B023
    for run in both:
        assert run.process.wait(300) == 0, run.said
    first, second = sorted(both, key=lambda run: "nothing new" in run.said)
    assert had_published or re.search(r"\d+ reports accepted, 3 returned", first.said), first.said
    assert "nothing new: 12 files in the inbox, all decided before" in second.said
    assert "Traceback" not in first.said + second.said

    with serving(settings) as url:
        found = snapshot(connect(url))
    assert not is_running(settings)
    province.receive("night1")
    province.run("night1", now=datetime.now(UTC))
    assert not differences(snapshot(province.engine), found, but_for=BY_THE_CLOCK), f"{KILL_SEED=}"

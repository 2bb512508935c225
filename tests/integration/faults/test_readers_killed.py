"""Processes that read files killed or stopped while a night goes on: it never hangs, and nobody is blamed for it for good."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.campaigns import KILL_SEED
from tests.endless_file import endless, is_reading, needs_wchan
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import Province, is_alive
from tests.integration.faults.snapshot import differences, snapshot

pytestmark = [pytest.mark.long, pytest.mark.campaign]  # several nights each


@pytest.mark.parametrize("whom", ["readers", "everybody"])
def test_a_night_whose_readers_are_killed(province: Province, undisturbed: dict[str, Undisturbed], whom: str) -> None:
    province.receive("night1")
    running = province.begin("night1")
    assert running.comes_to("read")
    print(f"ETL_TEST_SEED={KILL_SEED}")
    share = random.Random(KILL_SEED).random()  # noqa: S311
    time.sleep(share * undisturbed["night1"].seconds["read"])
    for process in running.left():
        with suppress(psutil.Error):
            # the fork server and the resource tracker are children of the run, the readers are the fork server's
            if process.pid != running.pid and (whom == "everybody" or process.ppid() != running.pid):
                process.kill()
    if running.end() == 1:
        assert "no reading process could be started" in running.said
        province.run("night1")
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine)), running.said


@needs_wchan
@pytest.mark.parametrize(
    ("how", "told"),
    [(signal.SIGSTOP, "not read within 4 s on the clock"), (signal.SIGKILL, "2 times (SIGKILL, SIGKILL)")],
)
def test_a_file_whose_readers_are_stopped_or_killed_is_read_by_the_next_night(
    province: Province, undisturbed: dict[str, Undisturbed], how: signal.Signals, told: str
) -> None:
    province.receive("night1")
    province.environment |= {"ETL_WALL_SECONDS_PER_FILE": "4"}
    running = province.begin("night1", hold="read")
    assert running.comes_to("read")
    path = next(province.home.glob("archive/??/*"))
    with in_its_place(path):
        running.go()
        signalled: set[int] = set()
        while is_alive(running.pid):
            for process in running.left():
                if process.pid not in signalled and is_reading(process, path):
                    process.send_signal(how)
                    signalled.add(process.pid)
            time.sleep(0.02)
    assert running.end() == 1, running.said
    assert told in running.said
    province.environment.clear()
    assert "all decided before" not in province.run("night1").said
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine)), running.said


@contextmanager
def in_its_place(path: Path) -> Iterator[None]:
    """A file that has no end while the block runs, where another stands before and after."""
    kept = path.rename(path.with_name("kept"))
    try:
        with endless(path):
            yield
    finally:
        kept.replace(path)

"""kill -9 of the processes that read files, while a night goes on: it never hangs, and nobody is blamed for it for good."""

import random
import time
from contextlib import suppress

import psutil
import pytest

from tests.campaigns import KILL_SEED
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import Province
from tests.integration.faults.snapshot import differences, snapshot


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

"""kill -9 at random moments: nothing is left behind, readers see the old or the new, and the next night makes it good."""

import os
import random
import signal
import time
from contextlib import suppress

import pytest
import sqlalchemy as sa

from tests.campaigns import KILL_SEED, KILLED_NIGHTS
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import NIGHTS, STAGES, Province, Running, locks_held, wait_until
from tests.integration.faults.reading import somebody_reads
from tests.integration.faults.snapshot import differences, snapshot

KILLS_A_NIGHT = 2


def kill_somewhere(running: Running, chance: random.Random, seconds: dict[str, float]) -> str:
    """kill -9 of the run alone, somewhere within one of its stages; says where."""
    stage, share = chance.choice(STAGES), chance.random()
    if running.comes_to(stage):
        time.sleep(share * seconds.get(stage, 0.5))
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGKILL)
    running.end()
    return f"{share:.0%} into {stage}"


def states_of_runs(province: Province) -> set[str]:
    with province.engine.connect() as connection:
        return set(connection.scalars(sa.text("select state from ops.run")))


@pytest.mark.long
@pytest.mark.campaign
@pytest.mark.parametrize("round", range(-(-KILLED_NIGHTS // (2 * KILLS_A_NIGHT))))
def test_a_killed_night_is_made_good_by_the_next(
    province: Province, undisturbed: dict[str, Undisturbed], round: int
) -> None:
    print(f"ETL_TEST_SEED={KILL_SEED + round}")
    chance = random.Random(KILL_SEED + round)  # noqa: S311
    before = undisturbed["before"]
    for night in NIGHTS:
        after = undisturbed[night]
        province.receive(night)
        with somebody_reads(province.engine) as seen:
            where = [kill_somewhere(province.begin(night), chance, after.seconds) for _ in range(KILLS_A_NIGHT)]
            wait_until(lambda: not locks_held(province.engine), f"the locks are gone of a night killed {where}")
            province.run(night)
        assert not differences(after.snapshot, snapshot(province.engine)), where
        assert "running" not in states_of_runs(province), where
        assert seen <= {before.fingerprint, after.fingerprint}, where
        before = after

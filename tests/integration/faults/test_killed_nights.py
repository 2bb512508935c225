"""kill -9 at random moments: nothing is left behind, readers see the old or the new, and the next night makes it good."""

import random
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.settings import PROJECT, Settings
from etl.warehouse.embedded.server import start
from etl.warehouse.engine import connect
from etl.warehouse.schema.migrate import migrate
from tests.campaigns import KILL_ROUNDS, KILL_SEED, KILLS_A_NIGHT, drawn_until_hit
from tests.integration.faults.conftest import Undisturbed, own_server
from tests.integration.faults.nights import NIGHTS, Province, locks_held, wait_until
from tests.integration.faults.reading import somebody_reads
from tests.integration.faults.snapshot import differences, snapshot
from tests.integration.faults.victims import (
    VICTIMS,
    Disturbance,
    Kill,
    grown,
    kill_a_copying_backend,
    kill_a_reader,
    kill_the_judges,
    kill_the_postmaster,
    kill_the_run,
)

CONFIG = PROJECT / "config"
ENDS_THE_SERVER = (kill_the_postmaster, kill_a_copying_backend)
GOES_ON = (kill_a_reader, kill_the_judges)
ALL_OR_NOTHING = (kill_the_run, kill_the_judges)  # without one of its readers a night may go on, a county less


def states_of_runs(province: Province) -> set[str]:
    with province.engine.connect() as connection:
        return set(connection.scalars(sa.text("select state from ops.run")))


@pytest.mark.long
@pytest.mark.campaign
@pytest.mark.parametrize("kill", VICTIMS, ids=lambda kill: kill.__name__)
@pytest.mark.parametrize("round", range(KILL_ROUNDS))
def test_a_killed_night_is_made_good_by_the_next(
    tmp_path: Path,
    make_database: Callable[[str | None], str],
    template_url: str,
    warm: "subprocess.Popen[str]",
    undisturbed: dict[str, Undisturbed],
    round: int,
    kill: Kill,
) -> None:
    def play(chance: random.Random, draw: int) -> int:
        with own_server(tmp_path / str(draw)) as server:
            url = start(server) if kill in ENDS_THE_SERVER else make_database(template_url)
            if kill in ENDS_THE_SERVER:
                migrate(connect(url), load_catalog(CONFIG), load_divisions(CONFIG))
            return killed(Province(tmp_path / str(draw), url, warm), kill, chance, undisturbed, server)

    drawn_until_hit(play, KILL_SEED + round)


def killed(
    province: Province, kill: Kill, chance: random.Random, undisturbed: dict[str, Undisturbed], server: Settings
) -> int:
    """Play both nights, each killed and then made good; how many kills hit."""
    before, all_hits = undisturbed["before"], 0
    for night in NIGHTS:
        after = undisturbed[night]
        by = Disturbance(night, after.seconds, grown(before.snapshot, after.snapshot), chance, server)
        province.receive(night)
        with somebody_reads(province.engine) if kill in ALL_OR_NOTHING else nullcontext(set[str]()) as seen:
            # a night goes on without one of its children, and leaves nothing to another that could be killed
            hits = [kill(province, by) for _ in range(1 if kill in GOES_ON else KILLS_A_NIGHT)]
            wait_until(lambda: not locks_held(province.engine), f"the locks are gone of a night killed: {hits}")
            province.run(night)
        for hit in filter(None, hits):
            print(f"{night}: {hit}")
        all_hits += len([*filter(None, hits)])
        assert not differences(after.snapshot, snapshot(province.engine)), hits
        assert "running" not in states_of_runs(province), hits
        assert seen <= {before.fingerprint, after.fingerprint}, hits
        before = after
    return all_hits

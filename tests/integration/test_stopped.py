"""`etl run`, `rerun`, `replay` and `demo` stopped by Ctrl-C or SIGTERM: one sentence that agrees with the ledger, its exit code, and no process left."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.warehouse.engine import connect
from tests.integration.faults.nights import processes_of_session, wait_until
from tests.integration.operator import CORPUS, ETL, Operator

NEXT_NIGHT = "the next night takes up what was not published; now: etl"
TAKEN_UP = {"run": f"{NEXT_NIGHT} run", "rerun": f"{NEXT_NIGHT} rerun", "replay": "try it again with: etl replay"}
COUNTY = "510311"


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, make_operator: Callable[..., Operator]) -> Operator:
    operator = make_operator(tmp_path_factory.mktemp("stopped"))
    shutil.copytree(CORPUS / "night1" / COUNTY, operator.inbox / COUNTY)
    return operator


def last_run(operator: Operator) -> str | None:
    query = "select state from ops.run order by started_at desc limit 1"
    with connect(operator.environment["ETL_WAREHOUSE_URL"]).connect() as connection:
        return connection.scalar(sa.text(query))


@dataclass(frozen=True)
class Ended:
    """Result of a command that was stopped in one of its stages."""

    code: int
    text: str

    @property
    def sentence(self) -> str:
        """The one sentence of its end."""
        (found,) = [line.removeprefix("etl: ") for line in self.text.splitlines() if line.startswith("etl: ")]
        return found


def stopped(operator: Operator, folder: Path, command: list[str], stage: str, number: signal.Signals) -> Ended:
    """Begin a command, stop it in a stage, and see that it warns of nothing and leaves no process."""
    log = folder / "said"
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background jobs ignore it, and all they start
    with log.open("wb") as file:
        run = subprocess.Popen(
            [*ETL, *command], env=operator.environment, stdout=file, stderr=file, start_new_session=True
        )
    signal.signal(signal.SIGINT, before)
    said = lambda: log.read_text(encoding="utf-8")  # noqa: E731
    wait_until(lambda: f"{stage}: " in said() or run.poll() is not None, lambda: f"it comes to {stage}: {said()}")
    os.killpg(run.pid, number)  # as a terminal and systemd do: to all of its processes
    code = run.wait(120)
    wait_until(lambda: not processes_of_session(run.pid), lambda: f"these end: {processes_of_session(run.pid)}", 2.0)
    words = set(said().replace(":", " ").split())
    assert not {"Traceback", "resource_tracker", "Aborted", "UserWarning", "ResourceWarning"} & words, said()
    return Ended(code, said())


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "stage", "number"),
    [
        (["run"], "start", signal.SIGINT),
        (["run"], "pull", signal.SIGTERM),
        (["run"], "pull", signal.SIGINT),
        (["run"], "publish", signal.SIGTERM),
        (["rerun", "--county", COUNTY], "pull", signal.SIGINT),
        (["replay"], "recall", signal.SIGTERM),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_run_that_is_stopped_says_what_became_of_it(
    operator: Operator, tmp_path: Path, command: list[str], stage: str, number: signal.Signals
) -> None:
    ended = stopped(operator, tmp_path, command, stage, number)
    if ended.code == 0:  # it was over
        assert stage == "publish"
        return
    assert ended.code == 128 + number
    if last_run(operator) == "finished":
        assert stage == "publish"
        assert ended.sentence.startswith(("stopped when this run had published;", "stopped when the run was over;"))
    else:
        began = ("stopped; nothing of this run was published", "stopped before this run began; nothing was published")
        assert ended.sentence in {f"{how}; {TAKEN_UP[command[0]]}" for how in began}


@pytest.mark.long
def test_a_demo_that_is_stopped_says_that_it_is_not_whole(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "alone")  # with servers of its own, which end with it
    ended = stopped(operator, tmp_path, ["demo"], "read", signal.SIGINT)
    assert ended.code == 128 + signal.SIGINT
    assert ended.sentence == "stopped; the sample province is not whole, begin again with: etl demo"

"""`etl run` stopped by Ctrl-C or SIGTERM: one sentence that agrees with the ledger, its exit code, and no process left."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.warehouse.engine import connect
from tests.integration.faults.nights import processes_of_session, wait_until
from tests.integration.operator import CORPUS, ETL, Operator

NOT_PUBLISHED = (
    "stopped; nothing of this run was published; the next night takes up what was not published; now: etl run"
)
NOT_BEGUN = (
    "stopped before this run began; nothing was published; the next night takes up what was not published; now: etl run"
)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, make_operator: Callable[..., Operator]) -> Operator:
    operator = make_operator(tmp_path_factory.mktemp("stopped"))
    shutil.copytree(CORPUS / "night1" / "510311", operator.inbox / "510311")
    return operator


def last_run(operator: Operator) -> str | None:
    query = "select state from ops.run order by started_at desc limit 1"
    with connect(operator.environment["ETL_WAREHOUSE_URL"]).connect() as connection:
        return connection.scalar(sa.text(query))


@pytest.mark.long
@pytest.mark.parametrize(
    ("stage", "number"),
    [("start", signal.SIGINT), ("pull", signal.SIGTERM), ("pull", signal.SIGINT), ("publish", signal.SIGTERM)],
)
def test_a_run_that_is_stopped_says_what_became_of_it(
    operator: Operator, tmp_path: Path, stage: str, number: signal.Signals
) -> None:
    log = tmp_path / "said"
    with log.open("wb") as file:
        run = subprocess.Popen(
            [*ETL, "run"], env=operator.environment, stdout=file, stderr=file, start_new_session=True
        )
    said = lambda: log.read_text(encoding="utf-8")  # noqa: E731
    wait_until(lambda: f"{stage}: " in said() or run.poll() is not None, lambda: f"it comes to {stage}: {said()}")
    os.killpg(run.pid, number)  # as a terminal and systemd do: to all of its processes
    code = run.wait(120)
    wait_until(lambda: not processes_of_session(run.pid), lambda: f"these end: {processes_of_session(run.pid)}", 2.0)
    assert not {"Traceback", "resource_tracker", "Aborted"} & set(said().replace(":", " ").split())
    if code == 0:  # it was over
        assert stage == "publish"
        return
    assert code == 128 + number
    (sentence,) = [line.removeprefix("etl: ") for line in said().splitlines() if line.startswith("etl: ")]
    if last_run(operator) == "finished":
        assert stage == "publish"
        assert sentence.startswith(("stopped when this run had published;", "stopped when the run was over;"))
    else:
        assert sentence in (NOT_PUBLISHED, NOT_BEGUN)

"""A warehouse that goes away in the middle of a night: tried again while the night waits, else taken up by the next one."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import psutil
import pytest

from etl.errors import EtlError
from etl.night.context import open_night
from etl.night.request import RunRequest
from etl.settings import Settings
from etl.warehouse.embedded.server import start, stop
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import NIGHTS, Province, is_alive, locks_held, wait_until
from tests.integration.faults.snapshot import differences, snapshot
from tests.warm_process import begin

pytestmark = pytest.mark.long  # several nights each


def postmaster(settings: Settings) -> psutil.Process:
    return psutil.Process(int((settings.home / "warehouse/data/postmaster.pid").read_text().split()[0]))


def test_a_night_whose_warehouse_is_gone_is_made_good(
    tmp_path: Path, warm: "subprocess.Popen[str]", undisturbed: dict[str, Undisturbed], server: Settings
) -> None:
    province = Province(tmp_path, start(server), warm)
    province.receive("night1")
    for stage in ("fetch", "publish"):
        held = province.begin("night1", hold=stage)
        assert held.comes_to(stage)
        stop(server)
        held.go()
        assert held.end() == 1
        assert held.said.startswith("etl: the warehouse cannot be reached")
        assert len(held.said.splitlines()) == 1
        start(server)
    province.run("night1")
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))
    assert not locks_held(province.engine)


def test_a_night_begins_when_its_warehouse_comes_back(
    tmp_path: Path, server: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ETL_INBOX", str(tmp_path))
    monkeypatch.setenv("ETL_WAREHOUSE_URL", start(server))
    stop(server)
    back = threading.Timer(0.5, start, [server])
    back.start()
    with open_night(RunRequest(NIGHTS["night1"])) as context:
        assert context.ledger.next_pull == 1
    back.join()


# the nights of flows.nightly on real Prefect, whose warehouse stops when they come to publish, but impatient
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path

import etl.night.publish as step
from etl.commands.run_flow import prefect, run
from etl.errors import TransientError
from etl.settings import Settings, load_settings
from etl.warehouse.embedded.server import start, stop


def main(home, orders):
    server = Settings(home=Path(home), warehouse_url=None)
    tries = []
    with prefect(load_settings()) as session:
        import flows.night_flow as story
        import flows.task_runs as task_runs
        from flows.nightly import nightly

        publish_night, store = story.publish_night, step.publish

        def with_a_gap(*values):
            tries.append(len(tries) + 1)
            if tries[-1] == 1 and back > 1:
                stop(server)
            if tries[-1] == back:
                start(server)
            return publish_night(*values)

        def gone_afterwards(*arguments, **more):
            published = store(*arguments, **more)
            if back == 0:
                stop(server)
            return published

        story.publish_night, step.publish = with_a_gap, gone_afterwards
        task_runs.tried_again = task_runs.tried_again.with_options(retry_delay_seconds=[0, 0, 0])
        for line in open(orders):
            now, back = line.split()
            back = int(back)
            tries.clear()
            try:
                summary = run(session, nightly, now=datetime.fromisoformat(now))
                print("worked", len(tries), summary.headline, flush=True)
            except TransientError as error:
                print("failed", len(tries), error.message, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
"""


@pytest.mark.parametrize("goes_on", [False, True])
def test_prefect_tries_a_publish_again(
    tmp_path: Path,
    warm: "subprocess.Popen[str]",
    undisturbed: dict[str, Undisturbed],
    server: Settings,
    prefect_url: str,
    goes_on: bool,
) -> None:
    province = Province(tmp_path, start(server), warm)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
    environment |= {"ETL_HOME": str(province.home), "ETL_INBOX": str(province.inbox), "ETL_WAREHOUSE_URL": province.url}
    environment |= {"PREFECT_API_URL": prefect_url}
    script, orders = tmp_path / "nights.py", tmp_path / "orders"
    script.write_text(PROGRAM, encoding="utf-8")
    os.mkfifo(orders)
    process = begin(str(script), str(server.home), str(orders), environment=environment, has_children=True)
    with os.fdopen(os.open(orders, os.O_RDWR), "w") as order:  # which waits for nobody to read

        def run(night: str, comes_back_at_try: int) -> str:
            before = len(process.output.splitlines())
            order.write(f"{NIGHTS[night].isoformat()} {comes_back_at_try}\n")
            order.flush()
            wait_until(
                lambda: len(process.output.splitlines()) > before or not is_alive(process.pid),
                "a night of Prefect's ends",
            )
            return process.output.splitlines()[before] if is_alive(process.pid) else process.errors

        province.receive("night1")
        assert run("night1", comes_back_at_try=3).startswith("worked 3 ")
        waited = [line for line in process.errors.splitlines() if line.endswith("; trying again in 0 s")]
        assert len(waited) == 2
        assert waited[0].startswith("publish: the warehouse ")
        assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))

        if goes_on:
            province.receive("night2")
            assert run("night2", comes_back_at_try=9).startswith("failed 4 the warehouse cannot be reached")
            start(server)
            # it goes away once all is stored: that must not look as if nothing was
            assert run("night2", comes_back_at_try=0).startswith("worked 1 21 reports accepted")
            start(server)
            assert not differences(undisturbed["night2"].snapshot, snapshot(province.engine))
    assert process.end().returncode == 0
    assert "Traceback" not in process.errors


def test_a_server_process_killed_in_the_middle_of_the_publish(
    tmp_path: Path, warm: "subprocess.Popen[str]", undisturbed: dict[str, Undisturbed], server: Settings
) -> None:
    """kill -9 of the process that serves the run: the server ends them all, recovers by itself, and nothing of it is in."""
    province = Province(tmp_path, start(server), warm)
    province.receive("night1")
    running = province.begin("night1")
    assert running.comes_to("publish")
    for process in postmaster(server).children():
        if "etl warehouse [local]" in " ".join(process.cmdline()):
            process.send_signal(signal.SIGKILL)
    assert running.end() in (0, 1), running.said
    assert "Traceback" not in running.said
    wait_until(lambda: is_up(province), "the server has recovered")
    province.run("night1")
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))
    assert not locks_held(province.engine)


def is_up(province: Province) -> bool:
    try:
        province.engine.connect().close()
    except EtlError:
        return False
    return True

"""Workers of a work pool that each take prefectures of one night: the same warehouse, also when no worker is left."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.cluster import kill
from etl.settings import PROJECT
from tests.flows.prefect_server import POOL, PREFECT, Prefect, deploy, prefect_server, wait_until
from tests.flows.test_remote_reading import answers
from tests.integration.operator import CORPUS, Operator

COUNTIES = ("510311", "511132", "513223")  # of three prefectures
Workers = Callable[[Operator, int], list["subprocess.Popen[bytes]"]]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pool") / "inbox"
    for county in COUNTIES:
        shutil.copytree(CORPUS / "night1" / county, folder / county)
    return folder


@pytest.fixture(scope="module")
def expected(
    make_operator: Callable[..., Operator], inbox: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    operator = make_operator(tmp_path_factory.mktemp("threads"), ETL_INBOX=str(inbox))
    assert operator("run").returncode == 0
    return answers(operator)


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as server:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        deploy(kept | server.environment)
        yield server


@pytest.fixture
def operator(make_operator: Callable[..., Operator], inbox: Path, prefect: Prefect, tmp_path: Path) -> Operator:
    return make_operator(tmp_path, ETL_INBOX=str(inbox), PREFECT_API_URL=prefect.url)


@pytest.fixture
def workers(prefect: Prefect, tmp_path: Path) -> Iterator[Workers]:
    started: list[subprocess.Popen[bytes]] = []

    def start(operator: Operator, number: int) -> list["subprocess.Popen[bytes]"]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        environment = kept | prefect.environment | {"ETL_HOME": str(operator.home), "PREFECT_WORKER_QUERY_SECONDS": "1"}
        command = [*PREFECT, "worker", "start", "--pool", POOL, "--limit", "1"]
        others = known(prefect)
        with (tmp_path / "workers.log").open("ab") as log:
            started.extend(
                subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True)
                for _ in range(number)
            )
        wait_until(lambda: len(known(prefect) - others) == number)
        return started

    yield start
    end(started)


def known(prefect: Prefect) -> set[str]:
    """The names of the workers that have come to the pool."""
    return {worker["name"] for worker in prefect.ask(f"work_pools/{POOL}/workers/filter")}


def end(workers: "list[subprocess.Popen[bytes]]") -> None:
    """Kill workers with all they have started."""
    for worker in workers:
        kill(worker)


def reads(prefect: Prefect) -> list[str]:
    found = prefect.ask("flow_runs/filter", flows={"name": {"any_": ["read"]}}, sort="EXPECTED_START_TIME_ASC")
    return [run["state_type"] for run in found]


def test_workers_each_take_prefectures(
    operator: Operator, expected: list[str], prefect: Prefect, workers: Workers
) -> None:
    workers(operator, 2)
    done = operator("run", ETL_TASK_RUNNER="work-pool")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answers(operator) == expected
    assert reads(prefect) == ["COMPLETED"] * len(COUNTIES)
    assert not [left.name for left in (operator.home / "archive").glob(".*")]


def test_what_no_worker_has_read_in_time_is_read_by_the_night_itself(
    operator: Operator, expected: list[str], prefect: Prefect, workers: Workers
) -> None:
    doomed = workers(operator, 1)
    before = len(reads(prefect))
    run = operator.begin("run", ETL_TASK_RUNNER="work-pool", ETL_WORK_POOL_SECONDS="20")
    wait_until(lambda: {"PENDING", "RUNNING", "COMPLETED"} & set(reads(prefect)[before:]))
    end(doomed)
    done = run.end()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "left by the workers" in done.stderr
    assert answers(operator) == expected
    assert not {"SCHEDULED", "PENDING", "RUNNING"} & set(reads(prefect))


def test_a_server_without_the_deployment_is_one_sentence(operator: Operator, prefect_url: str) -> None:
    done = operator("run", ETL_TASK_RUNNER="work-pool", PREFECT_API_URL=prefect_url)  # which no worker knows
    assert done.returncode == 2
    assert "prefect deploy --all" in done.stderr
    assert "Traceback" not in done.stderr

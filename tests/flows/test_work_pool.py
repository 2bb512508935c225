"""Workers of a work pool that each take prefectures of one night: the same warehouse, also when no worker is left."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flows.prefect_server import POOL, Prefect, deploy, prefect_server, wait_until
from tests.flows.test_remote_reading import answers
from tests.integration.operator import CORPUS, Operator
from tests.warm_process import Program, begin

COUNTIES = ("510311", "511132", "513223")  # of three prefectures


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
def operator(
    make_operator: Callable[..., Operator], inbox: Path, prefect: Prefect, home: Path, tmp_path: Path
) -> Operator:
    return make_operator(tmp_path, ETL_INBOX=str(inbox), PREFECT_API_URL=prefect.url, ETL_HOME=str(home))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the nights and the workers share."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def workers(prefect: Prefect, home: Path) -> Iterator[list[Program]]:
    """Two workers that wait for something to read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
    environment = kept | prefect.environment | {"ETL_HOME": str(home), "PREFECT_WORKER_QUERY_SECONDS": "1"}
    command = ("worker", "start", "--pool", POOL, "--limit", "1")
    started = [begin("prefect", *command, environment=environment) for _ in range(2)]
    wait_until(lambda: len(known(prefect)) == len(started))
    yield started
    for worker in started:
        worker.kill()


def known(prefect: Prefect) -> set[str]:
    """The names of the workers that have come to the pool."""
    return {worker["name"] for worker in prefect.ask(f"work_pools/{POOL}/workers/filter")}


def reads(prefect: Prefect) -> list[str]:
    found = prefect.ask("flow_runs/filter", flows={"name": {"any_": ["read"]}}, sort="EXPECTED_START_TIME_ASC")
    return [run["state_type"] for run in found]


def test_workers_each_take_prefectures(
    operator: Operator, expected: list[str], prefect: Prefect, home: Path, workers: list[Program]
) -> None:
    done = operator("run", ETL_TASK_RUNNER="work-pool")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answers(operator) == expected
    assert reads(prefect) == ["COMPLETED"] * len(COUNTIES)
    assert not [left.name for left in (home / "archive").glob(".*")]


def test_what_no_worker_has_read_in_time_is_read_by_the_night_itself(
    operator: Operator, expected: list[str], prefect: Prefect, workers: list[Program]
) -> None:
    before = len(reads(prefect))
    run = operator.begin("run", ETL_TASK_RUNNER="work-pool", ETL_WORK_POOL_SECONDS="15")
    wait_until(lambda: set(reads(prefect)[before:]) - {"SCHEDULED"})  # or nobody took any before the time was up
    for worker in workers:
        worker.kill()
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

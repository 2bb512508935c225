"""Workers of a work pool that each take prefectures of one night: the same warehouse, also when no worker is left."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.prefect_server import POOL, Prefect, deploy, wait_until
from tests.flows.same_night import expected_of, figures, inbox_of
from tests.integration.operator import Operator
from tests.warm_process import Program, begin

COUNTIES = ("510311", "511132", "513223")  # of three prefectures


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inbox_of(COUNTIES, tmp_path_factory.mktemp("pool") / "inbox")


@pytest.fixture(scope="module")
def expected(
    make_database: Callable[[str | None], str],
    template_url: str,
    inbox: Path,
    tmp_path_factory: pytest.TempPathFactory,
    fork_server: None,
) -> list[list[Any]]:
    return expected_of(inbox, tmp_path_factory.mktemp("here"), make_database(template_url))


@pytest.fixture(scope="module")
def prefect(scheduling_prefect: Prefect) -> Prefect:
    if "read" not in scheduling_prefect.deployments():  # or test_serving has deployed it
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        deploy(kept | scheduling_prefect.environment)
    return scheduling_prefect


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
    before = known(prefect)
    started = [begin("prefect", *command, environment=environment) for _ in range(2)]
    wait_until(lambda: len(known(prefect) - before) == len(started))
    yield started
    for worker in started:
        worker.kill()


def known(prefect: Prefect) -> set[str]:
    """The names of the workers that have come to the pool."""
    return {worker["name"] for worker in prefect.ask(f"work_pools/{POOL}/workers/filter")}


def reads(prefect: Prefect) -> list[str]:
    found = prefect.ask("flow_runs/filter", flows={"name": {"any_": ["read"]}}, sort="EXPECTED_START_TIME_ASC")
    return [run["state_type"] for run in found]


@pytest.mark.long
def test_workers_each_take_prefectures(
    operator: Operator, expected: list[list[Any]], prefect: Prefect, home: Path, workers: list[Program]
) -> None:
    done = operator("run", ETL_TASK_RUNNER="work-pool")
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures(operator.environment["ETL_WAREHOUSE_URL"]) == expected
    found = reads(prefect)
    assert set(found) == {"COMPLETED"}
    assert len(found) >= len(COUNTIES)  # one is asked for again where a busy server answers late
    assert not [left.name for left in (home / "archive").glob(".*")]


@pytest.mark.long
def test_what_no_worker_has_read_in_time_is_read_by_the_night_itself(
    operator: Operator, expected: list[list[Any]], prefect: Prefect, workers: list[Program]
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
    assert figures(operator.environment["ETL_WAREHOUSE_URL"]) == expected
    assert not {"SCHEDULED", "PENDING", "RUNNING"} & set(reads(prefect))


@pytest.mark.long
def test_a_server_without_the_deployment_is_one_sentence(
    make_operator: Callable[..., Operator], inbox: Path, tmp_path: Path
) -> None:
    operator = make_operator(tmp_path, ETL_INBOX=str(inbox))
    done = operator("run", ETL_TASK_RUNNER="work-pool")  # on the server of all tests, which no worker knows
    assert done.returncode == 2
    assert "prefect deploy --all" in done.stderr
    assert "Traceback" not in done.stderr

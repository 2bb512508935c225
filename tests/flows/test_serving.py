"""Nights that are started on a real Prefect server: `etl serve` runs them first, then the workers of a work pool.

One county cannot be read in the served night; a worker's rerun takes it up.
"""

import json
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from etl.settings import PROJECT
from tests.flows.prefect_server import POOL, Prefect, call, deploy, wait_until
from tests.integration.operator import CORPUS, ETL, Operator
from tests.warm_process import LONGEST

pytestmark = pytest.mark.long
IN_YAML = {
    deployment["name"]
    for deployment in yaml.safe_load((PROJECT / "config" / "prefect.yaml").read_text("utf-8"))["deployments"]
}
FOR_WORKERS = {"read"}  # which a night starts, and nobody by hand
SAME = (
    "name",
    "entrypoint",
    "parameters",
    "parameter_openapi_schema",
    "enforce_parameter_schema",
    "description",
    "paused",
)


@pytest.fixture(scope="module")
def prefect(scheduling_prefect: Prefect) -> Prefect:
    return scheduling_prefect


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An inbox of two counties; the folder of the second is a link to nowhere."""
    operator = Operator(tmp_path_factory.mktemp("serving"))
    shutil.copytree(CORPUS / "night1" / "510311", operator.inbox / "510311")
    broken(operator).symlink_to("not-mounted")
    return operator


def broken(operator: Operator) -> Path:
    return operator.inbox / "511133"


@pytest.fixture(scope="module")
def environment(
    operator: Operator, prefect: Prefect, make_database: Callable[[str | None], str], template_url: str
) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
    mine = {"ETL_HOME": str(operator.home), "ETL_INBOX": str(operator.inbox), "HOME": str(operator.user_home)}
    mine |= {"ETL_WAREHOUSE_URL": make_database(template_url), "ETL_JUDGES": "0", "ETL_READERS": "1"}  # of two counties
    return kept | mine | prefect.environment | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}


@pytest.fixture(scope="module")
def served(prefect: Prefect, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    in_the_background = ["/bin/sh", "-c", 'trap "" INT; exec "$@"', "sh"]  # as a script's `etl serve &` begins
    program = subprocess.Popen(
        [*in_the_background, *ETL, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: program.poll() is not None or prefect.deployments().keys() >= IN_YAML - FOR_WORKERS)
    yield program
    with program:
        program.kill()


@pytest.fixture(scope="module")
def serve_told(served: subprocess.Popen[str], prefect: Prefect) -> dict[str, dict[str, Any]]:
    """Deployments that the server knows while `etl serve` runs them."""
    return prefect.deployments()


@pytest.fixture(scope="module")
def night(served, serve_told, prefect) -> str:
    """A night started from the form, to its end."""
    flow_run = prefect.start("nightly", period="2024Q1")
    wait_until(lambda: prefect.state(flow_run) in ("COMPLETED", "FAILED", "CRASHED") or served.poll() is not None)
    return flow_run


def test_a_night_started_by_hand_says_what_failed(night, prefect):
    assert prefect.state(night) == "FAILED"
    assert "`etl rerun --county 511133`" in prefect.artifact(night)


def test_a_night_is_named_and_tagged_by_what_it_was_and_came_to(night, prefect):
    (found,) = prefect.ask("flow_runs/filter", flow_runs={"id": {"any_": [night]}})
    assert re.fullmatch(r"nightly \d{4}-\d\d-\d\d 2024Q1", found["name"])
    assert set(found["tags"]) == {"kind:nightly", "period:2024Q1", "outcome:county-failed"}
    assert found["state"]["message"].endswith("reports accepted, 0 returned, 1 county failed")


def test_its_log_has_a_line_a_fact_and_no_traceback(night, prefect):
    def logs() -> list[dict[str, Any]]:  # which are shipped beside the run
        found: list[dict[str, Any]] = prefect.ask(
            "logs/filter", logs={"flow_run_id": {"any_": [night]}}, sort="TIMESTAMP_ASC"
        )
        return found

    wait_until(
        lambda: any(log["message"].endswith("the next night takes it up, or now: etl rerun") for log in logs()),
        seconds=60,
    )
    lines = [(log["level"], log["message"]) for log in logs()]
    (headline,) = [line for level, line in lines if level == logging.INFO and line.endswith(" s)")]
    assert re.fullmatch(r"\d+ reports accepted, 0 returned, 1 county failed \(.* s\)", headline)
    (failed,) = [line for level, line in lines if level == logging.ERROR and line.startswith("failed")]
    assert failed.startswith("failed    511133 马边彝族自治县: ")
    assert failed.endswith("the next night takes it up, or now: etl rerun")
    assert not [line for _, line in lines if "Traceback" in line or "exception" in line]


def test_the_task_run_in_which_a_county_failed_names_it(night, prefect):
    runs = prefect.ask("task_runs/filter", flow_runs={"id": {"any_": [night]}})
    failed = {run["name"]: run["state"]["message"] for run in runs if run["state_type"] == "FAILED"}
    assert failed.keys() == {"pull"}
    assert failed["pull"].startswith("511133 马边彝族自治县: ")


def test_a_table_lists_the_counties_that_need_something(night, prefect):
    (found,) = prefect.ask(
        "artifacts/filter", artifacts={"flow_run_id": {"any_": [night]}, "key": {"any_": ["counties"]}}
    )
    rows = [(row["county"], row["what"], row["command"]) for row in json.loads(found["data"])]
    assert rows == [("511133 马边彝族自治县", "failed", "etl rerun --county 511133")]


def test_sigterm_ends_serve_quietly_and_leaves_no_process(served, night, environment):
    children = psutil.Process(served.pid).children(recursive=True)
    served.terminate()
    out, err = served.communicate(timeout=LONGEST)
    assert served.returncode == 0, err
    first, last = out.splitlines()
    assert first.startswith("serving on ")
    assert last.startswith("stopped serving; ")
    assert "Traceback" not in err
    journal = [line for line in err.splitlines() if line.startswith(("nightly ", "  "))]
    begin, headline, failed = (line.split(": ", 1)[1] for line in journal)
    assert begin == "begins"
    assert "reports accepted, 0 returned, 1 county failed (" in headline
    assert failed.endswith("the next night takes it up, or now: etl rerun")
    assert psutil.wait_procs(children, timeout=LONGEST)[1] == []


@pytest.fixture(scope="module")
def deployed(night, served, prefect, environment) -> dict[str, dict[str, Any]]:
    """Deployments that the server knows once config/prefect.yaml was deployed there for a work pool."""
    served.terminate()
    served.wait(LONGEST)
    deploy(environment)
    assert call(environment, "deployments", of="etl").startswith("nightly: its form has period, counties, reports\n")
    return prefect.deployments()


def test_the_work_pool_gets_the_same_deployments(serve_told, deployed):
    assert deployed.keys() == serve_told.keys() | FOR_WORKERS
    assert {name: same(deployed[name]) for name in serve_told} == {
        name: same(told) for name, told in serve_told.items()
    }
    assert {told["work_pool_name"] for told in deployed.values()} == {POOL}
    assert {str(told["pull_steps"]) for told in deployed.values()} <= {"None", "[]"}


def same(deployment: dict[str, Any]) -> dict[str, Any]:
    return {name: deployment[name] for name in SAME} | {"plan": [plan["schedule"] for plan in deployment["schedules"]]}


def test_a_worker_takes_up_what_failed(deployed, operator, prefect, environment):
    broken(operator).unlink()
    shutil.copytree(CORPUS / "night1" / "511133", broken(operator))
    flow_run = prefect.start("rerun")
    call(environment, "worker", "start", "--pool", POOL, "--run-once")
    assert prefect.state(flow_run) == "COMPLETED"
    assert "reports accepted, 0 returned" in prefect.artifact(flow_run).splitlines()[0]

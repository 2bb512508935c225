"""The schedule on a real Prefect server: `etl serve` first, then the same deployments for the workers of a work pool.

One county cannot be read in the served night; a worker's rerun takes it up.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest
import yaml

from etl.settings import PROJECT
from tests.flows.prefect_server import POOL, Prefect, call, deploy, wait_until
from tests.integration.operator import CORPUS, ETL, Operator
from tests.warm_process import LONGEST

SHANGHAI = ZoneInfo("Asia/Shanghai")
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


def test_serve_registers_the_schedule(serve_told, prefect):
    plans = {
        name: [(plan["schedule"]["cron"], plan["schedule"]["timezone"], plan["active"]) for plan in told["schedules"]]
        for name, told in serve_told.items()
    }
    assert plans["nightly"] == [("0 2 * * *", "Asia/Shanghai", True)]
    assert plans["rerun"] == plans["replay"] == []


def test_the_next_nights_stand_in_the_schedule(serve_told, prefect):
    asked = {"deployment_id": {"any_": [serve_told["nightly"]["id"]]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    wait_until(lambda: prefect.ask("flow_runs/filter", flow_runs=asked))
    starts = [run["expected_start_time"] for run in prefect.ask("flow_runs/filter", flow_runs=asked)]
    clocks = [datetime.fromisoformat(start.replace("Z", "+00:00")).astimezone(SHANGHAI) for start in starts]
    assert {(clock.hour, clock.minute) for clock in clocks} == {(2, 0)}
    assert 0 < (min(clocks) - datetime.now(SHANGHAI)).total_seconds() <= 86400


def test_parameters_are_typed_so_that_the_ui_shows_a_form(serve_told, prefect):
    forms = {name: deployment["parameter_openapi_schema"]["properties"] for name, deployment in serve_told.items()}
    assert set(forms["nightly"]) == {"period", "counties", "reports"}
    assert not {"inbox", "now"} & {name for form in forms.values() for name in form}
    assert forms["replay"]["preview"]["type"] == "boolean"
    assert forms["replay"]["preview"]["default"] is True
    assert {"type": "array", "items": {"type": "string"}} in forms["rerun"]["counties"]["anyOf"]
    assert all(field["description"] for form in forms.values() for field in form.values())
    rerun = serve_told["rerun"]["id"]
    refused = prefect.ask(f"deployments/{rerun}/create_flow_run", 409, parameters={"counties": "511133", "run": 7})
    assert "Validation failed" in refused["detail"]


@pytest.fixture(scope="module")
def night(served, serve_told, prefect) -> str:
    """A night started from the form, to its end."""
    flow_run = prefect.start("nightly", period="2024Q1")
    wait_until(lambda: prefect.state(flow_run) in ("COMPLETED", "FAILED", "CRASHED") or served.poll() is not None)
    return flow_run


def test_a_night_started_by_hand_says_what_failed(night, prefect):
    assert prefect.state(night) == "FAILED"
    assert "`etl rerun --county 511133`" in prefect.artifact(night)


def test_a_run_with_an_inbox_and_a_clock_of_ones_own_is_refused(night, served, prefect, operator):
    """Prefect's API takes parameters that no form shows; the run itself does not."""
    own = prefect.start("nightly", inbox=str(operator.inbox), now="2024-04-01T00:00:00Z")
    wait_until(lambda: prefect.state(own) in ("COMPLETED", "FAILED", "CRASHED") or served.poll() is not None)
    (found,) = prefect.ask("flow_runs/filter", flow_runs={"id": {"any_": [own]}})
    assert found["state_type"] in ("FAILED", "CRASHED")
    assert prefect.ask("task_runs/filter", flow_runs={"id": {"any_": [own]}}) == []


def test_sigterm_ends_serve_quietly_and_leaves_no_process(served, night, environment):
    children = psutil.Process(served.pid).children(recursive=True)
    served.terminate()
    out, err = served.communicate(timeout=LONGEST)
    assert served.returncode == 0, err
    first, last = out.splitlines()
    assert first.startswith("serving on ")
    assert last.startswith("stopped serving; ")
    assert "Traceback" not in err
    assert psutil.wait_procs(children, timeout=LONGEST)[1] == []


@pytest.fixture(scope="module")
def deployed(night, served, prefect, environment) -> dict[str, dict[str, Any]]:
    """Deployments that the server knows once config/prefect.yaml was deployed there for a work pool."""
    served.terminate()
    served.wait(LONGEST)
    deploy(environment)
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

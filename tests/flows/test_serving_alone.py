"""`etl serve --ui` with a Prefect server of its own: its schedule, a run, and the key that keeps others of this machine out."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psutil
import pytest

from etl.commands.run_flow import where_the_ui_is
from flows.served_address import announced
from tests.flows.browser import CHROMIUM, browser
from tests.flows.prefect_server import wait_until
from tests.flows.served_ui import DEPLOYMENTS, Served, serving_ui
from tests.integration.operator import Operator
from tests.warm_process import LONGEST

pytestmark = [pytest.mark.long, pytest.mark.campaign]

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    operator = Operator(tmp_path_factory.mktemp("alone"))
    operator.inbox.mkdir()
    return operator


@pytest.fixture(scope="module")
def served(operator: Operator) -> Iterator[Served]:
    with serving_ui(operator) as running:
        yield running


@pytest.mark.parametrize("key", [None, "", "admin:pass"], ids=["none", "empty", "another"])
def test_without_the_key_the_api_is_closed(served, key):
    assert served.ask("deployments/filter", key).status_code == 401


def test_with_the_key_it_shows_the_deployments(served):
    assert {found["name"] for found in served.ask("deployments/filter", served.key).json()} == DEPLOYMENTS


@pytest.fixture(scope="module")
def serve_told(served: Served) -> dict[str, dict[str, Any]]:
    """Deployments that the server knows."""
    return {found["name"]: found for found in served.ask("deployments/filter", served.key).json()}


def test_serve_registers_the_schedule(serve_told):
    plans = {
        name: [(plan["schedule"]["cron"], plan["schedule"]["timezone"], plan["active"]) for plan in told["schedules"]]
        for name, told in serve_told.items()
    }
    assert plans["nightly"] == [("0 2 * * *", "Asia/Shanghai", True)]
    assert plans["rerun"] == plans["replay"] == []


def test_the_next_nights_stand_in_the_schedule(serve_told, served):
    asked = {"deployment_id": {"any_": [serve_told["nightly"]["id"]]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    planned = lambda: served.ask("flow_runs/filter", served.key, flow_runs=asked).json()  # noqa: E731
    wait_until(planned)
    starts = [run["expected_start_time"] for run in planned()]
    clocks = [datetime.fromisoformat(start.replace("Z", "+00:00")).astimezone(SHANGHAI) for start in starts]
    assert {(clock.hour, clock.minute) for clock in clocks} == {(2, 0)}
    assert 0 < (min(clocks) - datetime.now(SHANGHAI)).total_seconds() <= 86400


def test_parameters_are_typed_so_that_the_ui_shows_a_form(serve_told):
    forms = {name: deployment["parameter_openapi_schema"]["properties"] for name, deployment in serve_told.items()}
    assert set(forms["nightly"]) == {"period", "counties", "reports"}
    assert not {"inbox", "now"} & {name for form in forms.values() for name in form}
    assert (forms["replay"]["preview"]["type"], forms["replay"]["preview"]["default"]) == ("boolean", True)
    assert "511133 马边彝族自治县" in forms["rerun"]["counties"]["items"]["enum"]
    assert "need 项目需求与认领" in forms["rerun"]["reports"]["items"]["enum"]
    fields = [field for form in forms.values() for field in form.values()]
    assert all(field["description"].endswith(".") for field in fields)
    assert {field["type"] for field in fields} == {"string", "array", "boolean"}  # of none a choice of types, or null


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"counties": ["513299 某县"]}, "'513299 某县' is not one of ['510104 锦江区'"),
        ({"counties": "511133 马边彝族自治县"}, "Validation failed for field 'counties'"),
        ({"period": "2024Q7"}, "'2024Q7' does not match"),
        ({"run": 7}, "Validation failed for field 'run'"),
        ({"inbox": "mine", "now": "2024-04-01T00:00:00Z"}, "('inbox', 'now' were unexpected)"),
    ],
    ids=["unknown-county", "no-list", "no-period", "no-id", "parameters-of-ones-own"],
)
def test_a_value_that_the_form_does_not_have_is_refused_before_there_is_a_run(serve_told, served, parameters, reason):
    rerun = serve_told["rerun"]["id"]
    refused = served.ask(f"deployments/{rerun}/create_flow_run", served.key, parameters=parameters)
    assert refused.status_code == 409
    assert reason in refused.json()["detail"]


def test_the_page_asks_its_own_host_whatever_the_port_and_nobody_else(served):
    page = httpx.get(served.url, headers={"Accept": "text/html"}, follow_redirects=True, trust_env=False)
    assert (page.status_code, "<html" in page.text) == (200, True)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    settings = httpx.get(f"{served.url}/ui-settings", trust_env=False).json()
    assert (settings["api_url"], settings["auth"]) == ("/api", "BASIC")


def test_a_journal_is_told_where_the_key_stands_and_a_terminal_the_key(served):
    assert served.printed[1] == f"Prefect's UI is at {served.url} and asks once for the key in {served.key_path}\n"
    assert served.key not in "".join(served.printed)
    assert where_the_ui_is(served.url, served.key, served.key_path, is_terminal=True).endswith(f"the key {served.key}")


def test_a_run_that_is_started_there_gets_the_key_past_every_list_of_processes(served):
    (deployment,) = (f for f in served.ask("deployments/filter", served.key).json() if f["name"] == "remind")
    started = served.ask(f"deployments/{deployment['id']}/create_flow_run", served.key).json()["id"]
    lines, state = set(), ""
    deadline = time.monotonic() + LONGEST
    while state not in {"COMPLETED", "FAILED", "CRASHED"}:
        assert time.monotonic() < deadline, state
        lines |= {line for child in served.process.children(recursive=True) if (line := command_line(child))}
        (found,) = served.ask("flow_runs/filter", served.key, flow_runs={"id": {"any_": [started]}}).json()
        state = found["state_type"]
        time.sleep(0.2)
    assert state == "COMPLETED"
    assert any("-m prefect.engine" in line for line in lines), lines  # the run's own process was among them
    assert not [line for line in lines if served.key in line]


def test_a_command_of_the_same_home_records_its_run_there_and_starts_no_server(served, operator):
    log = operator.home / "prefect" / "server.log"
    before = log.read_text().count("starting, for process")
    done = operator("remind", ETL_WAREHOUSE_URL="")
    assert done.returncode == 0, done.stderr
    runs = served.ask("flow_runs/filter", served.key, sort="START_TIME_DESC").json()
    assert [run["state_type"] for run in runs if not run["deployment_id"]] == ["COMPLETED"]
    assert log.read_text().count("starting, for process") == before


def command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_automations_are_made_once_and_know_nothing_but_the_alarm(served, operator):
    made, again = (operator("automations").stdout.splitlines() for _ in range(2))
    assert [line.split(": ")[0] for line in (*made, *again)] == ["made"] * 4 + ["brought up to date"] * 4
    found = served.find("automations")
    assert {one["name"] for one in found} == {line.split(": ", 1)[1] for line in made}
    actions = [action for one in found for action in one["actions"]]
    assert {action["deployment_id"] for action in actions} == {served.deployment("alarm")}
    run = {"__prefect_kind": "jinja", "template": "{{ labels.prefect.resource.id }}"}
    assert sorted(action["parameters"].pop("happened") for action in actions) == ["crashed", "failed", "late", "long"]
    assert [action["parameters"] for action in actions] == [{"flow_run": run}] * 4


def test_it_listens_on_this_machine_only(served):
    listening = [
        f"{connection.laddr.ip}:{connection.laddr.port}"
        for process in (served.process, *served.process.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert served.url.removeprefix("http://") in listening
    assert {address.split(":")[0] for address in listening} == {
        "127.0.0.1"
    }  # Prefect's runner has one for its children


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_a_browser_asks_for_the_key_once_and_shows_the_deployments(served, tmp_path):
    with browser(tmp_path / "profile") as page:
        page.open(served.url)
        page.wait_for("Login")
        assert "nightly" not in page.text()
        page.type(served.key)
        page.wait_for("Dashboard", "Logout")
        page.open(f"{served.url}/v2/deployments")
        page.wait_for(*DEPLOYMENTS, "At 02:00 AM")
        asked = f"fetch('{served.url.replace('127.0.0.1', 'localhost')}').then(() => 'sent', () => 'kept back')"
        assert (
            page.run(asked) == "kept back"
        )  # by the page's policy: to the browser this is another host, and it answers


def test_a_port_that_is_taken_is_one_sentence(served, operator):
    port = served.url.rsplit(":", 1)[1]
    done = operator.alone("serve", "--port", port)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (1, 1, "")
    assert f"port {port} cannot be used: Address already in use" in done.stderr


def test_automations_need_a_server(tmp_path):
    done = Operator(tmp_path)("automations")
    assert (done.returncode, done.stderr) == (
        2,
        "etl: no Prefect server runs here: start etl serve --ui, or set PREFECT_API_URL to yours\n",
    )


def test_a_stopped_serve_is_said_and_no_second_server_begun_on_its_database(tmp_path):
    operator = Operator(tmp_path)
    folder = operator.home / "prefect"
    folder.mkdir(parents=True)
    with announced(folder, "http://127.0.0.1:9/api"):
        done = operator("deployments")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "its server at http://127.0.0.1:9/api does not answer" in done.stderr
    assert done.stderr.endswith("systemctl restart county-etl\n")
    assert [path.name for path in folder.iterdir()] == ["serving"]


def test_the_ui_of_an_operators_own_server_is_not_ours_to_show(operator):
    done = operator("serve", "--ui", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "unset PREFECT_API_URL" in done.stderr

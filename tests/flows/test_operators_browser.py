"""An operator's morning at Prefect: a rerun clicked in a real browser, and what calls the operators when a run goes wrong."""

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flows.browser import CHROMIUM, Page, browser
from tests.flows.prefect_server import wait_until
from tests.flows.served_ui import Served, serving_ui
from tests.integration.operator import CORPUS, Operator
from tests.receivers.web_server import Asked, web_server

COUNTY, NAME = "511133", "511133 马边彝族自治县"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An inbox of two counties; the folder of the second is a link to nowhere."""
    operator = Operator(tmp_path_factory.mktemp("browser"))
    shutil.copytree(CORPUS / "night1" / "510311", operator.inbox / "510311")
    (operator.inbox / COUNTY).symlink_to("not-mounted")
    return operator


@pytest.fixture(scope="module")
def robot() -> Iterator[Asked]:
    """The operators' channel."""
    with web_server() as told:
        yield told


@pytest.fixture(scope="module")
def served(operator: Operator, robot: Asked) -> Iterator[Served]:
    channel = f"json://127.0.0.1:{robot.port}/hook"
    with serving_ui(operator, ETL_WEBHOOKS=channel, ETL_JUDGES="0", ETL_READERS="1") as running:
        assert operator("automations").returncode == 0
        yield running


@pytest.fixture(scope="module")
def night(served: Served) -> dict[str, Any]:
    return served.ended(served.start("nightly", parameters={"period": "2024Q1"}))


def log_in(page: Page, served: Served) -> None:
    page.open(served.url)
    page.wait_for("Login")
    page.type(served.key)
    page.wait_for("Dashboard", "Logout")


def fill_in(page: Page, served: Served, period: str, is_done: Callable[[], object]) -> None:
    """Choose the county in the form of a rerun, write the period, and press the button until it does something."""
    page.open("about:blank")
    page.open(f"{served.url}/v2/deployments/deployment/{served.deployment('rerun')}/run")
    page.wait_for("The counties to take up", "such as 2024Q1")
    page.click("button", "Select")
    page.wait_for("510311 沿滩区")
    page.write(COUNTY)
    page.click("[role=option]", NAME)
    page.escape()
    page.click("textarea")
    page.write(period)
    for _ in range(5):  # a button that moves under the hand takes no click
        page.click("button", "Submit")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if is_done():
                return
            time.sleep(0.4)
    raise AssertionError(page.text())


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_a_hand_reruns_a_county_through_the_form_and_reads_what_became_of_it(
    served: Served, operator: Operator, night: dict[str, Any], tmp_path: Path
) -> None:
    assert night["state"]["message"].endswith("1 county failed")
    (operator.inbox / COUNTY).unlink()
    shutil.copytree(CORPUS / "night1" / COUNTY, operator.inbox / COUNTY)
    with browser(tmp_path / "profile") as page:
        log_in(page, served)
        fill_in(page, served, "2024Q7", lambda: "'2024Q7' does not match" in page.text())
        of_reruns = {"deployments": {"id": {"any_": [served.deployment("rerun")]}}}
        fill_in(page, served, "2024Q1", lambda: served.find("flow_runs", **of_reruns))
        (rerun,) = served.find("flow_runs", **of_reruns)
        ended = served.ended(rerun["id"])
        assert (ended["name"], ended["state_type"]) == (f"rerun 2024Q1 {NAME}", "COMPLETED")
        assert set(ended["tags"]) == {"kind:rerun", "period:2024Q1", "outcome:published"}
        page.open(f"{served.url}/v2/runs/flow-run/{rerun['id']}")
        page.wait_for(ended["name"], "8 reports accepted, 0 returned (", "files: 1 in the inbox, 1 read")
        (artifact,) = served.find(
            "artifacts", artifacts={"flow_run_id": {"any_": [rerun["id"]]}, "key": {"any_": ["night"]}}
        )
        page.open(f"{served.url}/v2/artifacts/artifact/{artifact['id']}")
        page.wait_for("reports accepted, 0 returned", "etl status --period 2024Q1")


def test_a_night_that_failed_calls_the_operators(
    served: Served, operator: Operator, robot: Asked, night: dict[str, Any]
) -> None:
    away = operator.inbox.with_name("away")
    operator.inbox.rename(away)
    failed = served.ended(served.start("nightly"))
    away.rename(operator.inbox)
    assert failed["state"]["message"].startswith("the inbox ")  # its sentence, and no name of an error
    wait_until(lambda: calls(robot, "运行失败"))
    assert "ETL_INBOX" in calls(robot, "运行失败")[0]
    line = f"{failed['name']}: failed: the inbox "
    assert [one for one in served.journal.read_text().splitlines() if one.startswith(line)]
    logs = [log["message"] for log in served.find("logs", logs={"flow_run_id": {"any_": [failed["id"]]}})]
    assert not [message for message in logs if "Traceback" in message]


def test_a_run_that_is_killed_calls_them_and_stands_in_the_journal(served: Served, robot: Asked) -> None:
    before = len(begun(served))
    run = served.start("replay", parameters={"preview": True})
    wait_until(lambda: len(begun(served)) > before)
    for child in served.process.children(recursive=True):
        if "prefect.engine" in " ".join(child.cmdline()):
            child.send_signal(signal.SIGKILL)
    crashed = served.ended(run)
    assert crashed["state_type"] == "CRASHED"
    wait_until(lambda: calls(robot, "运行中断"))
    wait_until(lambda: f"{crashed['name']}: broke off: " in served.journal.read_text())


def begun(served: Served) -> list[str]:
    return [line for line in served.journal.read_text().splitlines() if line.endswith(": begins")]


def test_a_night_that_is_late_calls_them(served: Served, robot: Asked) -> None:
    """Half an hour is made ten seconds, and the night one that nobody starts for a day."""
    (late,) = [one for one in served.find("automations") if one["name"].endswith("a night is late")]
    kept = {name: late[name] for name in ("name", "description", "actions")}
    served.change(f"automations/{late['id']}", **kept, trigger={**late["trigger"], "within": 10})
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    state = {"type": "SCHEDULED", "name": "Late", "state_details": {"scheduled_time": tomorrow}}
    served.start("nightly", state=state)
    wait_until(lambda: calls(robot, "仍没有开始运行"))


def calls(robot: Asked, what: str) -> list[str]:
    return [given["message"] for given in robot.given if what in given["title"]]

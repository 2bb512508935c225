"""An operator's morning at Prefect: a rerun clicked in a real browser, and what calls the operators when a run goes wrong."""

import json
import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa

from etl.warehouse.engine import connect
from tests.flows.browser import CHROMIUM
from tests.flows.prefect_server import wait_until
from tests.flows.rerun_by_hand import COUNTY, cancel_by_hand, rerun_by_hand, with_a_county_not_mounted
from tests.flows.served_ui import Served, operators_server, serving_ui
from tests.integration.operator import CORPUS, Operator
from tests.receivers.web_server import Asked, web_server
from tests.warm_process import LONGEST

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    return with_a_county_not_mounted(Operator(tmp_path_factory.mktemp("browser")))


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


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_a_hand_reruns_a_county_through_the_form_and_reads_what_became_of_it(
    served: Served, operator: Operator, night: dict[str, Any], tmp_path: Path
) -> None:
    assert night["state"]["message"].endswith("1 county failed")
    rerun_by_hand(served, operator, tmp_path / "profile")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_the_same_hand_does_it_on_a_server_of_the_operators(tmp_path: Path) -> None:
    operator = with_a_county_not_mounted(Operator(tmp_path / "operator"))
    with (
        operators_server(tmp_path / "theirs") as named,
        serving_ui(operator, ETL_JUDGES="0", ETL_READERS="1", **named) as served,
    ):
        night = served.ended(served.start("nightly", parameters={"period": "2024Q1"}))
        assert night["state"]["message"].endswith("1 county failed")
        tables = served.find(
            "artifacts", artifacts={"flow_run_id": {"any_": [night["id"]]}, "key": {"any_": ["counties"]}}
        )
        assert COUNTY in tables[0]["data"]
        rerun_by_hand(served, operator, tmp_path / "profile")


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


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
def test_a_night_that_takes_too_long_calls_them_and_a_cancelled_one_leaves_nothing(
    served: Served, operator: Operator, robot: Asked, night: dict[str, Any], tmp_path: Path
) -> None:
    """Six hours are made ten seconds, and the night one that waits for somebody who holds the ledger; a hand cancels it."""
    (long,) = [one for one in served.find("automations") if one["name"].endswith("a night takes too long")]
    kept = {name: long[name] for name in ("name", "description", "actions")}
    served.change(f"automations/{long['id']}", **kept, trigger={**long["trigger"], "within": 10})
    shutil.copytree(CORPUS / "night1" / "510303", operator.inbox / "510303")
    before = operator("status", "--json", "--all").stdout
    runs = json.loads(operator("runs", "--json").stdout)
    engine = connect(operator("warehouse", "url").stdout.splitlines()[-1])
    with engine.begin() as holder:
        holder.execute(sa.text("lock table ops.file in share mode"))
        run = served.start("nightly")
        wait_until(lambda: calls(robot, "运行超过六小时仍没有结束"))
        started = [one for of in engines(served) for one in (of, *of.children(recursive=True))]
        cancel_by_hand(served, run, tmp_path / "profile")
        ended = served.ended(run)
    engine.dispose()
    assert ended["state_type"] == "CANCELLED"
    assert started
    assert psutil.wait_procs(started, timeout=LONGEST)[1] == []
    wait_until(lambda: f"{ended['name']}: was cancelled; " in served.journal.read_text())
    assert "Traceback" not in served.journal.read_text()
    assert operator("status", "--json", "--all").stdout == before
    told = [one for one in json.loads(operator("runs", "--json").stdout) if one not in runs]
    assert [one["state"] for one in told] in (["failed"], ["died"])
    (line,) = [line for line in operator("runs").stdout.splitlines() if line.startswith(told[0]["run_id"][:8])]
    assert "nothing was published" in line or "published nothing" in line
    again = served.ended(served.start("nightly"))
    assert again["state"]["message"].startswith("3 reports accepted, 0 returned"), again["state"]


def engines(served: Served) -> list[psutil.Process]:
    """Processes of the runs that are under way."""
    children = served.process.children(recursive=True)
    return [one for one in children if "prefect.engine" in " ".join(one.cmdline())]


def calls(robot: Asked, what: str) -> list[str]:
    return [given["message"] for given in robot.given if what in given["title"]]

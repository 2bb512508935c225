"""A rerun by hand at Prefect, whoever runs its server: a browser logs in, fills in the form, and reads what became of it."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tests.flows.browser import Page, browser
from tests.flows.prefect_server import wait_until
from tests.flows.served_ui import Served
from tests.integration.operator import CORPUS, Operator

COUNTY, NAME = "511133", "511133 马边彝族自治县"


def with_a_county_not_mounted(operator: Operator) -> Operator:
    """An inbox of two counties; the folder of the second is a link to nowhere."""
    shutil.copytree(CORPUS / "night1" / "510311", operator.inbox / "510311")
    (operator.inbox / COUNTY).symlink_to("not-mounted")
    return operator


def rerun_by_hand(served: Served, operator: Operator, profile: Path) -> None:
    """Mount the county that failed, rerun it through the form, and find its name, tags, lines and artifacts."""
    (operator.inbox / COUNTY).unlink()
    shutil.copytree(CORPUS / "night1" / COUNTY, operator.inbox / COUNTY)
    with browser(profile) as page:
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


def cancel_by_hand(served: Served, flow_run: str, profile: Path) -> None:
    """Cancel a run that is under way by the button on its page, and the one that asks whether this is meant."""
    with browser(profile) as page:
        log_in(page, served)
        page.open(f"{served.url}/v2/runs/flow-run/{flow_run}")
        page.wait_for("Beginning flow run")
        page.click("[aria-haspopup=menu]")
        page.wait_for("Copy to new run", "Delete")
        page.click("[role=menuitem]", "Cancel")
        page.wait_for("Are you sure you want to cancel", "Will become:")
        page.click("button", "Cancel Flow Run")
        wait_until(lambda: served.flow_run(flow_run)["state_type"] in {"CANCELLING", "CANCELLED"})


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

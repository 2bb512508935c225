"""Deployments registered with Prefect, and their schedule. `etl serve` runs them in its own process until it is stopped."""

import asyncio
import signal
from typing import Any

from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron

from flows.nightly import nightly
from flows.remind import remind
from flows.replay import replay
from flows.rerun import rerun

NIGHTLY = Cron("0 2 * * *", timezone="Asia/Shanghai")
MORNING = Cron("30 8 * * *", timezone="Asia/Shanghai")  # every day: only config/calendar.yaml knows the working days


class Serving(Runner):
    """A runner that SIGTERM ends the way Ctrl-C does; Prefect's own handler leaves a coroutine behind and says so."""

    def handle_sigterm(self, *_: Any) -> None:
        """End the runner."""
        signal.raise_signal(signal.SIGINT)


def deployments() -> list[RunnerDeployment]:
    """Everything that can be started from Prefect's UI; the nightly run and the reminders also start by themselves."""
    # by module: an entrypoint by file is tied to the folder that `etl serve` was started in
    by_module: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH}
    return [
        nightly.to_deployment("nightly", schedule=NIGHTLY, **by_module),
        rerun.to_deployment("rerun", **by_module),
        replay.to_deployment("replay", **by_module),
        remind.to_deployment("remind", schedule=MORNING, **by_module),
    ]


def serve_all() -> None:
    """Register the deployments and run them until the process is stopped; one run at a time."""
    # a run that was missed while nobody served is taken up at the next start
    runner = Serving(limit=1, pause_on_shutdown=False)
    for deployment in deployments():
        runner.add_deployment(deployment)
    # a script's `etl serve &` begins with SIGINT ignored, and SIGTERM would end nothing
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(runner.start())

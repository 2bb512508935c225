"""Deployments registered with Prefect, and their schedule. `etl serve` runs them in its own process until it is stopped."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule

from etl.night.request import Config
from flows.alarm import alarm
from flows.forms import form
from flows.nightly import nightly
from flows.remind import remind
from flows.replay import replay
from flows.rerun import rerun

NIGHTLY = Cron("0 2 * * *", timezone="Asia/Shanghai")
MORNING = Cron("30 8 * * *", timezone="Asia/Shanghai")  # every day: only config/calendar.yaml knows the working days
FLOWS: tuple[tuple[Flow[Any, Any], Schedule | None], ...] = (
    (nightly, NIGHTLY),
    (rerun, None),
    (replay, None),
    (remind, MORNING),
    (alarm, None),
)


class Serving(Runner):
    """A runner that SIGTERM ends the way Ctrl-C does; Prefect's own handler leaves a coroutine behind and says so."""

    def handle_sigterm(self, *_: Any) -> None:
        """End the runner."""
        signal.raise_signal(signal.SIGINT)


def deployments(config: Config) -> list[RunnerDeployment]:
    """Everything that can be started from Prefect's UI; the nightly run and the reminders also start by themselves."""
    return [_deployment(flow, schedule, config) for flow, schedule in FLOWS]


def _deployment(flow: Flow[Any, Any], schedule: Schedule | None, config: Config) -> RunnerDeployment:
    # by module: an entrypoint by file is tied to the folder that `etl serve` was started in
    made: Any = flow.to_deployment(
        flow.name, schedule=schedule, tags=[f"kind:{flow.name}"], entrypoint_type=EntrypointType.MODULE_PATH
    )
    made._parameter_openapi_schema = form(
        flow, config
    )  # Prefect takes it from the signature, and has no argument for it
    return made  # type: ignore[no-any-return]


def serve_all(config: Config, beside: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Register the deployments and run them until the process is stopped; one run at a time, an alarm and `beside` beside it."""
    # a run that was missed while nobody served is taken up at the next start
    runner, alarms = Serving(limit=1, pause_on_shutdown=False), Serving(limit=1, pause_on_shutdown=False)
    for deployment in deployments(config):
        (alarms if deployment.name == alarm.name else runner).add_deployment(deployment)
    # a script's `etl serve &` begins with SIGINT ignored, and SIGTERM would end nothing
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(_all(runner.start(), alarms.start(), beside()))


async def _all(*running: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*running)

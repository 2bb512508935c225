"""The nightly flow: pull, read, judge and publish what the counties sent. The night itself stands in `night_flow`."""

from dataclasses import replace
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.task_runners import ThreadPoolTaskRunner

from etl.night.request import RunRequest
from flows.by_hand import by_hand
from flows.forms import chosen
from flows.night_flow import ends_in_words, run_as_flow
from flows.run_log import say_it_broke_off
from flows.run_names import run_name


@flow(
    name="nightly",
    flow_run_name=run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=4),  # type: ignore[arg-type]
    on_crashed=[say_it_broke_off],
    on_cancellation=[say_it_broke_off],
)
@ends_in_words
def nightly(
    period: str | None = None,
    counties: list[str] | None = None,
    reports: list[str] | None = None,
) -> "State[Any]":
    """Pull, read, judge and publish what the counties sent; empty parameters mean everything there is.

    Args:
        period: One reporting period only, such as 2024Q1, 2024-03 or 2024; empty means all.
        counties: The counties to take; none means all.
        reports: The reports to judge; none means all.
    """
    told = by_hand()
    asked = RunRequest(told.now, "nightly", told.inbox, period, chosen(counties), chosen(reports))
    return run_as_flow(replace(asked, takes_future=told.takes_future))

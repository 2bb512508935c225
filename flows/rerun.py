"""Take up again what failed: the same night, for the counties whose last attempt failed or whose files were never judged."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from etl.night.request import RunRequest
from etl.night.rerun import what_waits
from flows.by_hand import by_hand
from flows.forms import chosen
from flows.night_flow import ends_in_words, run_as_flow
from flows.run_log import in_journal, say_it_broke_off
from flows.run_names import run_name


@flow(
    name="rerun",
    flow_run_name=run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=4),  # type: ignore[arg-type]
    on_crashed=[say_it_broke_off],
    on_cancellation=[say_it_broke_off],
)
@ends_in_words
def rerun(
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    period: str | None = None,
    run: str | None = None,
) -> "State[Any]":
    """Run the night again for what failed, from the inbox and the archive; what was decided in the meantime is not read again.

    Args:
        counties: The counties to take up; none means all that wait.
        reports: The reports to judge; none means all.
        period: One reporting period only, such as 2024Q1, 2024-03 or 2024; empty means all.
        run: The id of one run, as etl runs shows it: take up what failed in it and was not made good since.
    """
    named = chosen(counties)
    waiting = named if named and not run else tuple(sorted({one.county_code for one in what_waits(run, period, named)}))
    if not waiting:
        in_journal("nothing failed")
        return Completed(message="nothing failed")
    told = by_hand()
    return run_as_flow(RunRequest(told.now, "rerun", told.inbox, period, waiting, chosen(reports)))

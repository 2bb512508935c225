"""Take up again what failed: the same night, for the counties whose last attempt failed or whose files were never judged."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from etl.night.request import RunRequest
from etl.night.rerun import what_waits
from flows.by_hand import by_hand
from flows.nightly import run_as_flow


@flow(name="rerun", task_runner=ThreadPoolTaskRunner(max_workers=4))  # type: ignore[arg-type]
def rerun(
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    period: str | None = None,
    run: str | None = None,
) -> State:
    """Run the night again for what failed, from the inbox and the archive; what was decided in the meantime is not read again.

    Args:
        counties: codes or full names of the counties to take up; default: all that wait
        reports: names of the reports to judge; default: all
        period: one reporting period only, such as 2024Q1
        run: the id of one run: take up what failed in it and was not made good since
    """
    named = counties if counties and not run else None
    waiting = named or sorted({one.county_code for one in what_waits(run, period, counties)})
    if not waiting:
        return Completed(message="nothing failed")
    told = by_hand()
    return run_as_flow(RunRequest(told.now, "rerun", told.inbox, period, tuple(waiting), tuple(reports or ())))

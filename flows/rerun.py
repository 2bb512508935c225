"""Take up again what failed: the same night, for the counties whose last attempt failed."""

from datetime import UTC, datetime

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from etl.night.night import counties_that_failed
from etl.night.orders import Orders
from flows.nightly import run_night


@flow(name="rerun", task_runner=ThreadPoolTaskRunner(max_workers=4))  # type: ignore[arg-type]
def rerun(
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    inbox: str | None = None,
    now: datetime | None = None,
) -> State:
    """Run the night again for what failed; what was decided in the meantime is not read again.

    Args:
        counties: codes or full names of the counties to take up; default: all whose last attempt failed
        reports: names of the reports to judge; default: all
        inbox: folder or URL of the inbox; default: ETL_INBOX
        now: the clock of the run; default: the real one
    """
    waiting = counties or counties_that_failed()
    if not waiting:
        return Completed(message="nothing failed")
    orders = Orders(now or datetime.now(UTC), "rerun", inbox, None, tuple(waiting), tuple(reports or ()))
    return run_night(orders)

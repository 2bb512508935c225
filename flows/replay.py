"""Judge archived files again after a contract, a code list or a waiver changed, without asking any county."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.task_runners import ThreadPoolTaskRunner

from etl.night.request import RunRequest
from flows.by_hand import by_hand
from flows.nightly import run_as_flow


@flow(name="replay", task_runner=ThreadPoolTaskRunner(max_workers=4))  # type: ignore[arg-type]
def replay(
    period: str | None = None,
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    preview: bool = True,
) -> State:
    """Read everything that ever came from the archive and judge it by today's rules; a newer file is never displaced.

    Args:
        period: one reporting period only, such as 2024Q1; default: all
        counties: codes or full names of the counties to take; default: all
        reports: names of the reports to judge; default: all
        preview: only say which verdicts and figures would change, and store nothing
    """
    request = RunRequest(
        by_hand().now, "replay", None, period, tuple(counties or ()), tuple(reports or ()), is_preview=preview
    )
    return run_as_flow(request)

"""The story of a night: fetch the files, read by prefecture, judge by report, publish once, say what happened.

Prefect only: every step is one call into `etl.night`. What happened to each county stands in the warehouse's ledger.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import wait
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from etl.console import Progress
from etl.errors import TransientError
from etl.night import fetch, steps
from etl.night.night import TRY_AGAIN_AFTER, Night, open_night
from etl.night.publish import publish_night
from etl.night.request import RunRequest
from etl.night.shares import shares_of, spill
from etl.night.summary import Summary, trouble_markdown
from etl.notices.after_night import after_night
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool, reading_pool
from etl.workers.remote import to_send
from flows.remote_reading import elsewhere


def is_transient(_task: Task, _run: TaskRun, state: State) -> bool:
    """Whether trying again can help: only what failed in the infrastructure."""
    return isinstance(state.result(raise_on_failure=False), TransientError)


TRY_AGAIN = {"retries": 3, "retry_delay_seconds": list(TRY_AGAIN_AFTER), "retry_condition_fn": is_transient}


@task(task_run_name="pull", **TRY_AGAIN)
def pull(night: Night, progress: Progress) -> None:
    with progress.stage("pull") as bar:
        fetch.pull(night, bar.expect, bar.advance)


@task(task_run_name="recall", **TRY_AGAIN)
def recall(night: Night, progress: Progress) -> None:
    with progress.stage("recall", total=1) as bar:
        fetch.recall(night)
        bar.advance()


@task(task_run_name="read {prefecture}", **TRY_AGAIN)
def read(prefecture: str, code: str, night: Night, pool: ReadingPool, progress: Progress) -> None:  # noqa: ARG001
    steps.read_prefecture(night, pool, code, progress.bar("read").advance)


@task(task_run_name="choose", **TRY_AGAIN)
def choose(night: Night, pool: ReadingPool) -> None:
    steps.choose_files(night, pool)


@task(task_run_name="judge {report}")
def judge(report: str, night: Night, judges: JudgingPool, progress: Progress) -> None:
    steps.judge_report(night, judges, report)
    progress.bar("judge").advance()


@task(task_run_name="publish", **TRY_AGAIN)
def publish(night: Night, progress: Progress) -> Summary:
    with progress.stage("publish", total=1) as bar:
        summary = publish_night(night)
        bar.advance()
        return summary


@task(task_run_name="tell")
def tell(night: Night, progress: Progress) -> None:
    for trouble in after_night(night):
        progress.say(f"not told: {trouble}")


@flow(name="nightly", flow_run_name="nightly {period}", task_runner=ThreadPoolTaskRunner(max_workers=4))
def nightly(
    period: str | None = None,
    inbox: str | None = None,
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    now: datetime | None = None,
) -> State:
    """Pull, read, judge and publish what the counties sent; empty parameters mean everything there is.

    Args:
        period: one reporting period only, such as 2024Q1
        inbox: folder or URL of the inbox; default: ETL_INBOX
        counties: codes or full names of the counties to take; default: all
        reports: names of the reports to judge; default: all
        now: the clock of the run; default: the real one
    """
    clock = now or datetime.now(UTC)
    return run_night(RunRequest(clock, "nightly", inbox, period, tuple(counties or ()), tuple(reports or ())))


def run_night(orders: RunRequest, fetched_by: Callable[[Night, Progress], None] = pull) -> State:
    """The night itself; the final state says what became of it, whatever single task runs said."""
    progress = Progress()
    try:
        with open_night(orders) as night:
            fetched_by(night, progress)
            if shares := shares_of(night):
                with reading_pool(night.settings) as pool, steps.judging_pool(night) as judges:
                    for night.to_read in shares:
                        read_all(night, pool, progress)
                        choose(night, pool)
                        judge_all(night, judges, progress)
                        spill(night, is_only=len(shares) == 1)
            summary = publish(night, progress)
            tell(night, progress, return_state=True)  # whatever becomes of it, the night is published
    except Exception as error:
        create_markdown_artifact(
            key="night", markdown=trouble_markdown(orders, error), description="nothing was published"
        )
        raise
    create_markdown_artifact(key="night", markdown=summary.markdown(), description=summary.headline)
    if summary.failed:
        return Failed(message=summary.headline, data=summary)
    return Completed(message=summary.headline, data=summary)


def read_all(night: Night, pool: ReadingPool, progress: Progress) -> None:
    """One task run a prefecture: Prefect's server takes 30 ms for each."""
    with progress.stage("read", total=night.files_to_read) as bar:
        prefectures = night.config.divisions.prefectures
        if night.settings.task_runner == "threads":
            futures = [read.submit(prefectures[code].name, code, night, pool, progress) for code in night.to_read]
            wait(futures)
            for future in futures:
                future.result()
            return
        as_here = {"fingerprint": night.config.catalog.fingerprint, "with_passwords": sorted(night.settings.passwords)}
        with elsewhere(night.settings) as submit:
            futures = [
                submit({"prefecture": prefectures[code].name, "sources": files, **as_here})
                for code, sources in night.to_read.items()
                for files in to_send(sources)
            ]
            for future in futures:
                readings = future.result()
                steps.keep_readings(night, readings)
                bar.advance(len(readings))


def judge_all(night: Night, judges: JudgingPool, progress: Progress) -> None:
    """One task run a report, over all counties; then the rules that look across reports."""
    reports = steps.reports_to_judge(night)
    with progress.stage("judge", total=len(reports)):
        futures = [judge.submit(report, night, judges, progress) for report in reports]
        wait(futures)
        for future in futures:
            future.result()
        steps.judge_across(night)

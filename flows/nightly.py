"""The nightly flow: the steps of a night as task runs of Prefect, tried again, beside each other, each under a bar.

The order of the steps is that of `etl.night.run`. What happened to each county stands in the warehouse's ledger.

A task is given an errand and returns nothing: Prefect walks through lists, dicts and dataclasses that are a task's parameters,
value by value, and keeps parameters and results for as long as the flow run lasts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import wait
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from etl.console import Progress
from etl.errors import TransientError
from etl.night.batches import file_count
from etl.night.choose import Selected, choose_files
from etl.night.context import TRY_AGAIN_AFTER, RunContext, open_night
from etl.night.fan_out import FanOut
from etl.night.fetch import Fetched, FilesByPrefecture, fetch_files
from etl.night.judge import JudgedFrames, judge_reports
from etl.night.outcome import Outcome
from etl.night.publish import publish_night
from etl.night.read import Readings, read_files
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.night.steps import STEPS, Steps
from etl.night.summary import trouble_markdown
from etl.notices.after_night import after_night
from etl.private_home import close_new_files
from etl.warehouse.publish.publication import Published
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool
from flows.by_hand import by_hand
from flows.remote_reading import read_as_tasks

T = TypeVar("T")


def is_transient(_task: Task, _run: TaskRun, state: State) -> bool:
    """True when trying again can help: only what failed in the infrastructure."""
    return isinstance(state.result(raise_on_failure=False), TransientError)


@task(task_run_name="{name}", retries=3, retry_delay_seconds=list(TRY_AGAIN_AFTER), retry_condition_fn=is_transient)
def tried_again(name: str, errand: "Errand[Any]") -> None:  # noqa: ARG001 - the name is the task run's
    """Run an errand as a task, again after an error of the infrastructure."""
    errand.run()


@task(task_run_name="{name}")
def tried_once(name: str, errand: "Errand[Any]") -> None:  # noqa: ARG001
    """Run an errand as a task that is not tried again."""
    errand.run()


@flow(name="nightly", flow_run_name="nightly {period}", task_runner=ThreadPoolTaskRunner(max_workers=4))
def nightly(
    period: str | None = None,
    counties: list[str] | None = None,
    reports: list[str] | None = None,
) -> State:
    """Pull, read, judge and publish what the counties sent; empty parameters mean everything there is.

    Args:
        period: one reporting period only, such as 2024Q1
        counties: codes or full names of the counties to take; default: all
        reports: names of the reports to judge; default: all
    """
    told = by_hand()
    return run_as_flow(RunRequest(told.now, "nightly", told.inbox, period, tuple(counties or ()), tuple(reports or ())))


def run_as_flow(request: RunRequest) -> State:
    """A night inside a flow run; the final state says what became of it, whatever single task runs said."""
    close_new_files()  # a worker of Prefect's is started by no command of ours
    progress = Progress()
    try:
        with open_night(request) as context:
            summary = run_night(context, steps_as_tasks(progress))
            # whatever becomes of it, the night is published
            tried_once("tell", Errand(partial(_tell, progress, context)), return_state=True)
    except Exception as error:
        create_markdown_artifact(
            key="night", markdown=trouble_markdown(request, error), description="nothing was published"
        )
        raise
    create_markdown_artifact(key="night", markdown=summary.markdown(), description=summary.headline)
    if summary.is_ours:
        return Failed(message=summary.headline, data=summary)
    return Completed(message=summary.headline, data=summary)


def steps_as_tasks(progress: Progress) -> Steps:
    """The steps with a task run each, of reading one a prefecture and of judging one a report: Prefect's server takes 30 ms
    for each. Those that only add to what is in memory are none, so that nothing tries them again."""
    return replace(
        STEPS,
        fetch=partial(_fetch, progress),
        read=partial(_read, progress),
        choose=_choose,
        judge=partial(_judge, progress),
        publish=partial(_publish, progress),
    )


def _fetch(progress: Progress, context: RunContext) -> Fetched:
    name = "recall" if context.request.is_replay else "pull"

    def under_a_bar() -> Fetched:
        with progress.stage(name) as bar:
            return fetch_files(context, bar.expect, bar.advance)

    return _in_task(name, under_a_bar)


def _read(progress: Progress, context: RunContext, batch: FilesByPrefecture, readers: ReadingPool) -> Readings:
    with progress.stage("read", total=file_count(batch)) as bar:
        if context.settings.task_runner == "threads":
            return read_files(context, batch, readers, _task_runs(tried_again, "read"), bar.advance)
        return read_as_tasks(context, batch, bar.advance)


def _choose(context: RunContext, readings: Readings, readers: ReadingPool) -> Selected:
    return _in_task("choose", partial(choose_files, context, readings, readers))


def _judge(progress: Progress, context: RunContext, selected: Selected, judges: JudgingPool) -> JudgedFrames:
    with progress.stage("judge", total=len(selected.choices)) as bar:
        return judge_reports(context, selected, judges, _task_runs(tried_once, "judge", bar.advance))


def _publish(progress: Progress, context: RunContext, fetched: Fetched, outcomes: Sequence[Outcome]) -> Published:
    def under_a_bar() -> Published:
        with progress.stage("publish", total=1) as bar:
            published = publish_night(context, fetched, outcomes)
            bar.advance()
            return published

    return _in_task("publish", under_a_bar)


def _tell(progress: Progress, context: RunContext) -> None:
    for trouble in after_night(context):
        progress.say(f"not told: {trouble}")


class Errand(Generic[T]):
    """A call for a task run to make; once made, it holds on neither to what the call needed nor to what it gave."""

    def __init__(self, call: Callable[[], T], on_done: Callable[[], None] = lambda: None) -> None:
        self._call: Callable[[], T] | None = call
        self._on_done = on_done
        self._given: list[T] = []

    def run(self) -> None:
        """Make the call; again, if it failed before."""
        if self._call is not None:
            self._given.append(self._call())
        self._call = None
        self._on_done()

    def take(self) -> T:
        """Take the result of the call."""
        return self._given.pop()


def _in_task(name: str, call: Callable[[], T]) -> T:
    """Run a call as one task run and give its result."""
    errand = Errand(call)
    tried_again(name, errand)
    return errand.take()


def _task_runs(of: "Task[..., None]", verb: str, on_done: Callable[[], None] = lambda: None) -> FanOut:
    """A task run for each call, beside each other as the flow's task runner has them."""

    def fan_out(calls: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        errands = [Errand(call, on_done) for _, call in calls]
        futures = [of.submit(f"{verb} {name}", errand) for (name, _), errand in zip(calls, errands, strict=True)]
        wait(futures)
        for future in futures:
            future.result()
        return [errand.take() for errand in errands]

    return fan_out

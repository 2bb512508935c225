"""A night inside a flow run: its steps as task runs, its story in the run's log, name, tags, artifacts and final state.

The order of the steps is that of `etl.night.run`. What happened to each county stands in the warehouse's ledger.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial, wraps
from typing import Any, ParamSpec

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from etl.console import Bar, Progress
from etl.errors import EtlError
from etl.model import FileReading
from etl.night.batches import file_count
from etl.night.choose import Selected, choose_files
from etl.night.context import RunContext, open_night
from etl.night.fetch import Fetched, FilesByPrefecture, fetch_files
from etl.night.judge import JudgedFrames, judge_reports
from etl.night.needs import failed_counties, with_names
from etl.night.night_page import trouble, trouble_page, what_next
from etl.night.outcome import Outcome
from etl.night.publish import publish_night
from etl.night.read import Readings, read_files
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.night.steps import STEPS, Steps
from etl.night.summary import Fact, Summary
from etl.notices.after_night import after_night
from etl.notices.workbooks_after_night import workbooks_after_night
from etl.private_home import close_new_files
from etl.warehouse.publish.publication import Published
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool
from flows.artifacts import ReadingProgress, keep_artifacts
from flows.by_hand import by_hand
from flows.pages import write_pages
from flows.remote_reading import read_as_tasks
from flows.run_log import in_journal, log, log_in_words, log_summary, say
from flows.run_names import add_tags, tags_of_end
from flows.task_runs import Errand, in_task, task_runs, tried_again, tried_once

P = ParamSpec("P")


class OursInQuestion(EtlError):
    """A night is published, and something of ours is in question, as a county that failed; `summary` says what."""

    def __init__(self, summary: Summary) -> None:
        super().__init__(summary.headline)
        self.summary = summary


def ends_in_words(run: "Callable[P, State[Any]]") -> "Callable[P, State[Any]]":
    """Let a flow that an error of ours ends fail in that error's sentence, without a traceback in its log."""

    @wraps(run)
    def told(*given: P.args, **named: P.kwargs) -> "State[Any]":
        close_new_files()  # a worker of Prefect's is started by no command of ours
        log_in_words()
        in_journal("begins")
        try:
            return run(*given, **named)
        except EtlError as error:
            _say_why(error)
            return Failed(message=error.message, data=error)
        except Exception as error:
            _say_why(error)
            raise

    return told


def _say_why(error: Exception) -> None:
    """Say why a run ended, and what comes next if anybody has noted it."""
    line = " ".join([f"{trouble(error)}.", *getattr(error, "__notes__", ())])
    log((Fact(line, "failed"),))
    in_journal(f"failed: {line}")


def run_as_flow(request: RunRequest) -> "State[Any]":
    """A night inside a flow run; the final state says what became of it, whatever single task runs said."""
    progress, reading = Progress(), ReadingProgress()
    try:
        with open_night(request, say, by_hand().config) as context:
            summary = run_night(context, steps_as_tasks(progress, reading))
            reading.finish()
            # whatever becomes of these two, the night is published
            pages = write_pages(context)
            tried_once("tell", Errand(partial(_tell, context)), return_state=True)
    except Exception as error:
        _end_without_publishing(request, error)
        raise
    log_summary(summary)
    keep_artifacts(summary, pages)
    add_tags(tags_of_end(request, summary))
    if summary.is_ours:
        return Failed(message=summary.headline, data=OursInQuestion(summary))
    return Completed(message=summary.headline, data=summary)


def _end_without_publishing(request: RunRequest, error: Exception) -> None:
    error.add_note(f"Nothing of it was published. {what_next(request, error)}".replace("`", ""))
    create_markdown_artifact(key="night", markdown=trouble_page(request, error), description="nothing was published")
    add_tags(tags_of_end(request, None))


def steps_as_tasks(progress: Progress, reading: ReadingProgress) -> Steps:
    """The steps with a task run each, of reading one a prefecture and of judging one a report: Prefect's server takes 30 ms
    for each. Those that only add to what is in memory are none, so that nothing tries them again."""
    return replace(
        STEPS,
        fetch=partial(_fetch, progress, reading),
        read=partial(_read, progress, reading),
        choose=_choose,
        judge=partial(_judge, progress),
        publish=partial(_publish, progress),
    )


def _fetch(progress: Progress, reading: ReadingProgress, context: RunContext, on_new: Callable[[], object]) -> Fetched:
    name = "recall" if context.request.is_replay else "pull"

    def under_a_bar() -> Fetched:
        with progress.stage(name) as bar:
            return fetch_files(context, on_new, bar.expect, bar.advance)

    fetched = in_task(name, under_a_bar, lambda given: _named(context, {**given.failures, **given.not_found}))
    reading.expect(file_count(fetched.to_read))
    return fetched


def _read(
    progress: Progress, reading: ReadingProgress, context: RunContext, batch: FilesByPrefecture, readers: ReadingPool
) -> Readings:
    with progress.stage("read", total=file_count(batch)) as bar:
        on_files = partial(_count, bar, reading)
        if context.settings.task_runner == "threads":
            fan_out = task_runs(tried_again, "read", trouble=partial(_unread, context))
            return read_files(context, batch, readers, fan_out, on_files)
        return read_as_tasks(context, batch, on_files)


def _count(bar: Bar, reading: ReadingProgress, files: int = 1) -> None:
    bar.advance(files)
    reading.advance(files)


def _unread(context: RunContext, given: Iterable[FileReading]) -> str:
    """The counties that failed among the readings of a prefecture."""
    return _named(context, Readings.of(given).failures)


def _named(context: RunContext, failures: Mapping[str, str]) -> str:
    return failed_counties(with_names(context.config.divisions, failures))


def _choose(context: RunContext, readings: Readings, readers: ReadingPool) -> Selected:
    return in_task("choose", partial(choose_files, context, readings, readers))


def _judge(progress: Progress, context: RunContext, selected: Selected, judges: JudgingPool) -> JudgedFrames:
    with progress.stage("judge", total=len(selected.choices)) as bar:
        return judge_reports(context, selected, judges, task_runs(tried_once, "judge", bar.advance))


def _publish(progress: Progress, context: RunContext, fetched: Fetched, outcomes: Sequence[Outcome]) -> Published:
    def under_a_bar() -> Published:
        with progress.stage("publish", total=1) as bar:
            published = publish_night(context, fetched, outcomes)
            bar.advance()
            return published

    return in_task("publish", under_a_bar)


def _tell(context: RunContext) -> None:
    for line in workbooks_after_night(context):
        say(line)
    for trouble_of_one in after_night(context):
        say(f"not told: {trouble_of_one}")

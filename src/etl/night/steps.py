"""The steps of a night as `run_night` calls them. Each takes frozen values and gives one; none knows what comes next.

Whoever runs a night may have a step carried out otherwise (as task runs of Prefect, under a stopwatch, held up by a test),
by replacing it with a call that takes and gives the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.night.choose import Selected, choose_files
from etl.night.context import RunContext
from etl.night.fetch import Fetched, FilesByPrefecture, fetch_files
from etl.night.judge import JudgedFrames, cross_check_reports, judge_reports
from etl.night.outcome import Outcome, decide, spill
from etl.night.publish import publish_night
from etl.night.read import Readings, read_files
from etl.night.summarise import summarise
from etl.night.summary import Summary
from etl.night.validation_results import keep_results
from etl.warehouse.publish.publication import Published
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool


@dataclass(frozen=True)
class Steps:
    """A night's steps in their order, each by default a plain call in this process."""

    fetch: Callable[[RunContext, Callable[[], object]], Fetched] = fetch_files
    read: Callable[[RunContext, FilesByPrefecture, ReadingPool], Readings] = read_files
    choose: Callable[[RunContext, Readings, ReadingPool], Selected] = choose_files
    judge: Callable[[RunContext, Selected, JudgingPool], JudgedFrames] = judge_reports
    cross_check: Callable[[RunContext, Selected, JudgedFrames], JudgedFrames] = cross_check_reports
    decide: Callable[[RunContext, Selected, JudgedFrames], Outcome] = decide
    spill: Callable[[RunContext, Outcome], Outcome] = spill
    publish: Callable[[RunContext, Fetched, Sequence[Outcome]], Published] = publish_night
    keep_results: Callable[[RunContext, Sequence[Outcome]], str | None] = keep_results
    summarise: Callable[[RunContext, Fetched, Sequence[Outcome], Published, str | None], Summary] = summarise


STEPS = Steps()

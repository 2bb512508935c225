"""The story of a night, from the files that came to the summary of what became of them. Its order stands here only.

    fetch        what was ordered   -> the files that came, in the archive, and those of them that are to be read
    read         a batch of files   -> what each of them says
    choose       readings           -> the file that counts for each report of each county
    judge        the selection      -> each report's rows, typed and judged
    cross_check  judged rows        -> the same, held against other reports and what was accepted before
    decide       judged rows        -> verdicts, and all that the batch publishes (`spill` puts that on disk)
    publish      all batches        -> one transaction
    keep_results all batches        -> counts of their expectations, after it
    summarise    all of it          -> the summary

Takes a run that is open (`open_night`); knows nothing of Prefect, and nothing of how a step does what it does.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from etl.night.batches import divide
from etl.night.context import RunContext
from etl.night.fetch import Fetched, FilesByPrefecture
from etl.night.outcome import Outcome
from etl.night.pools import Pools
from etl.night.steps import STEPS, Steps
from etl.night.summary import Summary
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool


def run_night(context: RunContext, steps: Steps = STEPS) -> Summary:
    """The whole night; whatever goes wrong before the end of `publish` is raised, and nothing is published then."""
    with ExitStack() as spilled, Pools(context) as pools:
        fetched = steps.fetch(context, pools.begin)
        outcomes = []
        for outcome in _judged_batches(context, fetched, pools, steps):
            spilled.callback(outcome.close)
            outcomes.append(outcome)
        published = steps.publish(context, fetched, outcomes)
        not_kept = steps.keep_results(context, outcomes)
        return steps.summarise(context, fetched, outcomes, published, not_kept)


def _judged_batches(context: RunContext, fetched: Fetched, pools: Pools, steps: Steps) -> Iterator[Outcome]:
    """Outcomes of the batches; of several each waits on disk, so that no more than one is in memory."""
    batches = divide(fetched.to_read, context.settings.files_at_once)
    for batch in batches:
        outcome = _judged(context, batch, steps, *pools.begin())
        yield outcome if len(batches) == 1 else steps.spill(context, outcome)


def _judged(
    context: RunContext, batch: FilesByPrefecture, steps: Steps, readers: ReadingPool, judges: JudgingPool
) -> Outcome:
    """From files to verdicts; all that the batch had in memory but its outcome is let go with this call."""
    readings = steps.read(context, batch, readers)
    selected = steps.choose(context, readings, readers)
    judged = steps.judge(context, selected, judges)
    judged = steps.cross_check(context, selected, judged)
    return steps.decide(context, selected, judged)

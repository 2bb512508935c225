"""Keep what the expectations of a run came to: takes the outcomes of its batches, writes counts after the commit.

The run is published by then, so nothing here fails it.
"""

from collections.abc import Iterable, Sequence

from etl.night.context import RunContext, why
from etl.night.outcome import Outcome
from etl.rules.expectation_result import ExpectationResult
from etl.warehouse.publish.validation_results import store_results


def keep_results(context: RunContext, outcomes: Sequence[Outcome]) -> str | None:
    """Store them, but for a preview; gives why that could not be done."""
    if context.request.is_preview:
        return None
    try:
        store_results(context.engine, context.run_id, _summed(outcomes))
    except Exception as error:
        return why(error)
    return None


def _summed(outcomes: Iterable[Outcome]) -> list[ExpectationResult]:
    """Results of every expectation, summed over all batches."""
    found: dict[str, ExpectationResult] = {}
    for outcome in outcomes:
        for result in outcome.results:
            found[result.rule] = found[result.rule].plus(result) if result.rule in found else result
    return list(found.values())

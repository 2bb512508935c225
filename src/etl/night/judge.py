"""Judge a batch: takes the selected files, gives each report's rows of all counties, typed and judged, with their issues.

Reports are judged apart; then each is held against the others, and against what was accepted before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from etl.model import Issue
from etl.night.choose import Selected
from etl.night.context import RunContext
from etl.night.fan_out import FanOut, in_order
from etl.normalise.frame import ReportFrame
from etl.selection import Choice
from etl.validate.cross_checks import CHECKS, CrossChecks, cross_check
from etl.validate.displaced_rows import displaced_rows
from etl.validate.evidence import Evidence
from etl.warehouse.queries.previous_rows import Came, rows_in_use_before
from etl.workers.judging_pool import JudgingPool


@dataclass(frozen=True, eq=False)
class JudgedFrames:
    """The judged rows of a batch, by report in the order of the contracts."""

    frames: dict[str, ReportFrame]
    dropped_rows: tuple[Issue, ...] = ()  # accepted before, and not reported now


def judge_reports(
    context: RunContext, selected: Selected, judges: JudgingPool, fan_out: FanOut = in_order
) -> JudgedFrames:
    """Judge each report for itself, over all counties of the batch; a call for each."""
    reports = sorted(selected.choices, key=lambda report: _row_count(selected.choices[report]), reverse=True)
    with judges.batch() as judge:
        frames = fan_out(
            [
                # the longest first: it is no use to begin it when all others are done
                (report, partial(judge, report, selected.choices[report], context.waivers))
                for report in reports
            ]
        )
    judged = dict(zip(reports, frames, strict=True))
    return JudgedFrames({report: frame for report in selected.choices if (frame := judged[report]) is not None})


def cross_check_reports(
    context: RunContext, selected: Selected, judged: JudgedFrames, checks: CrossChecks = CHECKS
) -> JudgedFrames:
    """Hold the judged reports against each other and against what was accepted before.

    It adds to their issues, so no step that is retried may do it.
    """
    catalog, previous = context.config.catalog, selected.previous_rows
    evidence = Evidence(catalog, judged.frames, selected.choices, previous, context.waivers)
    return JudgedFrames(judged.frames, (*cross_check(evidence, checks), *_displaced(context, selected, judged)))


def _displaced(context: RunContext, selected: Selected, judged: JudgedFrames) -> Iterator[Issue]:
    """Rows in use that a file which came later would take away; a report that came back has an older version in use."""
    known = {(county, period) for county, period, *_ in context.ledger.files}
    for report, choices in selected.choices.items():
        contract = context.config.catalog.contracts[report]
        again = [one for one in choices if (one.county_code, one.period) in known]
        if not contract.key or not again:
            continue
        came = [Came(one.county_code, one.period, one.source.arrival) for one in again]
        accepted = rows_in_use_before(context.engine, contract, came)
        if len(accepted):
            yield from displaced_rows(contract, judged.frames.get(report), again, accepted)


def judging_pool(context: RunContext) -> JudgingPool:
    """The child processes that judge reports; enter it."""
    settings = context.settings
    return JudgingPool(
        context.config.catalog,
        workers=settings.judges,
        folder=settings.home,
        wall_seconds=settings.wall_seconds_per_report,
        memory_bytes=settings.judge_memory_mb << 20,
    )


def _row_count(choices: list[Choice]) -> int:
    return sum(len(table.rows) for choice in choices for _, table in choice.placed())

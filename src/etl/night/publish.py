"""Publish what a run found: takes what was fetched and what its batches came to, writes all of it in one transaction."""

from collections.abc import Mapping, Sequence

import pandas as pd

from etl.config.calendar import latest_ended
from etl.model import ISSUE_COLUMNS
from etl.night.choose import obligations
from etl.night.context import RunContext
from etl.night.fetch import Fetched
from etl.night.outcome import Outcome
from etl.selection import Selection
from etl.validate.verdicts import decide_verdicts
from etl.warehouse.publish.publication import (
    ATTEMPT_COLUMNS,
    OBLIGATION_COLUMNS,
    WAIVER_COLUMNS,
    Publication,
    Published,
)
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.statistics import refresh_statistics
from etl.warehouse.queries.waiting import waiting


def publish_night(context: RunContext, fetched: Fetched, outcomes: Sequence[Outcome]) -> Published:
    """Publish everything the run found, in one transaction; of a preview say what it would change, and take it back."""
    published = publish(
        context.engine,
        context.config.catalog,
        _of_the_whole(context, fetched, outcomes),
        batches=[outcome.publication for outcome in outcomes],
        compares=context.request.is_replay,
        stores=not context.request.is_preview,
        say=context.say_of_the_warehouse,
    )
    if not context.request.is_preview:
        refresh_statistics(context.engine, sum(published.new.values()))
    return published


def all_failures(fetched: Fetched, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The counties that failed, in whichever step, and why."""
    failures = dict(fetched.failures)
    for outcome in outcomes:
        failures |= outcome.failures
    return failures


def _of_the_whole(context: RunContext, fetched: Fetched, outcomes: Sequence[Outcome]) -> Publication:
    """Collect what belongs to no batch: the run, who was taken up, what is due, the waivers, what could not be placed."""
    unplaced = decide_verdicts(Selection((), ()), {}, fetched.listing.issues)
    duties = obligations(context, fetched.periods(context.request.period))
    due = [[getattr(duty, name) for name in OBLIGATION_COLUMNS] for duty in duties]
    waivers = [vars(waiver) for waiver in context.config.waivers]
    failures = all_failures(fetched, outcomes)
    attempts = _attempts(context, fetched, failures)
    counts = {
        "files_seen": len(fetched.sources),
        "files_read": sum(outcome.files_read for outcome in outcomes),
        "files_unread": sum(len(outcome.unread) for outcome in outcomes),
        "counties_failed": len({*failures, *fetched.not_found}),
        "folders_gone": len(fetched.folders_gone),
        "inbox_is_empty": fetched.inbox_is_empty,
        "periods": sorted(set(attempts["period"])),
    }
    return Publication(
        run=context.record(**counts),
        finished_at=context.moment,
        issues=unplaced.issues[[*ISSUE_COLUMNS, "waived"]],
        attempts=attempts,
        obligations=pd.DataFrame(due, columns=OBLIGATION_COLUMNS),
        waivers=pd.DataFrame(waivers, columns=WAIVER_COLUMNS, dtype=object),
    )


def _attempts(context: RunContext, fetched: Fetched, failures: Mapping[str, str]) -> pd.DataFrame:
    """One row for each county and period that was taken up: ok, or failed and why.

    A county whose folder could not even be listed failed for every period of the night. A replay looks into no folder, so
    it makes nothing good that a night could not read.
    """
    if context.request.is_replay:
        return pd.DataFrame(columns=ATTEMPT_COLUMNS)
    came = fetched.came | _nothing_left(context)
    listed = {county for county, _ in came}
    periods = fetched.periods(context.request.period) or {latest_ended(context.request.today).id}
    came |= {(county, period) for county in failures.keys() - listed for period in periods}
    records = [
        (county, period, "failed" if county in failures else "ok", failures.get(county))
        for county, period in sorted(came)
    ]
    return pd.DataFrame(records, columns=ATTEMPT_COLUMNS)


def _nothing_left(context: RunContext) -> set[tuple[str, str]]:
    """Counties and periods that failed before and that this night could list: where it found no file, none is waiting any more."""
    if context.request.kind != "nightly":
        return set()
    with context.engine.connect() as connection:
        failed = {(one.county_code, one.period) for one in waiting(connection)}
    return {(county, period) for county, period in failed if context.request.wants(county, period)}

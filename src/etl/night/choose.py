"""Decide which file counts for each report: takes the readings of a batch, gives the selection and what it is judged beside.

That is: what the rules tie to the reports that came, read again, the other townships' files of a report of which only some
townships' came, and the rows that were accepted of them before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from etl.config.calendar import parse_period
from etl.config.obligations import Obligation
from etl.model import FileReading, SourceFile, SubmissionKey
from etl.night.context import RunContext
from etl.night.read import Readings
from etl.rules.reading.files import NOTHING_FOUND
from etl.selection import Choice, Selection, by_report, choose
from etl.warehouse.queries.previous_rows import Came, previous_rows
from etl.workers.reading_pool import ReadingPool


@dataclass(frozen=True, eq=False)
class Selected:
    """Reports of a batch to be judged, and the rows to compare them with; `readings` are those of the counties that are left."""

    readings: Readings
    selection: Selection
    choices: Mapping[str, list[Choice]]  # those of the selection, by report in the order of the contracts
    previous_rows: Mapping[str, pd.DataFrame]  # by report what was accepted before, where its rules look back


def choose_files(context: RunContext, readings: Readings, readers: ReadingPool) -> Selected:
    """The file that counts for each report that came, and for those that are judged with them."""
    fresh = _selection(context, readings, Readings())
    earlier = _read_again(context, readings, readers, _linked(context, fresh) | _divided(fresh))
    if not earlier.files and not earlier.failures:
        return _selected(context, readings, fresh)
    left = Readings(readings.files, {**readings.failures, **earlier.failures}).without(earlier.failures)
    return _selected(context, left, _selection(context, left, earlier))


def obligations(context: RunContext, periods: set[str]) -> list[Obligation]:
    """Reports due for some periods; see etl.config.obligations."""
    config = context.config
    return [due for period in sorted(periods) for due in config.obligations.due(config.divisions, parse_period(period))]


def _selection(context: RunContext, readings: Readings, earlier: Readings) -> Selection:
    wanted = set(context.request.reports)
    ordered = [reading.only(wanted) if wanted else reading for reading in readings.files]
    keys = {report: contract.key for report, contract in context.config.catalog.contracts.items()}
    accepted, returned = context.ledger.accepted, _returned_before(context, ordered)
    return choose([*ordered, *earlier.files], _owed(context, readings), keys, accepted, returned)


def _selected(context: RunContext, readings: Readings, selection: Selection) -> Selected:
    choices = by_report(selection.choices, context.config.catalog.contracts)
    return Selected(readings, selection, choices, _previous_rows(context, choices))


def _read_again(context: RunContext, readings: Readings, readers: ReadingPool, wanted: set[SubmissionKey]) -> Readings:
    """The files that decided some reports so far, read for these reports only; a county of which one is lost has failed."""
    there = {reading.source for reading in readings.files}
    reports: dict[SourceFile, set[str]] = defaultdict(set)
    for (_, _, report), sources in context.ledger.deciding_files(wanted).items():
        for source in sources:
            if source not in there:
                reports[source].add(report)
    return Readings.of(reading.only(reports.get(reading.source, ())) for reading in readers.read(reports))


def _previous_rows(context: RunContext, choices: Mapping[str, list[Choice]]) -> dict[str, pd.DataFrame]:
    """By report the rows that its rules look back at."""
    found = {}
    for report, chosen in choices.items():
        contract = context.config.catalog.contracts[report]
        if (columns := contract.compared_with_previous()) is not None:
            came = [Came(choice.county_code, choice.period, choice.source.arrival) for choice in chosen]
            found[report] = previous_rows(context.engine, contract, came, columns)
    return found


def _returned_before(context: RunContext, readings: Iterable[FileReading]) -> frozenset[SubmissionKey]:
    """The reports that were returned for faults of their own, of counties of which a file came that holds nothing."""
    places = {
        (reading.source.county_code, reading.source.period)
        for reading in readings
        if any(issue.rule in NOTHING_FOUND for issue in reading.located())
    }
    return context.ledger.returned_for_faults(places, NOTHING_FOUND)


def _divided(selection: Selection) -> set[SubmissionKey]:
    """The reports of which townships' files came."""
    return {(choice.county_code, choice.period, choice.report) for choice in selection.choices if choice.township}


def _linked(context: RunContext, selection: Selection) -> set[SubmissionKey]:
    """The reports that did not come and that rules hold against some that did."""
    came = {(choice.county_code, choice.period, choice.report) for choice in selection.choices}
    linked = context.config.catalog.linked
    return {(county, period, other) for county, period, report in came for other in linked[report]} - came


def _owed(context: RunContext, readings: Readings) -> set[SubmissionKey]:
    """Reports owed for the periods that came and not accepted yet: an unreadable file may have held one of them."""
    periods = {reading.source.period for reading in readings.files}
    owed = {(due.county_code, due.period, due.report) for due in obligations(context, periods) if not due.exempt_reason}
    return owed - context.ledger.accepted

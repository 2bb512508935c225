"""The steps of a night, in order: fetch (see `fetch`), read, choose, judge, publish. Knows nothing of Prefect.

Each takes the night and leaves its result in it. Prefectures and reports may stand beside each other in threads.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from etl.config.calendar import parse_period
from etl.config.obligations import Obligation
from etl.intake.archive import relocated
from etl.model import FileReading, SourceFile, SubmissionKey
from etl.night.night import Night
from etl.selection import Choice, Selection, by_report, choose
from etl.validate.cross_checks import CHECKS, CrossChecks, cross_check
from etl.validate.evidence import Evidence
from etl.warehouse.queries.previous_rows import Came, earlier_rows
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool


def read_prefecture(night: Night, pool: ReadingPool, code: str, on_file: Callable[[], None] = lambda: None) -> None:
    """Read one prefecture's files."""
    readings = []
    for reading in pool.read(night.to_read[code]):
        readings.append(reading)
        on_file()
    keep_readings(night, readings)


def keep_readings(night: Night, readings: Iterable[FileReading]) -> None:
    """Take up what was read; a county of which one file could not be read by our own fault has failed."""
    archive = night.settings.archive
    read = [replace(reading, source=relocated(reading.source, archive)) for reading in readings]
    failed = {reading.source.county_code: reading.failure for reading in read if reading.failure}
    with night.lock:
        night.readings += [reading for reading in read if reading.source.county_code not in failed]
        night.failures |= {county: str(why) for county, why in failed.items()}


def choose_files(night: Night, pool: ReadingPool) -> None:
    """Decide which file counts for each report; read again what the rules tie to the reports that came, and the other
    townships' files of a report of which only some townships' came. Then fetch what was accepted of them before."""
    wanted = set(night.orders.reports)
    readings = [reading.only(wanted) if wanted else reading for reading in night.readings]
    fresh = choose(readings, _open_units(night), _keys(night))
    older = _read_again(night, pool, _linked_units(night, fresh) | _divided_units(fresh))
    if any(reading.failure for reading in older):
        readings = [reading for reading in readings if reading.source.county_code not in night.failures]
        older = [reading for reading in older if reading.source.county_code not in night.failures]
    night.chosen = choose([*readings, *older], _open_units(night), _keys(night)) if older or night.failures else fresh
    night.earlier = _accepted_before(night)


def _read_again(night: Night, pool: ReadingPool, units: set[SubmissionKey]) -> list[FileReading]:
    """The files that decided some reports so far, read for these reports only; a county of which one is lost has failed."""
    there = {reading.source for reading in night.readings}
    again: dict[SourceFile, set[str]] = defaultdict(set)
    for (_, _, report), sources in night.ledger.deciding_files(units).items():
        for source in sources:
            if source not in there:
                again[source].add(report)
    older = [reading.only(again[reading.source]) for reading in pool.read(again)]
    failed = {reading.source.county_code: reading.failure for reading in older if reading.failure}
    night.failures |= {county: str(why) for county, why in failed.items()}
    night.readings = [reading for reading in night.readings if reading.source.county_code not in failed]
    return older


def _accepted_before(night: Night) -> dict[str, pd.DataFrame]:
    """By report the rows that its rules look back at."""
    earlier = {}
    for report, choices in choices_by_report(night).items():
        contract = night.config.catalog.contracts[report]
        if (columns := contract.compared_with_previous()) is not None:
            came = [Came(choice.county_code, choice.period, choice.source.arrival) for choice in choices]
            earlier[report] = earlier_rows(night.engine, contract, came, columns)
    return earlier


def _divided_units(chosen: Selection) -> set[SubmissionKey]:
    """The reports of which townships' files came."""
    return {(choice.county_code, choice.period, choice.report) for choice in chosen.choices if choice.township}


def _linked_units(night: Night, chosen: Selection) -> set[SubmissionKey]:
    came = {(choice.county_code, choice.period, choice.report) for choice in chosen.choices}
    linked = night.config.catalog.linked
    return {(county, period, other) for county, period, report in came for other in linked[report]} - came


def _keys(night: Night) -> dict[str, tuple[str, ...]]:
    return {report: contract.key for report, contract in night.config.catalog.contracts.items()}


def _open_units(night: Night) -> set[SubmissionKey]:
    """What is owed for the periods that came and is not accepted yet: what an unreadable file may have held."""
    periods = {reading.source.period for reading in night.readings}
    owed = {(due.county_code, due.period, due.report) for due in obligations(night, periods) if not due.exempt_reason}
    return owed - night.ledger.accepted


def obligations(night: Night, periods: set[str]) -> list[Obligation]:
    """What is due for some periods; see etl.config.obligations."""
    return [
        due
        for period in sorted(periods)
        for due in night.config.obligations.due(night.config.divisions, parse_period(period))
    ]


def choices_by_report(night: Night) -> Mapping[str, list[Choice]]:
    """The choices of every report that came, in the order of the contracts."""
    return by_report(night.chosen.choices, night.config.catalog.contracts)


def reports_to_judge(night: Night) -> list[str]:
    """The reports that came, the longest first: it is no use to begin it when all others are done."""
    rows = {
        report: sum(len(table.rows) for choice in choices for _, table in choice.placed())
        for report, choices in choices_by_report(night).items()
    }
    return sorted(rows, key=rows.__getitem__, reverse=True)


def judge_report(night: Night, judges: JudgingPool, report: str) -> None:
    """Judge one report of all counties."""
    frame = judges.report(report, choices_by_report(night)[report], night.waivers)
    if frame is not None:
        with night.lock:
            night.frames[report] = frame


def judge_across(night: Night, checks: CrossChecks = CHECKS) -> None:
    """Hold the judged reports against each other and against what was accepted before.

    It adds to their issues, so no step that is retried may do it.
    """
    choices = choices_by_report(night)
    night.frames = {report: night.frames[report] for report in choices if report in night.frames}  # however they came
    found = Evidence(night.config.catalog, night.frames, choices, night.earlier, night.waivers)
    night.gone += cross_check(found, checks)


def judging_pool(night: Night) -> JudgingPool:
    """The child processes that judge reports; enter it."""
    return JudgingPool(night.settings.config, night.config.catalog, workers=night.settings.judges)

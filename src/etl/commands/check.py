"""Verdicts on files ahead of a night: read, recognise, judge, and report; nothing is stored and no warehouse is needed.

Each file is judged alone, as if a county had sent nothing else, so references to reports in other files are only noted; or all
of them as one county's delivery, in the way of a night. Gives one plain dict a file; files that are alone are judged a few at
a time, so that a folder of thousands stays in bounded memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from etl.commands.checked_files import Delivery, delivered_files, files_below, single_file
from etl.commands.verdict_on_file import Checked, Described, describe_files
from etl.config.calendar import TIMEZONE, parse_period
from etl.config.waivers import Waiver
from etl.model import FileReading, SourceFile, SubmissionKey
from etl.night.read import Readings
from etl.night.request import Config
from etl.selection import by_report, choose
from etl.settings import Settings
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence
from etl.validate.judge import Judge
from etl.validate.verdicts import decide_verdicts
from etl.workers.reading_pool import reading_pool

AT_ONCE = 50  # files judged together; Great Expectations costs the same for one as for fifty


@dataclass(frozen=True)
class Wanted:
    """Details that are wanted of a file besides its verdict."""

    rows: bool = False  # the typed rows that would load
    account: bool = False  # what every cell of each sheet was taken for


def check_paths(
    paths: Sequence[Path],
    delivery: Delivery | None,
    settings: Settings,
    config: Config,
    now: datetime,
    wanted: Wanted = Wanted(),
    heard: Callable[[Checked], None] = lambda _: None,
) -> Iterator[Described]:
    """Tell of each file its verdict: as one delivery where one was named, else each alone."""
    if delivery is None:
        return check_files(paths, settings, config, now, wanted, heard)
    return check_delivery(paths, delivery, settings, config, now, wanted, heard)


def check_files(
    paths: Sequence[Path],
    settings: Settings,
    config: Config,
    now: datetime,
    wanted: Wanted = Wanted(),
    heard: Callable[[Checked], None] = lambda _: None,
) -> Iterator[Described]:
    """Tell of each file its verdict if it were judged now and were all that its county sent, in the order given.

    `heard` is given what files were judged to be, as soon as it is known.
    """
    waivers = config.waivers_in_force(now.astimezone(TIMEZONE).date())
    judge = Judge(config.catalog)
    files = files_below(paths)
    with reading_pool(settings, config.catalog, config.divisions, accounts=wanted.account) as pool:
        for start in range(0, len(files), AT_ONCE):
            batch = enumerate(files[start : start + AT_ONCE])
            readings = list(pool.read(single_file(path, config, place, now) for place, path in batch))
            alone = [_as_own_county(reading, str(place)) for place, reading in enumerate(readings)]
            checked = judge_together(alone, judge, config, _as_own_waivers(waivers, readings))
            heard(checked)
            yield from describe_files(checked, config.catalog, with_rows=wanted.rows)


def check_delivery(
    paths: Sequence[Path],
    delivery: Delivery,
    settings: Settings,
    config: Config,
    now: datetime,
    wanted: Wanted = Wanted(),
    heard: Callable[[Checked], None] = lambda _: None,
) -> Iterator[Described]:
    """Tell of each file its verdict if a county sent all of them for a period, and had sent nothing before."""
    sources: list[SourceFile] = delivered_files(paths, delivery, now)
    with reading_pool(settings, config.catalog, config.divisions, accounts=wanted.account) as pool:
        readings = list(pool.read(sources))
    waivers = config.waivers_in_force(now.astimezone(TIMEZONE).date())
    checked = judge_together(readings, Judge(config.catalog), config, waivers, _owed(delivery, config))
    heard(checked)
    yield from describe_files(checked, config.catalog, is_delivery=True, with_rows=wanted.rows)


def judge_together(
    readings: Sequence[FileReading],
    judge: Judge,
    config: Config,
    waivers: Sequence[Waiver],
    owed: frozenset[SubmissionKey] = frozenset(),
) -> Checked:
    """Judge files as a night judges them; of a county one of whose files our own trouble kept from being read, none."""
    read = Readings.of(readings)
    keys = {report: contract.key for report, contract in config.catalog.contracts.items()}
    chosen = choose(read.files, owed, keys)
    choices = by_report(chosen.choices, config.catalog.contracts)
    frames = {report: judge.report(report, of_report, waivers) for report, of_report in choices.items()}
    judged = {report: frame for report, frame in frames.items() if frame is not None}
    cross_check(Evidence(config.catalog, judged, choices, waivers=waivers))
    return Checked(tuple(readings), read.failures, chosen, decide_verdicts(chosen, judged, waivers=waivers))


def _owed(delivery: Delivery, config: Config) -> frozenset[SubmissionKey]:
    """The reports that the county owes for the period: what a file that cannot be read may have held."""
    due = config.obligations.due(config.divisions, parse_period(delivery.period))
    return frozenset(
        (one.county_code, one.period, one.report)
        for one in due
        if one.county_code == delivery.county_code and not one.exempt_reason
    )


def _as_own_county(reading: FileReading, code: str) -> FileReading:
    return replace(reading, source=replace(reading.source, county_code=code))


def _as_own_waivers(waivers: Iterable[Waiver], readings: Sequence[FileReading]) -> list[Waiver]:
    """The waivers for files that each are a county of their own: one county's covers every file of it."""
    return [
        one
        for waiver in waivers
        for one in (
            [waiver]
            if waiver.county_code is None
            else [
                replace(waiver, county_code=str(place))
                for place, reading in enumerate(readings)
                if waiver.county_code == reading.source.county_code
            ]
        )
    ]

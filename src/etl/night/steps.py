"""The steps of a night, in order: pull, read, choose, judge, publish. Knows nothing of Prefect.

Each takes the night and leaves its result in it. Prefectures and reports may stand beside each other in threads.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping

from etl.calendar import parse_period
from etl.intake.archive import verify_writable
from etl.intake.inbox import list_inbox, open_inbox
from etl.intake.pull import pull_files
from etl.model import SourceFile
from etl.night.night import Night
from etl.obligations import Obligation
from etl.recognise.choose import Choice, Chosen, Unit, choose
from etl.recognise.pool import ReadingPool
from etl.settings import Settings
from etl.validate.across import check_across


def pull(
    night: Night, on_files: Callable[[int], None] = lambda total: None, on_file: Callable[[], None] = lambda: None
) -> None:
    """List the inbox, archive every file, and keep those to read: new ones, and ones decided under other contracts."""
    verify_writable(night.settings.archive)
    filesystem, root = open_inbox(str(night.orders.inbox))
    night.listing = list_inbox(filesystem, root, night.config.divisions, night.orders.wants)
    on_files(len(night.listing.files))
    pulled = pull_files(
        night.listing.files,
        filesystem,
        night.settings.archive,
        night.ledger.first_seen,
        (night.ledger.next_pull, night.now),
        night.settings.max_file_mb << 20,
        on_file,
    )
    night.failures = {**night.listing.failures, **pulled.failures}
    undecided = [
        source for source in pulled.known if not night.ledger.is_decided(source, night.config.catalog.fingerprint)
    ]
    by_prefecture: dict[str, list[SourceFile]] = defaultdict(list)
    for source in [*pulled.new, *undecided]:
        if source.county_code not in night.failures:  # half a county decides nothing: all of it is read next time
            by_prefecture[night.config.divisions.counties[source.county_code].prefecture_code].append(source)
    night.to_read = dict(sorted(by_prefecture.items()))


def read_prefecture(
    night: Night, pool: ReadingPool, code: str, on_file: Callable[[], None] = lambda: None
) -> list[str]:
    """Read one prefecture's files; gives a line for each county that failed by our own fault."""
    readings = []
    for reading in pool.read(night.to_read[code]):
        readings.append(reading)
        on_file()
    failed = {reading.source.county_code: reading.failure for reading in readings if reading.failure}
    with night.lock:
        night.readings += [reading for reading in readings if reading.source.county_code not in failed]
        night.failures |= {county: str(why) for county, why in failed.items()}
    return [f"{county}: {why}" for county, why in failed.items()]


def choose_files(night: Night, pool: ReadingPool) -> None:
    """Decide which file counts for each report, and read again what the rules tie to the reports that came."""
    wanted = set(night.orders.reports)
    readings = [reading.only(wanted) if wanted else reading for reading in night.readings]
    fresh = choose(readings, _open_units(night))
    linked = _linked_units(night, fresh)
    again: dict[SourceFile, set[str]] = defaultdict(set)
    for (_, _, report), source in night.ledger.deciding_files(linked).items():
        again[source].add(report)
    older = [reading.only(again[reading.source]) for reading in pool.read(again)]
    night.chosen = choose([*readings, *older], _open_units(night)) if older else fresh


def _linked_units(night: Night, chosen: Chosen) -> set[Unit]:
    came = {(choice.county_code, choice.period, choice.report) for choice in chosen.choices}
    linked = night.config.catalog.linked
    return {(county, period, other) for county, period, report in came for other in linked[report]} - came


def _open_units(night: Night) -> set[Unit]:
    """What is owed for the periods that came and is not accepted yet: what an unreadable file may have held."""
    periods = {reading.source.period for reading in night.readings}
    owed = {(due.county_code, due.period, due.report) for due in obligations(night, periods) if not due.exempt_reason}
    return owed - night.ledger.accepted


def obligations(night: Night, periods: set[str]) -> list[Obligation]:
    """What is due for some periods; see etl.obligations."""
    return [
        due
        for period in sorted(periods)
        for due in night.config.obligations.due(night.config.divisions, parse_period(period))
    ]


def choices_by_report(night: Night) -> Mapping[str, list[Choice]]:
    """The choices of every report that came, in the order of the contracts."""
    grouped: dict[str, list[Choice]] = {report: [] for report in night.config.catalog.contracts}
    for choice in night.chosen.choices:
        grouped[choice.report].append(choice)
    return {report: choices for report, choices in grouped.items() if choices}


def reports_to_judge(night: Night) -> list[str]:
    """The reports that came, in the order of the contracts."""
    return list(choices_by_report(night))


def judge_report(night: Night, report: str) -> None:
    """Judge one report of all counties."""
    frame = night.judge().report(report, choices_by_report(night)[report])
    if frame is not None:
        with night.lock:
            night.frames[report] = frame


def judge_across(night: Night) -> None:
    """Hold the judged reports against each other, once: it adds to their issues, so no step that is retried may do it."""
    check_across(night.frames)


def reading_pool(settings: Settings) -> ReadingPool:
    """The child processes that read files, within the limits of the settings; enter it."""
    return ReadingPool(
        settings.config,
        workers=settings.readers,
        seconds_per_file=settings.seconds_per_file,
        memory_bytes=settings.reader_memory_mb << 20,
        limits=settings.reading_limits,
        passwords=settings.passwords,
    )

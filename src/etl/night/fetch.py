"""The first step of a run: which files it has to do with, and which of them are to be read. Stores them, reads none.

A night pulls the inbox and takes up what came earlier and was never judged, from the archive. A replay takes everything
that ever came, from the archive alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from etl.intake.archive import verify_writable
from etl.intake.inbox import list_inbox, open_inbox
from etl.intake.pull import Pulled, pull_files
from etl.model import SourceFile
from etl.night.night import Night
from etl.warehouse.publish.arrivals import record_arrivals
from etl.warehouse.queries.ledger import without_members
from etl.warehouse.queries.waiting import waiting

WAITS = "it failed or was judged in part only, and is not judged again before it is whole; first: etl rerun"
NOTHING_LEFT = "none of its files is in the inbox or waits in the archive; ask the county to send them again"


def pull(
    night: Night, on_files: Callable[[int], None] = lambda total: None, on_file: Callable[[], None] = lambda: None
) -> None:
    """List the inbox, archive every file and remember it; keep those to read: new ones, and ones not judged by these rules."""
    verify_writable(night.settings.archive)
    pulled = _pulled(night, on_files, on_file)
    night.failures = {**night.listing.failures, **pulled.failures}
    record_arrivals(night.engine, night.run_id, pulled.new, night.settings.archive)
    fingerprint = night.config.catalog.fingerprint
    changed = [source for source in pulled.known if not night.ledger.is_decided(source, fingerprint)]
    left = _left_behind(night, [*pulled.new, *pulled.known])
    night.sources = [*pulled.new, *pulled.known, *left]
    night.superseded_files = night.ledger.superseded_files(pulled.known)
    if night.orders.kind == "rerun":
        night.absent = dict.fromkeys(_without_files(night), NOTHING_LEFT)
    _read_later(night, [*pulled.new, *changed, *left])


def recall(night: Night) -> None:
    """Take every archived file of the counties and periods that were ordered; all of them are to be read.

    What waits for a rerun is left out: half a county decides nothing.
    """
    with night.engine.connect() as connection:
        waits = {(one.county_code, one.period) for one in waiting(connection, period=night.orders.period)}
    archived = night.ledger.archived(night.orders.wants)
    night.sources = [source for source in archived if (source.county_code, source.period) not in waits]
    left_out = {source.county_code for source in archived if (source.county_code, source.period) in waits}
    night.absent = dict.fromkeys(sorted(left_out), WAITS)
    _read_later(night, night.sources)


def _without_files(night: Night) -> list[str]:
    """The counties that a rerun was to take up and has no file of, but for those whose files are all decided."""
    present = {source.county_code for source in night.sources} | set(night.failures)
    with night.engine.connect() as connection:
        waits = {one.county_code for one in waiting(connection, period=night.orders.period)}
    settled = {source.county_code for source in night.ledger.archived(night.orders.wants)} - waits
    return sorted(set(night.orders.counties) - present - settled)


def _pulled(night: Night, on_files: Callable[[int], None], on_file: Callable[[], None]) -> Pulled:
    if night.orders.inbox is None:
        return Pulled()
    filesystem, root = open_inbox(night.orders.inbox)
    night.listing = list_inbox(filesystem, root, night.config.divisions, night.orders.wants)
    on_files(len(night.listing.files))
    return pull_files(
        night.listing.files,
        filesystem,
        night.settings.archive,
        night.ledger.first_seen,
        (night.ledger.next_pull, night.now),
        night.settings.max_file_mb << 20,
        on_file,
    )


def _left_behind(night: Night, listed: Iterable[SourceFile]) -> list[SourceFile]:
    """What came in an earlier run that failed or took some reports only, and lies in the inbox no more."""
    there = {source.identity for source in listed}
    return [
        source
        for source in without_members(night.ledger.undecided())
        if night.orders.wants(source.county_code, source.period) and source.identity not in there
    ]


def _read_later(night: Night, sources: Iterable[SourceFile]) -> None:
    """Sort files by prefecture; half a county decides nothing: where a file is missing, all of it is read next time."""
    wanted = list(sources)
    for source in wanted:
        if not source.path.is_file():
            night.failures.setdefault(
                source.county_code, f"{source.name}: its archived copy {source.path} is gone; restore the archive"
            )
    by_prefecture: dict[str, list[SourceFile]] = defaultdict(list)
    for source in wanted:
        if source.county_code not in night.failures:
            by_prefecture[night.config.divisions.counties[source.county_code].prefecture_code].append(source)
    night.to_read = dict(sorted(by_prefecture.items()))

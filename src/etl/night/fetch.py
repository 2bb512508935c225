"""The first step of a run: which files it has to do with, and which of them are to be read. Stores them, reads none.

A night pulls the inbox and takes up what came earlier and was never judged, from the archive. A replay takes everything
that ever came, from the archive alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from etl.errors import ConfigError
from etl.intake.archive import verify_writable
from etl.intake.inbox import Listing, list_inbox
from etl.intake.open_inbox import open_inbox
from etl.intake.pull import Pulled, pull_files
from etl.model import SourceFile
from etl.night.after_change import is_settled, waits_for_replay
from etl.night.context import RunContext
from etl.warehouse.publish.arrivals import record_arrivals
from etl.warehouse.queries.ledger import counties_of_inbox, without_members
from etl.warehouse.queries.waiting import waiting

WAITS = "it failed or was judged in part only, and is not judged again before it is whole; first: etl rerun"
NO_REPLAY = "nothing of it can be judged again; a backup of the archive has them, if one was made before"
NOTHING_LEFT = "none of its files is in the inbox or waits in the archive; ask the county to send them again"

FilesByPrefecture = Mapping[str, tuple[SourceFile, ...]]  # by the prefecture's code


@dataclass(frozen=True)
class Fetched:
    """The files that a run has to do with, all of them in the archive, and those of them that are to be read."""

    sources: tuple[SourceFile, ...] = ()  # every one, read again or not
    to_read: FilesByPrefecture = field(default_factory=dict)
    listing: Listing = field(default_factory=lambda: Listing(()))
    superseded_files: tuple[SourceFile, ...] = ()  # what lies in the inbox came before another one under its name
    wait_for_replay: Mapping[str, int] = field(default_factory=dict)  # period -> files that other rules judged
    failures: Mapping[str, str] = field(default_factory=dict)  # county code -> why
    not_found: Mapping[str, str] = field(
        default_factory=dict
    )  # counties that were ordered and cannot be taken up -> why
    inbox_is_empty: bool = False  # though earlier runs found files
    folders_gone: tuple[str, ...] = ()  # codes of the counties whose folder was in this inbox and is there no more

    @property
    def came(self) -> set[tuple[str, str]]:
        """The counties and periods of which there is a file, read or not."""
        listed = {(file.county_code, file.period) for file in self.listing.files}
        return listed | {(source.county_code, source.period) for source in self.sources}

    def periods(self, asked: str | None) -> set[str]:
        """The periods that the run touches: those that came, and the one it was asked for."""
        return {period for _, period in self.came} | ({asked} if asked else set())


def fetch_files(
    context: RunContext,
    on_new: Callable[[], object] = lambda: None,
    on_files: Callable[[int], None] = lambda total: None,
    on_file: Callable[[], None] = lambda: None,
) -> Fetched:
    """Take up what the run was ordered to. `on_new` hears at each new file that there is one to read, `on_files` how many
    files there are, `on_file` of each that is done."""
    takes = recall if context.request.is_replay else pull
    return takes(context, on_new, on_files, on_file)


def pull(
    context: RunContext, on_new: Callable[[], object], on_files: Callable[[int], None], on_file: Callable[[], None]
) -> Fetched:
    """List the inbox, archive every file and remember it; to be read are new ones, and ones that these rules may judge again."""
    verify_writable(context.settings.archive)
    listing, pulled = _pulled(context, on_new, on_files, on_file)
    pulled.known = [_no_earlier_than_it_came(context, source) for source in pulled.known]
    record_arrivals(context.engine, context.run_id, pulled.new, context.settings.archive)
    changed = [source for source in pulled.known if not is_settled(context, source)]
    left = _left_behind(context, [*pulled.new, *pulled.known])
    failures = {**listing.failures, **pulled.failures}
    sources = (*pulled.new, *pulled.known, *left)
    not_found = _without_files(context, sources, failures) if context.request.kind == "rerun" else ()
    readable, lost = _parted([*pulled.new, *changed, *left])
    failures = {**lost, **failures}
    is_empty = _is_empty_after_full_ones(context, listing)
    return Fetched(
        sources=sources,
        to_read=_by_prefecture(context, readable, failures),
        listing=listing,
        superseded_files=tuple(context.ledger.superseded_files(pulled.known)),
        wait_for_replay=Counter(one.period for one in pulled.known if waits_for_replay(context, one)),
        failures=failures,
        not_found=dict.fromkeys(not_found, NOTHING_LEFT),
        inbox_is_empty=is_empty,
        folders_gone=() if is_empty else _folders_gone(context, listing),
    )


def _is_empty_after_full_ones(context: RunContext, listing: Listing) -> bool:
    """True when a night finds nothing where earlier ones found files: a mount is gone, or the setting names another folder.

    A night of one period or some counties only may well find no file of theirs, but it finds folders.
    """
    request = context.request
    if request.kind != "nightly" or listing.files or not context.ledger.files:
        return False
    return not listing.folders or request.is_whole_night


def _folders_gone(context: RunContext, listing: Listing) -> tuple[str, ...]:
    request, counties = context.request, context.config.divisions.counties
    if request.kind != "nightly" or not request.shown_inbox:
        return ()
    with context.engine.connect() as connection:
        seen = counties_of_inbox(connection, request.shown_inbox)
    wanted = set(request.counties) or set(counties)
    return tuple(sorted((seen & wanted & set(counties)) - listing.folders))


def recall(
    context: RunContext, on_new: Callable[[], object], on_files: Callable[[int], None], on_file: Callable[[], None]
) -> Fetched:
    """Take every archived file of the counties and periods that were ordered; all of them are to be read.

    What waits for a rerun is left out: half a county decides nothing.
    """
    on_files(1)
    if context.request.period in context.ledger.pruned_periods():
        raise ConfigError(f"the archived files of {context.request.period} were removed by etl prune: {NO_REPLAY}")
    with context.engine.connect() as connection:
        waits = {(one.county_code, one.period) for one in waiting(connection, period=context.request.period)}
    archived = context.ledger.archived(context.request.wants)
    sources = tuple(source for source in archived if (source.county_code, source.period) not in waits)
    left_out = {source.county_code for source in archived if (source.county_code, source.period) in waits}
    readable, failures = _parted(sources)
    on_file()
    if readable:
        on_new()
    return Fetched(
        sources=sources,
        to_read=_by_prefecture(context, readable, failures),
        failures=failures,
        not_found=dict.fromkeys(sorted(left_out), WAITS),
    )


def _without_files(context: RunContext, sources: Iterable[SourceFile], failures: Collection[str]) -> list[str]:
    """The counties that a rerun was to take up and has no file of, but for those whose files are all decided."""
    present = {source.county_code for source in sources} | set(failures)
    with context.engine.connect() as connection:
        waits = {one.county_code for one in waiting(connection, period=context.request.period)}
    settled = {source.county_code for source in context.ledger.archived(context.request.wants)} - waits
    return sorted(set(context.request.counties) - present - settled)


def _pulled(
    context: RunContext, on_new: Callable[[], object], on_files: Callable[[int], None], on_file: Callable[[], None]
) -> tuple[Listing, Pulled]:
    if context.request.inbox is None:
        return Listing(()), Pulled()
    filesystem, root = open_inbox(context.request.inbox, context.settings)
    with closing(filesystem):
        listing = list_inbox(filesystem, root, context.config.divisions, context.request.wants)
        on_files(len(listing.files))
        pulled = pull_files(
            listing.files,
            filesystem,
            context.settings.archive,
            context.ledger.first_seen,
            (context.ledger.next_pull, context.request.now),
            context.settings.max_file_mb << 20,
            on_file,
            on_new,
            context.settings.wall_seconds_per_file,
        )
    asked = context.request.counties
    failures = {code: why for code, why in listing.failures.items() if not asked or code in asked}
    return replace(listing, issues=(*listing.issues, *pulled.issues), failures=failures), pulled


def _no_earlier_than_it_came(context: RunContext, known: SourceFile) -> SourceFile:
    """A file that the ledger has: a copy with an older time of its own has not arrived before itself."""
    came = context.ledger.files[known.identity].source
    return known if known.modified_at >= came.modified_at else replace(known, modified_at=came.modified_at)


def _left_behind(context: RunContext, listed: Iterable[SourceFile]) -> list[SourceFile]:
    """Files that came in an earlier run that failed or took some reports only, and lie in the inbox no more."""
    there = {source.identity for source in listed}
    return [
        source
        for source in without_members(context.ledger.undecided())
        if context.request.wants(source.county_code, source.period) and source.identity not in there
    ]


def _parted(sources: Iterable[SourceFile]) -> tuple[list[SourceFile], dict[str, str]]:
    """The files whose archived copy is there, and the counties of the others with what is lost of each first."""
    readable: list[SourceFile] = []
    lost: dict[str, str] = {}
    for source in sources:
        if source.path.is_file():
            readable.append(source)
        else:
            lost.setdefault(
                source.county_code, f"{source.name}: its archived copy {source.path} is gone; restore the archive"
            )
    return readable, lost


def _by_prefecture(context: RunContext, sources: Iterable[SourceFile], failures: Collection[str]) -> FilesByPrefecture:
    """The files by prefecture; half a county decides nothing: where a file is missing, all of it is read next time."""
    found: dict[str, list[SourceFile]] = defaultdict(list)
    for source in sources:
        if source.county_code not in failures:
            found[context.config.divisions.counties[source.county_code].prefecture_code].append(source)
    return {code: tuple(files) for code, files in sorted(found.items())}

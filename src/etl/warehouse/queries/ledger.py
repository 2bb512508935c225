"""Ledger as it is before a night begins: takes a connection, gives plain values. Never writes, never needs pandas."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl.model import Identity, SourceFile, SubmissionKey
from etl.warehouse.schema.archive_tables import archive_prune
from etl.warehouse.schema.tables import file, issue, part, run, submission


@dataclass(frozen=True)
class KnownFile:
    """A file that came before, and under which contracts it was judged last; '' when it was not, or only in part."""

    source: SourceFile
    decided_under: str


@dataclass(frozen=True)
class Ledger:
    """The ledger as one night needs it, read once at its start."""

    files: Mapping[Identity, KnownFile]
    next_pull: int
    accepted: frozenset[SubmissionKey]  # whose latest submission is accepted or nil
    _engine: sa.Engine
    _archive: Path

    @classmethod
    def read(cls, engine: sa.Engine, archive: Path) -> "Ledger":
        """The whole ledger; `archive` is the folder that archived files stand in."""
        with engine.connect() as connection:
            known = [
                KnownFile(source_of(row, archive), row.decided_under) for row in connection.execute(sa.select(file))
            ]
            files = {one.source.identity: one for one in known}
            return cls(files, next_pull(connection), accepted_keys(connection), engine, archive)

    @property
    def first_seen(self) -> Mapping[Identity, tuple[int, datetime]]:
        """In which pull each file was first seen, and when."""
        return {identity: (known.source.pull, known.source.received_at) for identity, known in self.files.items()}

    def is_decided(self, source: SourceFile, fingerprint: str) -> bool:
        """True when this file was judged under these very contracts, so that reading it again would change nothing."""
        known = self.files.get(source.identity)
        return known is not None and known.decided_under == fingerprint

    def superseded_files(self, sources: Iterable[SourceFile]) -> list[SourceFile]:
        """Those files whose content came before another one under the same name: the other one stays the later."""
        latest: dict[tuple[str, str, str], SourceFile] = {}
        for known in self.files.values():
            place = known.source.county_code, known.source.period, known.source.name
            if place not in latest or known.source.arrival > latest[place].arrival:
                latest[place] = known.source
        return [one for one in sources if one.arrival < latest[one.county_code, one.period, one.name].arrival]

    def undecided(self) -> list[SourceFile]:
        """The files that came and were not judged, or only in part: a run failed, or took some reports only."""
        return [known.source for known in self.files.values() if not known.decided_under]

    def archived(self, wants: Callable[[str, str], bool]) -> list[SourceFile]:
        """Every file that ever came of some counties and periods, but for periods whose files were removed on purpose.

        A zip stands for the files inside it.
        """
        pruned = self.pruned_periods()
        sources = [known.source for known in self.files.values() if known.source.period not in pruned]
        return without_members([source for source in sources if wants(source.county_code, source.period)])

    def pruned_periods(self) -> frozenset[str]:
        """The periods whose archived files were removed on purpose."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(archive_prune.c.period)))

    def returned_for_faults(
        self, places: Collection[tuple[str, str]], but: Collection[str]
    ) -> frozenset[SubmissionKey]:
        """Those of some counties and periods whose latest submission is returned for other rules than these."""
        if not places:
            return frozenset()
        query = (
            sa.select(submission.c.county_code, submission.c.period, submission.c.report)
            .join(issue, issue.c.submission_id == submission.c.submission_id)
            .where(submission.c.is_latest, submission.c.status == "returned")
            .where(issue.c.severity == "critical", issue.c.rule.not_in(list(but)))
            .distinct()
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).all()
        return frozenset((row.county_code, row.period, row.report) for row in found if tuple(row[:2]) in places)

    def deciding_files(self, keys: Iterable[SubmissionKey]) -> dict[SubmissionKey, list[SourceFile]]:
        """Files of the latest submissions under these keys."""
        wanted = set(keys)
        if not wanted:
            return {}
        with self._engine.connect() as connection:
            return deciding_files(connection, wanted, self._archive)


def without_members(sources: Iterable[SourceFile]) -> list[SourceFile]:
    """The files without those that are members of a zip among them: reading the zip reads them."""
    listed = list(sources)
    whole = {(source.county_code, source.period, source.sha256, source.name) for source in listed}

    def is_member(source: SourceFile) -> bool:
        steps = source.name.split("/")
        outer = ("/".join(steps[:count]) for count in range(1, len(steps)))
        return any((source.county_code, source.period, source.sha256, name) in whole for name in outer)

    return [source for source in listed if not is_member(source)]


def next_pull(connection: sa.Connection) -> int:
    """The ordinal of the pull that begins now: later than every one that brought a file."""
    lasts = [connection.scalar(sa.select(sa.func.max(table.c.pull))) for table in (file, submission)]
    return max(last or 0 for last in lasts) + 1


def has_ledger(connection: sa.Connection) -> bool:
    """True when the warehouse was set up, by a version that has all that is asked of its ledger here."""
    return connection.scalar(sa.text("select to_regclass('ops.archive_prune')")) is not None


def archived_paths(connection: sa.Connection) -> set[str]:
    """Places in the archive of all files that ever came, but for those of periods that were pruned."""
    pruned = sa.select(archive_prune.c.period)
    return set(connection.scalars(sa.select(file.c.archive_path).where(file.c.period.not_in(pruned)).distinct()))


def counties_of_inbox(connection: sa.Connection, inbox: str) -> frozenset[str]:
    """Codes of the counties of which some run found a file in this inbox for the first time."""
    found = sa.select(file.c.county_code).join(run, run.c.run_id == file.c.first_seen_run).where(run.c.inbox == inbox)
    return frozenset(connection.scalars(found.distinct()))


def accepted_keys(connection: sa.Connection) -> frozenset[SubmissionKey]:
    """Those whose latest submission is accepted or nil."""
    query = sa.select(submission.c.county_code, submission.c.period, submission.c.report).where(
        submission.c.is_latest, submission.c.status.in_(("accepted", "nil"))
    )
    return frozenset((row.county_code, row.period, row.report) for row in connection.execute(query))


def deciding_files(
    connection: sa.Connection, keys: Iterable[SubmissionKey], archive: Path
) -> dict[SubmissionKey, list[SourceFile]]:
    """Files of the latest submissions; a key under which nobody sent any is left out."""
    wanted = set(keys)
    name = sa.func.coalesce(part.c.source_file, submission.c.source_file)
    content = sa.func.coalesce(part.c.sha256, submission.c.sha256)
    same_place = sa.and_(file.c.county_code == submission.c.county_code, file.c.period == submission.c.period)
    query = (
        sa.select(submission.c.report, file)
        .select_from(submission)
        .outerjoin(part, part.c.submission_id == submission.c.submission_id)
        .join(file, sa.and_(same_place, file.c.name == name, file.c.sha256 == content))
        .where(submission.c.is_latest, submission.c.period.in_(sorted({period for _, period, _ in wanted})))
    )
    found: dict[SubmissionKey, list[SourceFile]] = defaultdict(list)
    for row in connection.execute(query):
        if (key := (row.county_code, row.period, row.report)) in wanted:
            found[key].append(source_of(row, archive))
    return dict(found)


def source_of(row: "sa.Row[Any]", archive: Path) -> SourceFile:
    """A file as the ledger has it."""
    return SourceFile(
        county_code=row.county_code,
        period=row.period,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        modified_at=row.modified_at,
        pull=row.pull,
        received_at=row.first_seen_at,
        path=archive / row.archive_path,
    )

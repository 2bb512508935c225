"""What the ledger knows: takes a connection, gives plain values. Never writes, and never needs pandas or Alembic.

The first half is what a night reads before it begins, the second what `etl status` and `etl issues` show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl.model import SourceFile
from etl.warehouse.schema import county_attempt, file, run, submission

Unit = tuple[str, str, str]  # county code, period, report
Identity = tuple[str, str, str, str]  # county code, period, name, sha256

_STATUS = """
select * from mart.reporting_status
where (cast(:period as text) is null or period = :period) and (cast(:county as text) is null or county_code = :county)
order by period, county_code, report
"""
# an issue of a whole file stands while that content is the newest under its name and has not been judged otherwise
_ISSUES = """
select i.*, c.name as county_name
from ops.issue i
left join ops.submission s on s.submission_id = i.submission_id
left join ref.county c on c.code = i.county_code
where (cast(:period as text) is null or i.period = :period)
  and (cast(:county as text) is null or i.county_code = :county)
  and (cast(:report as text) is null or i.report = :report)
  and (cast(:severity as text) is null or i.severity = :severity)
  and (cast(:run_id as text) is null or i.run_id = :run_id)
  and (:history or s.is_latest or i.submission_id is null and (i.source_file is null or exists (
      select 1 from ops.file f
      where f.county_code = i.county_code and f.period = i.period and f.name = i.source_file and f.issues_run = i.run_id
        and not exists (
            select 1 from ops.file n
            where n.county_code = f.county_code and n.period = f.period and n.name = f.name
              and (n.pull, n.modified_at) > (f.pull, f.modified_at)
        )
  )))
order by i.period, i.county_code, i.report, case i.severity when 'critical' then 1 when 'warning' then 2 else 3 end,
    i.source_file, i.sheet, i.source_row, i.column_name
limit cast(:limit as bigint)
"""


@dataclass(frozen=True)
class KnownFile:
    """A file that was judged before, and under which contracts last."""

    source: SourceFile
    kind: str | None
    decided_under: str

    @property
    def identity(self) -> Identity:
        return _identity(self.source)


@dataclass(frozen=True)
class Ledger:
    """The ledger as one night needs it, read once at its start."""

    first_seen: Mapping[Identity, tuple[int, datetime]]  # in which pull a file was first seen, and when
    next_pull: int
    accepted: frozenset[Unit]  # whose latest submission is accepted or nil
    decided_under: Mapping[Identity, str]
    _engine: sa.Engine

    @classmethod
    def read(cls, engine: sa.Engine, periods: Iterable[str] | None = None) -> "Ledger":
        """The ledger of some periods, or of all."""
        with engine.connect() as connection:
            files = known_files(connection, periods)
            return cls(
                first_seen={known.identity: (known.source.pull, known.source.received_at) for known in files},
                next_pull=next_pull(connection),
                accepted=accepted_units(connection, periods),
                decided_under={known.identity: known.decided_under for known in files},
                _engine=engine,
            )

    def is_decided(self, source: SourceFile, fingerprint: str) -> bool:
        """Whether this file was judged under these very contracts, so that reading it again would change nothing."""
        return self.decided_under.get(_identity(source)) == fingerprint

    def deciding_files(self, units: Iterable[Unit]) -> dict[Unit, SourceFile]:
        """For some units the file of their latest submission."""
        wanted = set(units)
        if not wanted:
            return {}
        with self._engine.connect() as connection:
            return deciding_files(connection, wanted)


def known_files(connection: sa.Connection, periods: Iterable[str] | None = None) -> list[KnownFile]:
    """Every file that was ever judged, of some periods or of all."""
    query = sa.select(file)
    if periods is not None:
        query = query.where(file.c.period.in_(sorted(periods)))
    return [KnownFile(_source(row), row.kind, row.decided_under) for row in connection.execute(query)]


def next_pull(connection: sa.Connection) -> int:
    """The ordinal of the pull that begins now: later than every one that brought a file."""
    lasts = [connection.scalar(sa.select(sa.func.max(table.c.pull))) for table in (file, submission)]
    return max(last or 0 for last in lasts) + 1


def accepted_units(connection: sa.Connection, periods: Iterable[str] | None = None) -> frozenset[Unit]:
    """Those whose latest submission is accepted or nil."""
    query = sa.select(submission.c.county_code, submission.c.period, submission.c.report).where(
        submission.c.is_latest, submission.c.status.in_(("accepted", "nil"))
    )
    if periods is not None:
        query = query.where(submission.c.period.in_(sorted(periods)))
    return frozenset((row.county_code, row.period, row.report) for row in connection.execute(query))


def deciding_files(connection: sa.Connection, units: Iterable[Unit]) -> dict[Unit, SourceFile]:
    """For some units the file of their latest submission; a unit that nobody sent is left out."""
    wanted = set(units)
    query = (
        sa.select(submission.c.report, file)
        .join_from(
            submission,
            file,
            sa.and_(
                file.c.county_code == submission.c.county_code,
                file.c.period == submission.c.period,
                file.c.name == submission.c.source_file,
                file.c.sha256 == submission.c.sha256,
            ),
        )
        .where(submission.c.is_latest, submission.c.period.in_(sorted({period for _, period, _ in wanted})))
    )
    return {
        unit: _source(row)
        for row in connection.execute(query)
        if (unit := (row.county_code, row.period, row.report)) in wanted
    }


def status_rows(
    connection: sa.Connection, period: str | None = None, county: str | None = None
) -> list[dict[str, Any]]:
    """`mart.reporting_status` of a period and county, or of all, in the order of period, county and report."""
    rows = connection.execute(sa.text(_STATUS), {"period": period, "county": county})
    return [row._asdict() for row in rows]


def issues_rows(
    connection: sa.Connection,
    *,
    period: str | None = None,
    county: str | None = None,
    report: str | None = None,
    severity: str | None = None,
    run_id: str | None = None,
    history: bool = False,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Issues with the county's name, worst first within a report: those that stand now, or all there ever were."""
    values: dict[str, Any] = {"period": period, "county": county, "report": report, "severity": severity}
    values |= {"run_id": run_id, "history": history, "limit": limit}
    return [row._asdict() for row in connection.execute(sa.text(_ISSUES), values)]


def runs(connection: sa.Connection, limit: int = 20) -> Sequence[sa.RowMapping]:
    """The latest runs, the newest first."""
    return connection.execute(sa.select(run).order_by(run.c.started_at.desc()).limit(limit)).mappings().all()


def periods(connection: sa.Connection) -> list[str]:
    """Every period of which something is due or came, in order."""
    query = "select period from ops.obligation where in_force union select period from ops.submission order by 1"
    return list(connection.scalars(sa.text(query)))


def _source(row: "sa.Row[Any]") -> SourceFile:
    return SourceFile(
        county_code=row.county_code,
        period=row.period,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        modified_at=row.modified_at,
        pull=row.pull,
        received_at=row.first_seen_at,
        path=Path(row.archive_path),
    )


def _identity(source: SourceFile) -> Identity:
    return source.county_code, source.period, source.name, source.sha256


def latest_period(connection: sa.Connection) -> str | None:
    """The latest period of which anything came; None while nothing has."""
    latest: str | None = connection.scalar(sa.select(sa.func.max(submission.c.period)))
    return latest


def failed_counties(connection: sa.Connection) -> dict[str, str]:
    """County code -> why, for every county whose last attempt failed by our own fault."""
    newest = (
        sa.select(county_attempt)
        .distinct(county_attempt.c.county_code, county_attempt.c.period)
        .order_by(county_attempt.c.county_code, county_attempt.c.period, county_attempt.c.attempted_at.desc())
        .subquery()
    )
    query = sa.select(newest.c.county_code, newest.c.message).where(newest.c.state == "failed")
    return {row.county_code: row.message or "" for row in connection.execute(query)}

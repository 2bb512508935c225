"""Remove archived files of past periods, which nobody does but an operator who says so: takes an engine, says what it costs.

The ledger remembers which periods lost their files, so that no replay counts them as missing. Rows of the warehouse stay.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from etl.config.calendar import parse_period
from etl.errors import ConfigError
from etl.intake.archive import archive_path
from etl.warehouse.queries.waiting import waiting
from etl.warehouse.schema.archive_tables import archive_prune
from etl.warehouse.schema.tables import file

COSTS = (
    "Of these periods no figure can be traced to its file any more, no rule that changes can be tried on them (etl replay leaves "
    "them out), and a county that corrects one report must send all its files of the period again. Rows, statuses and "
    "issues in the warehouse stay. Only a backup brings the files back."
)


@dataclass(frozen=True)
class ArchivePlan:
    """Files that would go, each once, and the periods that they are of."""

    periods: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes that it would free."""
        return sum(path.stat().st_size for path in self.paths)

    def lines(self) -> list[str]:
        """The plan as an operator reads it, with its price."""
        if not self.paths:
            return ["no archived file is of so early a period"]
        files = f"{len(self.paths)} archived files, {self.size / 1e6:.1f} MB, of {', '.join(self.periods)}"
        return [files, COSTS]


def plan(connection: sa.Connection, archive: Path, before: str) -> ArchivePlan:
    """Files of periods that ended before one began; what a later period has too stays. ConfigError when some still wait."""
    first_day = parse_period(before).starts_on
    known = connection.execute(sa.select(file.c.period, file.c.sha256)).all()
    early = {row.period for row in known if parse_period(row.period).ends_on < first_day}
    if late := sorted({one.period for one in waiting(connection)} & early):
        raise ConfigError(
            f"files of {', '.join(late)} wait to be judged, and would be lost: see etl rerun --dry-run, then etl rerun"
        )
    kept = {row.sha256 for row in known if row.period not in early}
    hashes = sorted({row.sha256 for row in known if row.period in early} - kept)
    paths = tuple(path for sha256 in hashes if (path := archive_path(archive, sha256)).is_file())
    there = {path.name for path in paths}
    return ArchivePlan(
        tuple(sorted({row.period for row in known if row.period in early and row.sha256 in there})), paths
    )


def carry_out(engine: sa.Engine, wanted: ArchivePlan, now: datetime) -> None:
    """Remember the periods, then remove their files; stopped in between, it is taken up by the same command."""
    with engine.begin() as connection:
        known = set(connection.scalars(sa.select(archive_prune.c.period)))
        rows = [{"period": period, "pruned_at": now} for period in wanted.periods if period not in known]
        if rows:
            connection.execute(sa.insert(archive_prune), rows)
    for path in wanted.paths:
        path.unlink(missing_ok=True)

"""Editions: takes an engine and what is to be published, keeps a moment of a period under a name, with the summaries as they then stood.

Rows of reports are found by the moment and not copied. What is frozen stays: the database refuses to change it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from psycopg import sql

from etl.errors import ArgumentError
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.locks import PUBLISH, wait_for
from etl.warehouse.marts.editions import FROZEN
from etl.warehouse.run_lock import run_under_way
from etl.warehouse.schema.edition_tables import edition as edition_table

LONGEST = 60  # letters of a name
_IN_USE = "select 1 from mart.submission_history where period = %s and in_use_from <= %s limit 1"
# what was published last may lie ahead of this clock
_NOW = "select greatest(now(), (select max(finished_at) from ops.run where state = 'finished'))"
_STORE = "insert into ops.edition_row select %s, {name}, {area}, to_jsonb(v) from {rows}(%s) v where v.period = %s"


@dataclass(frozen=True)
class Edition:
    """An edition: its name, the period that it is of, who freezes it and why."""

    name: str
    period: str
    frozen_by: str
    reason: str

    def check(self) -> None:
        """ArgumentError where something of it is not said, or the name is none."""
        if not self.name.isprintable() or not 0 < len(self.name) <= LONGEST or self.name != self.name.strip():
            raise ArgumentError(f"an edition's name has 1 to {LONGEST} letters, in one line, with no space at its ends")
        if not self.frozen_by.strip() or not self.reason.strip():
            raise ArgumentError("say who freezes the edition (--by) and why (--reason)")


def freeze(
    engine: sa.Engine, wanted: Edition, moment: datetime | None = None, say: Callable[[str], None] = lambda line: None
) -> tuple[datetime, int]:
    """Keep the edition, as of a moment or of now; gives that moment and how many rows of summaries were stored.

    ArgumentError where there is one of that name, the moment is to come, or nothing of the period was in use then. `say` is told for
    which run it has to wait, as while that publishes nobody knows what stands.
    """
    wanted.check()
    with failures_translated(), engine.begin() as connection:
        driver = driver_of(connection)
        wait_for(driver, PUBLISH, lambda: say(f"{run_under_way(engine)} publishes; the edition waits for it to end"))
        at = _moment(driver, moment)
        if driver.execute("select 1 from ref.edition where edition = %s", [wanted.name]).fetchone():
            raise ArgumentError(f"there is an edition {wanted.name}: it stays as it is, so give this one another name")
        if driver.execute(_IN_USE, [wanted.period, at]).fetchone() is None:
            raise ArgumentError(f"nothing of {wanted.period} was in use at {at:%Y-%m-%d %H:%M}")
        rows = sum(_store(driver, wanted, view, area, at) for view, area in FROZEN.items())
        values = {"edition": wanted.name, "period": wanted.period, "frozen_at": at}
        connection.execute(sa.insert(edition_table).values(**values, frozen_by=wanted.frozen_by, reason=wanted.reason))
    return at, rows


def _moment(driver: Driver, moment: datetime | None) -> datetime:
    (now,) = driver.execute(_NOW).fetchone() or (None,)
    assert isinstance(now, datetime)  # noqa: S101 - psycopg says object
    if moment is not None and moment > now:
        raise ArgumentError(f"{moment:%Y-%m-%d %H:%M} is to come; an edition is of a moment that has been")
    return moment or now


def _store(driver: Driver, wanted: Edition, view: str, area: str | None, at: datetime) -> int:
    """Store the rows of one view, if there is such a view without all of the reports; gives how many."""
    if driver.execute("select to_regclass(%s)", [f"mart.{view}"]).fetchone() == (None,):
        return 0
    statement = sql.SQL(_STORE).format(
        name=sql.Literal(view),
        area=sql.SQL("v.{}").format(sql.Identifier(area)) if area else sql.NULL,
        rows=sql.Identifier("mart", f"{view}_as_of"),
    )
    return driver.execute(statement, [wanted.name, at, wanted.period]).rowcount

"""Editions by their names: takes a session, gives frozen values."""

from datetime import datetime
from typing import NamedTuple

from etl.errors import ArgumentError
from etl.warehouse.engine import Driver

_EDITIONS = "select edition, period, frozen_at, frozen_by, reason from ref.edition order by recorded_at, edition"


class EditionFacts(NamedTuple):
    """An edition as it was frozen."""

    name: str
    period: str
    frozen_at: datetime
    frozen_by: str
    reason: str


def edition_of(driver: Driver, name: str) -> EditionFacts:
    """The edition of a name; ArgumentError, with those there are, for another."""
    found = driver.execute(_EDITIONS).fetchall()
    known = {one.name: one for one in (EditionFacts(*row) for row in found)}  # type: ignore[arg-type]
    if name not in known:
        raise ArgumentError(f"there is no edition {name}; there are: {', '.join(known) or 'none yet'}")
    return known[name]

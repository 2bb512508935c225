"""Decide when a report arrived: takes when its file was pulled and the file's own time, gives a moment; inside a publication.

A night at two o'clock finds what was put in the day before. The file's own time counts where it lies between the last
pull of its county and the one that found it; nobody dates a file back past a pull that would have found it. On the first
pull ever it counts unless it lies in the future. Everything else arrived when it was pulled.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from etl.warehouse.engine import Driver

FIRST_TIME = 1971  # a file system without times says 1970

_RUNS = """
select run_id, started_at, period,
    state = 'finished' and coalesce(counts ->> 'is_every_county', counts ->> 'is_whole_night', 'true') <> 'false'
from ops.run where kind <> 'replay' and started_at < %(before)s order by started_at
"""
_FAILED = "select run_id, county_code from ops.county_attempt where state = 'failed'"
# of a run that took some counties only, or ended before it published, the files say whom it pulled
_BROUGHT = """
select distinct f.first_seen_run, f.county_code from ops.file f
where f.first_seen_run = any(%(runs)s)
"""


@dataclass(frozen=True)
class Pulls:
    """Every pull before some moment, in order, and which counties each of them looked into."""

    runs: list[tuple[str, datetime, str | None, bool]]  # id, when, of which period alone, of every county
    failed: frozenset[tuple[str, str]]
    brought: frozenset[tuple[str, str]]
    _found: dict[tuple[str, str, datetime], datetime | None] = field(default_factory=dict)

    @classmethod
    def before(cls, driver: Driver, moment: datetime) -> "Pulls":
        """Read them from the ledger."""
        runs: list[Any] = driver.execute(_RUNS, {"before": moment}).fetchall()
        partial = [run_id for run_id, _, _, is_whole in runs if not is_whole]
        brought = driver.execute(_BROUGHT, {"runs": partial}).fetchall() if partial else []
        failed = driver.execute(_FAILED).fetchall() if runs else []
        return cls(runs, frozenset(map(_pair, failed)), frozenset(map(_pair, brought)))

    def last(self, county: str, period: str, received_at: datetime) -> datetime | None:
        """Moment of the last pull of a county's period before the one that received something; None when there was none."""
        asked = (county, period, received_at)
        if asked not in self._found:
            self._found[asked] = self._last(county, period, received_at)
        return self._found[asked]

    def _last(self, county: str, period: str, received_at: datetime) -> datetime | None:
        earlier = self.runs[: bisect_left(self.runs, received_at, key=lambda run: run[1])]
        for run_id, started_at, only, is_whole in reversed(earlier):
            if only not in (None, period):
                continue
            if (run_id, county) in self.brought or (is_whole and (run_id, county) not in self.failed):
                return started_at
        return None


def arrival_times(driver: Driver, facts: Iterable[Mapping[str, Any]]) -> list[datetime]:
    """Moments at which submissions arrived, in their order."""
    listed = list(facts)
    if not listed:
        return []
    pulls = Pulls.before(driver, max(one["received_at"] for one in listed))
    return [
        arrived_at(
            one["modified_at"], one["received_at"], pulls.last(one["county_code"], one["period"], one["received_at"])
        )
        for one in listed
    ]


def arrived_at(own: datetime, received_at: datetime, last_pull: datetime | None) -> datetime:
    """Moment of arrival: the own time of the file where it can be true, else when it was received."""
    is_known = own.year >= FIRST_TIME and own <= received_at
    return own if is_known and (last_pull is None or own > last_pull) else received_at


def _pair(row: Any) -> tuple[str, str]:
    return str(row[0]), str(row[1])

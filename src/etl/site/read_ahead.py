"""Rows of one version after the other, fetched so many at a time: takes what fetches and the versions in the order of asking.

A night that changed one county fetches one; a first night soon fetches as many as memory may hold, so that a report is gone through in
a few passes, and the next portion while this one is written. Asking in another order, or leaving some out, gives the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future

from etl.warehouse.queries.county_rows import Row

MOST_ROWS = 2_000  # that wait
Rows = Mapping[int, Sequence[Row]]
Fetch = Callable[[Sequence[int]], Rows]


class ReadAhead:
    """Rows that were fetched and are not asked for yet; the pool is one thread for all that ask the same connection."""

    def __init__(self, fetch: Fetch, rows_of_each: Mapping[int, int], pool: Executor | None = None) -> None:
        self._fetch = fetch
        self._sizes = rows_of_each
        self._pool = pool
        self._order = [*rows_of_each]
        self._places = {version: place for place, version in enumerate(self._order)}
        self._waiting: dict[int, Sequence[Row]] = {}
        self._next, self._at_once = -1, 1
        self._coming: tuple[list[int], Future[Rows]] | None = None

    def rows(self, version: int) -> Sequence[Row]:
        """Rows of a version, which is forgotten then."""
        if version not in self._waiting:
            place = self._places[version]
            self._at_once = self._at_once * 2 if place == self._next else 1
            batch, self._waiting = self._fetched(place)
            self._next = place + len(batch)
            self._fetch_next()
        return self._waiting.pop(version)

    def _fetched(self, place: int) -> tuple[list[int], dict[int, Sequence[Row]]]:
        coming, self._coming = self._coming, None
        if coming is not None and coming[0][0] == self._order[place]:
            return coming[0], dict(coming[1].result())
        batch = self._batch(place)
        rows = self._fetch(batch) if self._pool is None else self._pool.submit(self._fetch, batch).result()
        return batch, dict(rows)

    def _fetch_next(self) -> None:
        """Let the next portion come where portions follow one another."""
        if self._pool is not None and self._at_once > 1 and self._next < len(self._order):
            batch = self._batch(self._next)
            self._coming = batch, self._pool.submit(self._fetch, batch)

    def _batch(self, place: int) -> list[int]:
        batch, rows = self._order[place : place + 1], self._sizes[self._order[place]]
        for version in self._order[place + 1 : place + self._at_once]:
            rows += self._sizes[version]
            if rows > MOST_ROWS:
                break
            batch.append(version)
        return batch

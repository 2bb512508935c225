"""Rows of one version after the other, fetched so many at a time: takes what fetches and the versions in the order of asking.

A night that changed one county fetches one; a first night soon fetches as many as memory may hold, so that a report is gone through in
a few passes. Asking in another order, or leaving some out, gives the same rows.
"""

from collections.abc import Callable, Mapping, Sequence

from etl.warehouse.queries.county_rows import Row

MOST_ROWS = 2_000  # that wait
Fetch = Callable[[Sequence[int]], Mapping[int, Sequence[Row]]]


class ReadAhead:
    """Rows that were fetched and are not asked for yet."""

    def __init__(self, fetch: Fetch, rows_of_each: Mapping[int, int]) -> None:
        self._fetch = fetch
        self._sizes = rows_of_each
        self._order = [*rows_of_each]
        self._places = {version: place for place, version in enumerate(self._order)}
        self._waiting: dict[int, Sequence[Row]] = {}
        self._next, self._at_once = -1, 1

    def rows(self, version: int) -> Sequence[Row]:
        """Rows of a version, which is forgotten then."""
        if version not in self._waiting:
            place = self._places[version]
            self._at_once = self._at_once * 2 if place == self._next else 1
            batch = self._batch(place)
            self._waiting = dict(self._fetch(batch))
            self._next = place + len(batch)
        return self._waiting.pop(version)

    def _batch(self, place: int) -> list[int]:
        batch, rows = self._order[place : place + 1], self._sizes[self._order[place]]
        for version in self._order[place + 1 : place + self._at_once]:
            rows += self._sizes[version]
            if rows > MOST_ROWS:
                break
            batch.append(version)
        return batch

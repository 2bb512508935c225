"""Arrival of a file: its own time where that can be true, else the pull that found it."""

from datetime import UTC, datetime, timedelta

import pytest

from etl.warehouse.publish.arrival_times import Pulls, arrived_at

PULL = datetime(2024, 4, 10, 18, tzinfo=UTC)
LAST = PULL - timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("own", "last", "expected"),
    [
        pytest.param(PULL - HOUR, LAST, PULL - HOUR, id="between-the-pulls"),
        pytest.param(PULL, LAST, PULL, id="at-this-pull"),
        pytest.param(LAST, LAST, PULL, id="at-the-last-pull"),
        pytest.param(LAST - HOUR, LAST, PULL, id="before-the-last-pull"),
        pytest.param(PULL + HOUR, LAST, PULL, id="in-the-future"),
        pytest.param(LAST - HOUR, None, LAST - HOUR, id="first-pull-ever"),
        pytest.param(PULL + HOUR, None, PULL, id="first-pull-in-the-future"),
        pytest.param(datetime.fromtimestamp(0, UTC), None, PULL, id="no-time-of-its-own"),
    ],
)
def test_arrival(own: datetime, last: datetime | None, expected: datetime) -> None:
    assert arrived_at(own, PULL, last) == expected


@pytest.mark.parametrize(
    ("run", "failed", "brought", "counts"),
    [
        pytest.param((None, True), False, False, True, id="a-night"),
        pytest.param(("2024Q1", True), False, False, True, id="of-this-period"),
        pytest.param(("2023Q4", True), False, False, False, id="of-another-period"),
        pytest.param((None, True), True, False, False, id="the-county-failed"),
        pytest.param((None, False), False, False, False, id="of-some-counties"),
        pytest.param((None, False), False, True, True, id="of-some-counties-this-one"),
    ],
)
def test_what_counts_as_the_last_pull(run: tuple[str | None, bool], failed: bool, brought: bool, counts: bool) -> None:
    pair = frozenset([("run-1", "510821")])
    pulls = Pulls([("run-1", LAST, *run)], pair if failed else frozenset(), pair if brought else frozenset())
    assert pulls.last("510821", "2024Q1", PULL) == (LAST if counts else None)
    assert pulls.last("510821", "2024Q1", LAST) is None

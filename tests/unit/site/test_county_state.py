"""State of a county: what its reports come to, in one word."""

from datetime import date

import pytest

from etl.site.county_state import State, needing, state_of
from tests.unit.site.site_facts import standing

TODAY = date(2024, 4, 12)


@pytest.mark.parametrize(
    ("standings", "today", "expected"),
    [
        pytest.param([standing(), standing("need", "nil")], TODAY, State.ON_TIME, id="nil-is-a-report"),
        pytest.param([standing(), standing("need", days_late=2)], TODAY, State.LATE, id="one-came-late"),
        pytest.param([standing(), standing("need", "missing")], TODAY, State.OWING, id="one-is-missing"),
        pytest.param([standing(), standing("need", "missing")], date(2024, 4, 10), State.WAITING, id="due-today"),
        pytest.param([standing("need", "missing"), standing(status="returned")], TODAY, State.RETURNED, id="returned"),
        pytest.param([standing("need", "returned"), standing(status="failed")], TODAY, State.FAILED, id="failed-first"),
        pytest.param([standing(status="exempt", exempt_reason="地震")], TODAY, State.NOTHING_DUE, id="exempt"),
        pytest.param([], TODAY, State.NOTHING_DUE, id="nothing"),
    ],
)
def test_state_of_a_county(standings, today, expected):
    assert state_of(standings, today) is expected


def test_what_is_not_due_yet_needs_nobody():
    missing = standing("need", "missing")
    assert needing([missing, standing()], missing.due_on) == []
    assert needing([missing, standing()], TODAY) == [missing]

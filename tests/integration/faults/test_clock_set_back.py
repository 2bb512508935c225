"""A clock that is wrong: what came later still counts, the past stays what it was, and a failed run moves nothing."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from etl.config.calendar import TIMEZONE
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import NIGHTS, Province
from tests.integration.faults.snapshot import BY_THE_CLOCK, differences, snapshot

YEARS_AHEAD = datetime(2031, 1, 1, tzinfo=TIMEZONE)
SET_BACK = datetime(2024, 4, 1, 2, tzinfo=TIMEZONE)  # a week before the first night


@pytest.mark.long
@pytest.mark.campaign
def test_a_night_with_the_clock_set_back(province: Province, undisturbed: dict[str, Undisturbed]) -> None:
    province.receive("night1")
    inbox, hidden = province.inbox, province.inbox.with_name("hidden")
    failed = province.begin("night1", now=YEARS_AHEAD, hold="fetch")
    assert failed.comes_to("fetch")
    inbox.rename(hidden)
    failed.go()
    assert failed.end() != 0
    hidden.rename(inbox)

    province.run("night1")
    province.receive("night2")
    told = province.run("night2", now=SET_BACK).said
    assert "the clock says 2024-04-01 02:00, and what was published last is of 2024-04-09 02:00" in told
    expected, found = (
        {name: rows for name, rows in taken.items() if not name.endswith("_as_at_deadline")}  # of another clock
        for taken in (undisturbed["night2"].snapshot, snapshot(province.engine))
    )
    assert not differences(expected, found, but_for=BY_THE_CLOCK)

    with province.engine.connect() as connection:
        first, second = connection.execute(
            sa.text("select run_id, finished_at from ops.run where state = 'finished' order by finished_at")
        ).all()
        assert first.finished_at.year == second.finished_at.year == NIGHTS["night1"].year
        sold = "select sum(sold_yuan) from mart.sale_as_of(:moment)"
        as_of = [connection.scalar(sa.text(sold), {"moment": one.finished_at}) for one in (first, second)]
        now = connection.scalar(sa.text("select sum(sold_yuan) from mart.sale"))
    assert as_of[0] != as_of[1] == now

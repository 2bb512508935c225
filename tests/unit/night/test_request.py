"""The day of a run is the province's, so a waiver ends at midnight there."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from etl.config.waivers import Waiver
from etl.errors import ArgumentError
from etl.night.request import RunRequest, load_config
from etl.settings import PROJECT

WAIVER = Waiver("project.key", None, "project", None, "一期和二期共用编号", "王处长", date(2024, 6, 30))


@pytest.mark.parametrize(
    ("now", "in_force"),
    [
        pytest.param(datetime(2024, 6, 30, 15, 59, tzinfo=UTC), (WAIVER,), id="last-minute-of-its-last-day"),
        pytest.param(datetime(2024, 6, 30, 16, 0, tzinfo=UTC), (), id="midnight"),
    ],
)
def test_a_waiver_cannot_outlive_its_date(now, in_force):
    config = replace(load_config(PROJECT / "config"), waivers=(WAIVER,))
    assert config.waivers_in_force(RunRequest(now).today) == in_force


def test_what_is_kept_of_an_inbox_has_no_password():
    orders = RunRequest(datetime(2024, 6, 30, tzinfo=UTC), inbox="sftp://etl:geheim@host/in")
    assert orders.shown_inbox == "sftp://etl:***@host/in"
    assert "geheim" not in orders.command


@pytest.mark.parametrize("kind", ["nightly", "rerun", "replay"])
def test_a_period_that_has_not_begun_is_a_slip_unless_it_is_meant(kind):
    orders = RunRequest(datetime(2024, 12, 31, 15, 59, tzinfo=UTC), kind, "/srv/inbox", period="2025Q1")
    config = load_config(PROJECT / "config")
    with pytest.raises(ArgumentError, match="2025Q1 begins on 2025-01-01"):
        orders.checked(config, None)
    assert replace(orders, takes_future=True).checked(config, None).period == "2025Q1"
    assert replace(orders, now=datetime(2024, 12, 31, 16, 0, tzinfo=UTC)).checked(config, None).period == "2025Q1"

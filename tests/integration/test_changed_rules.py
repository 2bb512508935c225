"""An upgrade sends nothing back by itself: what a night does, and leaves alone, when a contract has changed since the last one."""

import os

import pytest

from tests.integration.county_with_rules import COUNTY, DAY, NIGHT, PERIOD, SALES, CountyWithRules
from tests.integration.one_night import one_night

BEFORE_DUE, PAST_DUE = NIGHT + DAY, NIGHT + 2 * DAY  # due on 2024-04-10


@pytest.fixture
def county(make_database, template_url, tmp_path, monkeypatch):
    return CountyWithRules(tmp_path, make_database(template_url), monkeypatch)


def forbid(county, spelling):
    county.change("contracts/sale.yaml", f" {spelling},", "")


def send(county, channel="抖音", yuan=3000):
    county.send("消费帮扶.csv", SALES.format(channel=channel, yuan=yuan))


def test_what_would_be_returned_by_the_change_alone_stays_in_use_and_is_said_every_night(county):
    send(county)
    one_night(NIGHT)
    forbid(county, "抖音")
    for night in (BEFORE_DUE, BEFORE_DUE):
        summary = one_night(night)
        assert (summary.returned, county.status(), county.count("ops.submission")) == ((), ("accepted", "this"), 1)
        (held,) = (line for line in summary.lines() if line.startswith("  held"))
        assert held.startswith(f"  held      {COUNTY} 旺苍县 {PERIOD} 消费帮扶")
        assert held.endswith("etl replay --preview")
        assert county.count("ops.issue") == 0


def test_a_replay_sends_it_back(county):
    send(county)
    one_night(NIGHT)
    forbid(county, "抖音")
    one_night(BEFORE_DUE)
    assert len(one_night(BEFORE_DUE, kind="replay").returned) == 1
    assert county.status() == ("returned", "earlier")
    assert one_night(BEFORE_DUE).nothing_new


def test_a_file_that_the_county_sends_after_the_change_is_judged_by_it(county):
    send(county)
    one_night(NIGHT)
    forbid(county, "抖音")
    send(county, yuan=4000)
    summary = one_night(BEFORE_DUE)
    assert (len(summary.returned), summary.held) == (1, ())
    assert county.status() == ("returned", "earlier")


def test_what_was_returned_is_accepted_by_the_change_in_a_period_that_is_not_past_due(county):
    send(county, channel="乡亲接龙")
    one_night(NIGHT)
    county.allow("乡亲接龙")
    assert one_night(BEFORE_DUE).accepted == 1
    assert county.status() == ("accepted", "this")


def test_a_copy_with_an_older_time_of_its_own_is_judged_again_all_the_same(county):
    send(county, channel="乡亲接龙")
    one_night(NIGHT)
    county.allow("乡亲接龙")
    (copy,) = county.inbox.rglob("*.csv")
    os.utime(copy, (copy.stat().st_mtime - 86400,) * 2)
    summary = one_night(BEFORE_DUE)
    assert (summary.accepted, summary.superseded_files) == (1, ())
    assert county.status() == ("accepted", "this")


def test_past_the_due_date_nothing_is_judged_again_but_by_a_replay(county):
    send(county, channel="乡亲接龙")
    one_night(NIGHT)
    county.allow("乡亲接龙")
    summary = one_night(PAST_DUE)
    assert summary.nothing_new
    (waits,) = (line for line in summary.lines() if line.startswith("  waits"))
    assert f"{PERIOD} is past due, and 1 of its files" in waits
    assert county.status() == ("returned", "none")
    assert one_night(PAST_DUE, kind="replay").accepted == 1
    assert one_night(PAST_DUE).wait_for_replay == ()

"""Taken up again from any state, and judged again by other rules: nothing is lost, no older file displaces a newer one."""

import shutil
from decimal import Decimal

import pytest
import sqlalchemy as sa

from etl.errors import ConfigError
from etl.night.context import open_night
from etl.night.fetch import fetch_files
from etl.night.request import RunRequest
from etl.night.rerun import what_waits
from etl.warehouse.publish.impact import NO_IMPACT
from etl.warehouse.queries.runs import runs
from tests.integration.county_with_rules import COUNTY, DAY, NIGHT, PERIOD, SALES, CountyWithRules
from tests.integration.one_night import one_night


@pytest.fixture
def province(make_database, template_url, tmp_path, monkeypatch):
    return CountyWithRules(tmp_path, make_database(template_url), monkeypatch)


def replay(now, preview=False):
    return one_night(now, kind="replay", is_preview=preview)


def pull_and_break_off():
    with open_night(RunRequest(NIGHT)) as context:
        fetch_files(context)
        raise MemoryError


def test_a_rerun_takes_from_the_archive_what_the_inbox_has_no_more(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    assert province.one_night_without("捐赠款物.csv", NIGHT).failed.keys() == {f"{COUNTY} 旺苍县"}
    assert province.status() == ("failed", "none")
    (waits,) = what_waits()
    assert (waits.county_code, waits.files) == (COUNTY, 1)

    province.empty()
    assert one_night(NIGHT + DAY, kind="rerun", counties=(COUNTY,)).failed == {}
    assert province.status() == ("accepted", "this")
    assert what_waits() == []


def test_a_rerun_says_when_nothing_is_left_of_a_county(province):
    province.one_night_without("捐赠款物.csv", NIGHT)
    province.empty()
    (why,) = one_night(NIGHT + DAY, kind="rerun", counties=(COUNTY,)).failed.values()
    assert "in the inbox or waits in the archive" in why
    assert [one.county_code for one in what_waits()] == [COUNTY]


def test_a_rerun_asks_for_nothing_that_was_decided_already(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    province.empty()
    assert one_night(NIGHT + DAY, kind="rerun", counties=(COUNTY,)).failed == {}


def test_a_replay_makes_nothing_good_that_a_night_could_not_read(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    province.one_night_without("捐赠款物.csv", NIGHT + DAY)
    assert replay(NIGHT + 2 * DAY).impact == NO_IMPACT
    assert province.status() == ("failed", "earlier")
    assert [one.county_code for one in what_waits()] == [COUNTY]


def test_what_a_night_had_archived_when_it_broke_off_is_taken_up_by_the_next(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    with pytest.raises(MemoryError):
        pull_and_break_off()
    province.empty()
    summary = one_night(NIGHT + DAY)
    assert (summary.files_read, summary.accepted) == (1, 1)
    with province.engine.connect() as connection:
        assert [(row["state"], row["message"]) for row in runs(connection)] == [
            ("finished", None),
            ("failed", "a fault of the program: MemoryError"),
        ]
        received = connection.scalar(sa.text("select received_at from ops.submission"))
    assert received == NIGHT  # when it came, not when it was judged


def test_a_run_that_somebody_stopped_says_so(province):
    with pytest.raises(KeyboardInterrupt), open_night(RunRequest(NIGHT)):
        raise KeyboardInterrupt
    with province.engine.connect() as connection:
        (run,) = runs(connection)
    assert what_waits(run["run_id"]) == what_waits(run["run_id"][:8]) == []
    with pytest.raises(ConfigError, match="there is no run"):
        what_waits("another")
    assert (run["state"], run["message"]) == ("failed", "it was stopped; nothing of it was published")
    assert run["finished_at"] > run["started_at"]


def test_the_same_content_under_another_name_is_remembered_and_changes_nothing(province):
    text = SALES.format(channel="线上", yuan="约3000")  # with a warning, which names its file
    province.send("a.csv", text)
    one_night(NIGHT)
    province.empty()
    province.send("b.csv", text)
    assert one_night(NIGHT + DAY).unchanged == 1
    assert (province.count("ops.submission"), province.count("ops.issue")) == (1, 1)
    assert province.count("ops.file") == 2
    assert province.sold() == [Decimal("3000.00")]


def test_an_older_content_that_comes_back_is_not_used_and_the_operator_is_told(province):
    for night, yuan in enumerate((1000, 2000, 1000)):
        province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=yuan))
        summary = one_night(NIGHT + night * DAY)
        assert len(summary.superseded_files) == (night == 2)
    assert f"  older     {COUNTY} {PERIOD} 消费帮扶.csv: another came after it" in "\n".join(summary.lines())
    assert province.sold() == [Decimal("2000.00")]


def test_replay_under_the_same_rules_changes_nothing(province):
    province.send("a.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    province.send("b.csv", SALES.format(channel="线上", yuan=4000))  # displaces a.csv on a later night
    one_night(NIGHT + DAY)
    before = province.count("ops.submission"), province.count("ops.issue")
    summary = replay(NIGHT + 2 * DAY)
    assert summary.headline.startswith("nothing changes")
    assert (province.count("ops.submission"), province.count("ops.issue")) == before
    assert province.sold() == [Decimal("4000.00")]


def test_replay_after_a_code_list_was_mended(province):
    province.send("消费帮扶.csv", SALES.format(channel="乡亲接龙", yuan=3000))
    assert len(one_night(NIGHT).returned) == 1
    province.empty()
    province.allow("乡亲接龙")

    preview = replay(NIGHT + DAY, preview=True)
    assert "preview, nothing was stored: 1 reports judged otherwise" in preview.lines()[0]
    assert "verdicts: 1 from returned to accepted" in preview.lines()
    assert f"{PERIOD} province sold_yuan: 0 -> 3000" in preview.lines()
    assert province.status() == ("returned", "none")
    assert province.count("ops.run") == 1

    assert replay(NIGHT + 2 * DAY).impact == preview.impact
    assert province.status() == ("accepted", "this")
    assert province.sold() == [Decimal("3000.00")]


def test_replay_lets_no_older_file_displace_a_newer_one(province):
    province.send("消费帮扶.csv", SALES.format(channel="乡亲接龙", yuan=1000))
    one_night(NIGHT)
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=2000))
    one_night(NIGHT + DAY)
    province.allow("乡亲接龙")  # now the older file would be right as well
    replay(NIGHT + 2 * DAY)
    assert province.sold() == [Decimal("2000.00")]
    assert province.status() == ("accepted", "this")


def test_a_waiver_counts_from_the_next_replay_and_until_its_day(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=-5))
    one_night(NIGHT)
    province.waive("2024-04-10")
    assert replay(NIGHT + DAY, preview=True).accepted == 1
    replay(NIGHT + DAY)
    assert province.status() == ("accepted", "this")
    replay(NIGHT + 3 * DAY)
    assert province.status() == ("returned", "earlier")


def test_a_county_that_waits_for_a_rerun_is_left_out_of_a_replay(province):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    province.one_night_without("捐赠款物.csv", NIGHT)
    (why,) = replay(NIGHT + DAY).failed.values()
    assert "etl rerun" in why
    assert province.sold() == []


def test_a_copy_that_is_gone_from_the_archive_fails_its_county_alone(province, tmp_path):
    province.send("消费帮扶.csv", SALES.format(channel="线上", yuan=3000))
    one_night(NIGHT)
    shutil.rmtree(tmp_path / "home" / "archive")
    (why,) = replay(NIGHT + DAY).failed.values()
    assert "restore the archive" in why
    assert province.status() == ("accepted", "this")
    assert province.sold() == [Decimal("3000.00")]


def test_a_cumulative_figure_that_falls_is_said_at_its_cell(province):
    heading = "项目编号,项目名称,实施社会组织,统一社会信用代码,帮扶领域,项目阶段,计划投资（元）,累计拨付资金（元）\n"
    row = "{number},种植,甲协会,5110000083DY1FUBJX,产业,实施,100000,{paid}\n"
    province.send("项目台账.csv", heading + row.format(number="XM1", paid=50000) + row.format(number="XM2", paid=1000))
    one_night(NIGHT)
    province.send("项目台账.csv", heading + row.format(number="XM1", paid=40000))
    one_night(NIGHT + DAY)
    query = "select i.rule, i.cell from ops.issue i join ops.submission s using (submission_id) where s.is_latest"
    with province.engine.connect() as connection:
        found = {tuple(row) for row in connection.execute(sa.text(query))}
        changed = connection.execute(sa.text("select kind, old_value, new_value from mart.submission_change")).all()
    assert {("project.disbursed_yuan.never_falls", "H2"), ("project.stays", None)} <= found
    assert sorted(map(tuple, changed)) == [("changed", "50000.00", "40000.00"), ("gone", None, None)]

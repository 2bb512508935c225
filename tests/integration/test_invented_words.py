"""Invented headings and code words are seen over all counties, and taught by the line that `etl headings` gives."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from etl.night.impact_report import impact_lines
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from tests.integration.one_night import one_night
from tests.integration.operator import Operator
from tests.postgres_urls import as_reader

NIGHT = datetime(2024, 4, 8, 18, tzinfo=UTC)
DAY = timedelta(days=1)
PERIOD = "2024Q1"
GIFTS = "捐赠编号,捐赠社会组织,捐赠日期,捐赠类型,{heading}（万元）,经办股室\nJZ1,甲协会,2024-02-01,资金,3,社管股\n"
SALES = "社会组织名称,农产品,销售渠道,成交额（元）\n甲协会,花椒,{channel},3000\n甲协会,蜂蜜,{channel},2000\n"


class Inventive:
    """An inbox, a configuration of its own and a warehouse; somebody at a terminal who asks it."""

    def __init__(self, folder, url):
        self.operator = Operator(
            folder, ETL_WAREHOUSE_URL=url, ETL_READER_URL=as_reader(url), ETL_CONFIG=str(folder / "config")
        )
        self.config = folder / "config"
        shutil.copytree(PROJECT / "config", self.config)
        self.engine = connect(url)

    def send(self, county, name, text):
        path = self.operator.inbox / county / PERIOD / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def headings(self, *options):
        done = self.operator("headings", "--json", *options)
        assert done.returncode == 0, done.stderr
        return {row["word"]: row for row in json.loads(done.stdout)}

    def add(self, row):
        """Put the line where it says, in place of the one that stands there."""
        path = self.config / row["file"]
        text = path.read_text(encoding="utf-8")
        name = re.findall(r"(?:column|code) (\w+)", row["under"])
        at = 0
        for step in name:
            at = re.compile(rf"(?:name: {step}$|\b{step}: )", re.MULTILINE).search(text, at).end()
        old = re.compile(r"aliases: \[[^\]]*\]").search(text, at)
        path.write_text(text[: old.start()] + row["line"] + text[old.end() :], encoding="utf-8")


@pytest.fixture
def inventive(make_database, template_url, tmp_path, monkeypatch):
    province = Inventive(tmp_path, make_database(template_url))
    for name in ("ETL_HOME", "ETL_INBOX", "ETL_CONFIG", "ETL_WAREHOUSE_URL"):
        monkeypatch.setenv(name, province.operator.environment[name])
    for county, heading in (("513228", "折价总值"), ("510821", "折价 总值"), ("510823", "金额（折价）")):
        province.send(county, "捐赠款物.csv", GIFTS.format(heading=heading))
    province.send("513228", "消费帮扶.csv", SALES.format(channel="带货间"))
    province.send("510823", "消费帮扶.csv", SALES.format(channel="线上"))
    one_night(NIGHT)
    return province


def test_a_heading_and_a_code_word_are_taught_by_the_line_that_is_given(inventive):
    words = inventive.headings()
    heading, code = words["折价总值"], words["带货间"]
    assert (heading["kind"], heading["report"], heading["nearest"]) == ("heading", "donation", "value_yuan")
    assert (heading["counties"], heading["files"], heading["cells"]) == (2, 2, 2)
    assert (heading["file"], heading["under"]) == ("contracts/donation.yaml", "column value_yuan")
    assert heading["line"].endswith(", 折价总值]")
    assert (code["kind"], code["report"], code["column"], code["nearest"]) == ("code", "sale", "channel", "online")
    assert (code["counties"], code["files"], code["cells"]) == (1, 1, 2)
    assert code["under"] == "column channel, code online"

    inventive.add(heading)
    inventive.add(code)
    impact = one_night(NIGHT + DAY, kind="replay", is_preview=True).impact
    assert impact_lines(impact)[:4] == [
        "verdicts: 3 from returned to accepted",
        "  2024Q1 510821 旺苍县 donation: returned -> accepted",
        "  2024Q1 513228 黑水县 donation: returned -> accepted",
        "  2024Q1 513228 黑水县 sale: returned -> accepted",
    ]
    assert set(inventive.headings()) == {"经办股室"}, "what the contracts know by now is no invention"


def test_a_heading_that_nothing_resembles_teaches_nothing(inventive):
    word = inventive.headings("--report", "donation")["经办股室"]
    assert word["counties"] == 3
    assert word["line"] is None
    assert inventive.headings("--report", "project") == {}


def test_a_person_reads_a_block_a_word(inventive):
    done = inventive.operator("headings", "--period", PERIOD)
    lines = done.stdout.splitlines()
    place = lines.index("2024Q1 donation: heading “折价总值”: 2 counties, 2 files, 2 cells")
    assert (
        lines[place + 1] == f"    nearest: value_yuan; {inventive.config}/contracts/donation.yaml, column value_yuan:"
    )
    assert lines[place + 2].startswith("    aliases: [")
    assert lines[-1].endswith("etl replay --preview")
    assert (
        inventive.operator("headings", "--period", "2023Q4").stdout == "no unknown headings or code words for 2023Q4\n"
    )


def test_analysts_see_the_words_too(inventive):
    done = inventive.operator(
        "sql", "--json", "select word, counties, seen_in from mart.unknown_word where word like '折价%'"
    )
    assert sorted((row["word"], row["counties"]) for row in json.loads(done.stdout)) == [
        ("折价 总值（万元）", 1),
        ("折价总值（万元）", 1),
    ]
    with inventive.engine.connect() as connection:
        found = connection.execute(sa.text("select * from ops.unknown_word where word = '折价总值（万元）'")).one()
    assert found.seen_in == ["513228/捐赠款物.csv"]
    assert found.columns_missing == ["value_yuan"]
    assert "donation_no" in found.columns_beside


@pytest.mark.parametrize("option", [("--report", "no_such"), ("--period", "2024Q5")])
def test_what_is_not_there_is_said(inventive, option):
    done = inventive.operator("headings", *option)
    assert done.returncode == 2
    assert option[1] in done.stderr
